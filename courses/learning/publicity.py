"""What the public sees of curricula: cards of the catalogue, the release history, what a release rests on."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import OuterRef, QuerySet, Subquery

from courses.authoring.models import CurriculumPage
from courses.contents import claims as frozen_claims
from courses.contents.blocks import registry as blocks
from courses.contents.models import Content
from courses.contents.rendering import kept_under
from courses.contents.typography import typeset_fields, typeset_text
from courses.learning import leading
from courses.releases.models import Release
from lms import languages

_KEPT_FOR = 30 * 24 * 3600
_WORDS = {"title", "summary", "audience", "outcomes", "statement", "certainty_note", "note"}  # of outlines and claims


@dataclass(frozen=True)
class Card:
    """One curriculum in the catalogue: from its current release, or, before the first one, from its page."""

    page: int
    slug: str
    title: str
    summary: str
    audience: str
    release: Release | None = None
    minutes: int = 0
    modules: int = 0
    language: str = "en"
    place: int = 0  # in the catalogue, counted from 0
    goals: tuple[leading.Goal, ...] = ()

    @property
    def is_foreign(self) -> bool:
        """Whether it is taught in another language than the reader's."""
        return languages.is_foreign(self.language)


@dataclass(frozen=True)
class Poster:
    """What a release shows before anybody enrols: its outline, and every claim its lessons show, each once."""

    outline: dict[str, Any]
    claims: tuple[dict[str, Any], ...]


def cards(*, at: datetime) -> list[Card]:
    """Published curricula in the order of the page tree, each with the release a newcomer would get and the certificates
    it counts towards. Three queries.
    """
    pages = list(with_current(CurriculumPage.objects.live(), at=at).order_by("path"))
    releases = Release.objects.in_bulk([page.current for page in pages if page.current])
    goals = leading.goals([page.pk for page in pages])
    return [card(page, releases.get(page.current), place, goals.get(page.pk, ())) for place, page in enumerate(pages)]


def with_current(pages: QuerySet[CurriculumPage], *, at: datetime) -> QuerySet[CurriculumPage]:
    """Annotate curricula with `current`: the key of the release a newcomer would get, if there is one."""
    newest = Release.objects.filter(curriculum=OuterRef("pk")).effective(at).newest_first().values("pk")[:1]
    added = {"current": Subquery(newest)}
    return pages.annotate(**added)


def card(page: CurriculumPage, release: Release | None, place: int = 0, goals: tuple[leading.Goal, ...] = ()) -> Card:
    """A curriculum as its release says it; before the first one, as its page does."""
    if release is None:
        title, summary, audience = (
            typeset_text(text, page.language) for text in (page.title, page.summary, page.audience)
        )
        return Card(page.pk, page.slug, title, summary, audience, language=page.language, place=place)
    outline = typeset_fields(release.outline, _WORDS, release.outline["language"])
    return Card(
        page.pk,
        page.slug,
        outline["title"],
        outline["summary"],
        outline.get("audience", ""),
        release,
        outline["minutes"],
        len(outline["modules"]),
        outline["language"],
        place,
        goals,
    )


def by_goal(cards: Iterable[Card]) -> list[tuple[leading.Goal, list[Card]]]:
    """Each certificate with the curricula that count towards it, in the order of the cards."""
    found: dict[leading.Goal, list[Card]] = {}
    for one in cards:
        for goal in one.goals:
            found.setdefault(goal, []).append(one)
    return list(found.items())


def history(page: CurriculumPage, *, at: datetime) -> list[Release]:
    """The releases in effect at that instant, newest first, without their outlines. One query."""
    return list(Release.objects.filter(curriculum=page).effective(at).newest_first().defer("outline", "verdict"))


def poster(release: Release) -> Poster:
    """The outline and the claims of a release. A release never changes, so both are kept in the cache under its id."""
    key = kept_under("release-poster", release.pk)
    if kept := cache.get(key):
        outline, claims = json.loads(kept)
    else:
        language = release.outline["language"]
        outline, claims = typeset_fields([release.outline, _claims(release)], _WORDS, language)
        cache.set(key, json.dumps([outline, claims]), _KEPT_FOR)
    return Poster(outline, tuple({"block": claim, **frozen_claims.card(claim)} for claim in claims))


def _claims(release: Release) -> list[Mapping[str, Any]]:
    lessons = Content.objects.filter(items__release=release, kind=Content.Kind.LESSON).order_by("items__position")
    found: dict[str, Mapping[str, Any]] = {}
    for data in lessons.values_list("data", flat=True):
        for _, claim in blocks.claims(data["body"]):
            found.setdefault(claim["key"], claim)
    return list(found.values())
