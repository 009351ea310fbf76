"""What waits for a trainer: decisions, reviews, pages that no release has taken up yet, and claims to look at again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from accounts import roles
from accounts.models import User
from courses.authoring.models import CurriculumPage, LessonPage, QuizPage
from courses.releases import reviewing
from courses.releases.models import ProposalPart, Release, ReleaseProposal, ReviewTask
from evidence.models import Claim

SHOWN = 8
_SOON = timedelta(days=30)  # before the day by which a claim is to be looked at again

State = ReleaseProposal.State


@dataclass(frozen=True)
class Waiting:
    """A page that was published, or written on, since the newest release of its curriculum was frozen."""

    page: Page
    curriculum: CurriculumPage
    is_published: bool


@dataclass(frozen=True)
class Workbench:
    """At most SHOWN of each list; `tasks_open` says how many reviews there are in all."""

    to_decide: Sequence[ReleaseProposal]
    to_go_on_with: Sequence[ReleaseProposal]
    tasks: Sequence[ReviewTask]
    tasks_open: int
    pages: Sequence[Waiting]
    claims: Sequence[Claim]

    @property
    def is_clear(self) -> bool:
        """Nothing waits."""
        return not (self.to_decide or self.to_go_on_with or self.tasks or self.pages or self.claims)


def of(user: User, *, at: datetime) -> Workbench:
    """What waits for this person in the curricula they write or approve. Eight queries at most."""
    written, approved = roles.granted(user, "author_curriculum"), roles.granted(user, "approve_curriculum")
    proposals = ReleaseProposal.objects.select_related("curriculum", "author").defer("outline", "contents")
    submitted = proposals.filter(state=State.SUBMITTED, curriculum__in=approved)
    theirs = ProposalPart.objects.filter(person=user, part=ProposalPart.Part.WROTE).values("proposal")
    tasks = ReviewTask.objects.filter(curriculum__in=written, closed_at__isnull=True)
    tasks = tasks.select_related("update__source", "update__claim", "page", "question", "curriculum")
    own = list(CurriculumPage.objects.filter(pk__in=written).order_by("path"))
    newest = newest_of(own)
    return Workbench(
        to_decide=list(submitted.exclude(pk__in=theirs).order_by("submitted_at")[:SHOWN]),
        to_go_on_with=list(proposals.filter(state__in=(State.DRAFT, State.SENT_BACK), curriculum__in=written)[:SHOWN]),
        tasks=reviewing.with_modules(tasks.order_by("due_on", "pk")[:SHOWN]),
        tasks_open=tasks.count(),
        pages=_not_released(own, newest),
        claims=_to_look_at(newest, timezone.localdate(at)),
    )


def newest_of(curricula: Sequence[CurriculumPage]) -> dict[int, Release]:
    """The newest release of each, by the key of the curriculum."""
    found: dict[int, Release] = {}
    rows = Release.objects.filter(curriculum__in=curricula).newest_first().select_related("proposal")
    for release in rows.defer("outline", "verdict", "proposal__outline", "proposal__contents"):
        found.setdefault(release.curriculum_id, release)
    return found


def published_since(curricula: Sequence[CurriculumPage], newest: dict[int, Release]) -> dict[int, int]:
    """How many lessons and quizzes of each curriculum were published since its newest release was frozen, by its key; those
    without any are left out. One query.
    """
    if not curricula:
        return {}
    found: dict[int, int] = {}
    since = [_since(one, newest.get(one.pk)) for one in curricula]
    by_path = {one.path: one.pk for one in curricula}
    pages = Page.objects.type(LessonPage, QuizPage).filter(reduce(or_, since))
    for path in pages.values_list("path", flat=True):
        if (curriculum := by_path.get(path[: len(curricula[0].path)])) is not None:
            found[curriculum] = found.get(curriculum, 0) + 1
    return found


def _since(curriculum: CurriculumPage, release: Release | None) -> Q:
    """Its pages that were published since the release was frozen; without one, all that are published."""
    within = Q(path__startswith=curriculum.path, live=True)
    return within & Q(last_published_at__gt=release.proposal.frozen_at) if release else within


def _not_released(curricula: Sequence[CurriculumPage], newest: dict[int, Release]) -> list[Waiting]:
    """Lessons and quizzes that say something else than the newest release, the latest first."""
    if not curricula:
        return []
    by_path = {one.path: one for one in curricula}
    length = len(curricula[0].path)
    inside = [
        _since(one, newest.get(one.pk)) | Q(path__startswith=one.path, has_unpublished_changes=True)
        for one in curricula
    ]
    pages = Page.objects.type(LessonPage, QuizPage).filter(reduce(or_, inside)).order_by("-latest_revision_created_at")
    return [
        Waiting(page, by_path[page.path[:length]], page.live and not page.has_unpublished_changes)
        for page in pages[:SHOWN]
        if page.path[:length] in by_path
    ]


def _to_look_at(newest: dict[int, Release], day: date) -> list[Claim]:
    """Claims that the newest releases cite and whose day to be looked at again has come, or comes soon."""
    due = Claim.objects.filter(review_by__lte=day + _SOON, contents__content__items__release__in=newest.values())
    return list(due.distinct().order_by("review_by", "key")[:SHOWN])
