"""Which version of a question which releases and quizzes asked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.contents import differences
from courses.contents.models import Content
from courses.releases.models import Release
from courses.releases.models.releases import ReleaseItem


@dataclass(frozen=True)
class Line:
    """A release, as far as statistics ask for it. `language` is the one it teaches in."""

    pk: int
    curriculum: int
    slug: str
    name: str  # REBT 2.1.0
    number: str
    version: tuple[int, ...]
    language: str
    effective_at: datetime


def lines(**asked: Any) -> list[Line]:
    """The releases that fit, in the order in which they took effect. One query."""
    rows = Release.objects.filter(pk__in=Release.objects.filter(**asked).values("pk")).values_list(
        *(
            "pk",
            "curriculum",
            "curriculum__slug",
            "code",
            "major",
            "minor",
            "patch",
            "outline__language",
            "effective_at",
        )
    )
    found = []
    for pk, curriculum, slug, code, *version, language, effective_at in rows:
        number = ".".join(map(str, version))
        found.append(
            Line(pk, curriculum, slug, f"{code} {number}", number, tuple(version), language or "", effective_at)
        )
    return sorted(found, key=lambda line: (line.effective_at, line.version, line.pk))


def places_of(keys: Collection[str], releases: Collection[int]) -> list[tuple[str, str, int]]:
    """Where the questions with these keys stand in these releases: hash, key and release. One query."""
    items = ReleaseItem.objects.filter(release__in=releases, content__kind=Content.Kind.QUESTION, content__key__in=keys)
    return list(items.values_list("content", "content__key", "release"))


def history(places: Iterable[tuple[str, str, int]], ordered: Iterable[Line]) -> dict[str, list[str]]:
    """By key, the versions (hashes) of each question in the order in which they were first asked."""
    found: dict[str, list[str]] = {}
    by_release: dict[int, list[tuple[str, str]]] = {}
    for hash_, key, release in places:
        by_release.setdefault(release, []).append((hash_, key))
    for line in ordered:
        for hash_, key in by_release.get(line.pk, ()):
            versions = found.setdefault(key, [])
            if hash_ not in versions:
                versions.append(hash_)
    return found


def quizzes_of(releases: Collection[int]) -> list[Content]:
    """The frozen quizzes of these releases. One query."""
    inside = ReleaseItem.objects.filter(release__in=releases).values("content")
    return list(Content.objects.filter(kind=Content.Kind.QUIZ, pk__in=inside).order_by("pk"))


def asked_by(quiz: Mapping[str, Any]) -> list[str]:
    """Every question that an attempt at a frozen quiz may show: those always asked, then those drawn."""
    return list(dict.fromkeys(differences.asked(quiz)))


def asking(hashes: Collection[str], quizzes: Iterable[Content]) -> dict[str, list[str]]:
    """Of these quizzes, those that may show one of these questions, with all that they may show; by hash."""
    found = {quiz.hash: asked_by(quiz.data) for quiz in quizzes}
    return {quiz: asked for quiz, asked in found.items() if not set(hashes).isdisjoint(asked)}


def releases_with(hashes: Collection[str], releases: Collection[int]) -> dict[str, set[int]]:
    """Which of these releases hold each of these contents. One query."""
    found: dict[str, set[int]] = {hash_: set() for hash_ in hashes}
    items = ReleaseItem.objects.filter(content__in=hashes, release__in=releases)
    for hash_, release in items.values_list("content", "release"):
        found[hash_].add(release)
    return found
