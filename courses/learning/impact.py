"""What rests on a claim: drafts, questions, releases, and how many people are learning from them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from courses.authoring.models import CurriculumPage, LessonPage, Question
from courses.learning.models import Enrolment
from courses.releases import current
from courses.releases.models import Release
from courses.releases.reviewing import curricula_asking, pages_citing
from evidence.models import Claim

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class CurriculumImpact:
    """What rests on some claims in one curriculum. `releases` are those that people still learn from or hold."""

    curriculum: CurriculumPage
    lessons: list[LessonPage]
    questions: list[Question]
    releases: list[Release]
    learning: int

    @property
    def is_in_latest_release(self) -> bool:
        latest = current.latest_release(self.curriculum)
        return latest is not None and latest in self.releases


def of(claims: Collection[Claim]) -> list[CurriculumImpact]:
    """Everything that rests on any of these claims, by curriculum."""
    lessons: dict[int, list[LessonPage]] = {}
    questions: dict[int, list[Question]] = {}
    curricula: dict[int, CurriculumPage] = {}
    for claim in claims:
        for page in pages_citing(claim):
            curriculum = page.curriculum()
            curricula[curriculum.pk] = curriculum
            _add(lessons, curriculum.pk, page)
        for question in Question.objects.filter(cites__claim=claim).order_by("key"):
            for curriculum in curricula_asking(question):
                curricula[curriculum.pk] = curriculum
                _add(questions, curriculum.pk, question)
    resting: dict[int, list[Release]] = {}
    for release in releases_resting_on(claims).select_related("curriculum"):
        curricula[release.curriculum_id] = release.curriculum
        resting.setdefault(release.curriculum_id, []).append(release)
    return [
        CurriculumImpact(
            curriculum,
            lessons.get(pk, []),
            questions.get(pk, []),
            resting.get(pk, []),
            _learning(resting.get(pk, [])),
        )
        for pk, curriculum in sorted(curricula.items(), key=lambda pair: pair[1].path)
    ]


def _add(found: dict[int, list[Thing]], key: int, thing: Thing) -> None:
    rows = found.setdefault(key, [])
    if thing not in rows:
        rows.append(thing)


def releases_resting_on(claims: Collection[Claim]) -> QuerySet[Release]:
    """The releases with a frozen lesson, quiz or question that rests on one of these claims, newest first."""
    return Release.objects.filter(items__content__claims__claim__in=list(claims)).distinct().newest_first()


def _learning(releases: Collection[Release]) -> int:
    """How many people are under way in one of these releases."""
    under_way = Q(completed_at__isnull=True, closed_at__isnull=True)
    return Enrolment.objects.filter(under_way, release__in=list(releases)).values("user").distinct().count()
