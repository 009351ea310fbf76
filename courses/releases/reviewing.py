"""From an evidence update to the trainers who look again: review tasks, and how each of them ends."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import get_users_with_perms
from wagtail.models import Page, ReferenceIndex

from accounts.models import User
from courses.authoring import freezing
from courses.authoring.models import CurriculumPage, LessonPage, Question, QuizPage
from courses.contents.models import Content
from courses.releases.models import Release, ReviewTask
from evidence import updating
from evidence.models import Claim, EvidenceUpdate, Source, UpdateKind
from lms.locking import Kind, lock_one
from lms.refusals import Refusal
from notices import inbox, outbox

# Days that trainers have to look again, by what happened; kinds not named here ask for nothing.
REVIEW_DAYS: dict[str, int] = {
    UpdateKind.RETRACTED: 14,
    UpdateKind.WITHDRAWN: 14,
    UpdateKind.CONCERN: 30,
    UpdateKind.WEAKENED: 60,
    UpdateKind.SUPERSEDED: 60,
    UpdateKind.STRENGTHENED: 90,
    UpdateKind.CORRECTED: 90,
    UpdateKind.REINSTATED: 90,
}


@transaction.atomic
def record_update(
    *,
    kind: str,
    source: Source | None = None,
    claim: Claim | None = None,
    happened_on: date,
    summary: str,
    link: str = "",
    by: User,
    at: datetime,
) -> EvidenceUpdate:
    """Record what happened to a source or a claim, and open a review task for every page and question that cites it."""
    update = updating.record(
        kind=kind, source=source, claim=claim, happened_on=happened_on, summary=summary, link=link, by=by, at=at
    )
    open_tasks(update, at=at)
    return update


@transaction.atomic
def open_tasks(update: EvidenceUpdate, *, at: datetime) -> int:
    """Open the review tasks an update asks for and tell the trainers who own them; returns how many were missing.

    The days that trainers have count from the opening, however long after the update that is.
    """
    days = REVIEW_DAYS.get(update.kind)
    if days is None:
        return 0
    due_on = timezone.localdate(at) + timedelta(days=days)
    fresh = []
    for claim in updating.claims_touched(update):
        for curriculum, thing in citing(claim):
            task = _open(update, claim, curriculum, thing, due_on, at)
            fresh += [task] if task else []
    for curriculum in {task.curriculum for task in fresh}:
        _tell_authors(update, curriculum, [task for task in fresh if task.curriculum == curriculum], due_on, at)
    return len(fresh)


def _open(
    update: EvidenceUpdate, claim: Claim, curriculum: CurriculumPage, thing: Page | Question, due_on: date, at: datetime
) -> ReviewTask | None:
    subject = {"question": thing} if isinstance(thing, Question) else {"page": thing, "question": None}
    task, created = ReviewTask.objects.get_or_create(
        update=update,
        curriculum=curriculum,
        **{"page": None, **subject},
        defaults={"claim": claim, "opened_at": at, "due_on": due_on, "hash_before": _hash_of(thing)},
    )
    return task if created else None


def _hash_of(thing: Page | Question) -> str:
    """The hash of the words of a page or question as they are published; empty when they cannot be frozen."""
    try:
        if isinstance(thing, Question):
            return freezing.freeze_question(thing).hash
        return freezing.freeze_lesson(thing.specific).hash
    except Refusal:
        return ""


def pages_citing(claim: Claim) -> list[LessonPage]:
    """The lessons, published or draft, whose present text shows the claim (Wagtail's reference index)."""
    pks = {
        int(pk)
        for pk in ReferenceIndex.get_references_to(claim)
        .filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
        .values_list("object_id", flat=True)
    }
    return list(LessonPage.objects.filter(pk__in=pks).order_by("path"))


def citing(claim: Claim) -> list[tuple[CurriculumPage, Page | Question]]:
    """What is published and shows or cites the claim, each with the curriculum whose trainers are asked about it."""
    return [*_pages_citing(claim), *_questions_citing(claim)]


def _pages_citing(claim: Claim) -> Iterable[tuple[CurriculumPage, Page]]:
    """The published ones: a draft is looked at once it is published, when the nightly sweep finds it."""
    for page in pages_citing(claim):
        if page.live and _is_in_use(page):
            yield page.curriculum(), page.page_ptr


def _questions_citing(claim: Claim) -> Iterable[tuple[CurriculumPage, Question]]:
    for question in Question.objects.filter(cites__claim=claim, live=True).order_by("key"):
        found = {quiz.curriculum() for quiz in _quizzes_asking(question).live() if _is_in_use(quiz)}
        for curriculum in sorted(found, key=lambda curriculum: curriculum.path):
            yield curriculum, question


def _is_in_use(page: LessonPage | QuizPage) -> bool:
    """Whether a published page reaches people: its module is published, and its curriculum is, or was released.

    So a copy that somebody made to work on, and has not published, asks nobody to look at the same words twice.
    """
    if not page.get_parent().live:
        return False
    curriculum = page.curriculum()
    return curriculum.live or Release.objects.filter(curriculum=curriculum).exists()


def curricula_asking(question: Question) -> list[CurriculumPage]:
    """The curricula whose quizzes may ask a question: chosen by name, or drawn from its topic."""
    found = {quiz.curriculum() for quiz in _quizzes_asking(question)}
    return sorted(found, key=lambda curriculum: curriculum.path)


def _quizzes_asking(question: Question) -> Any:
    quizzes = QuizPage.objects.filter(chosen__question=question) | QuizPage.objects.filter(draws__topic=question.topic)
    return quizzes.distinct()


def with_modules(tasks: Iterable[ReviewTask]) -> list[ReviewTask]:
    """The tasks, each lesson's with the title of its module as `module`. One query."""
    found = list(tasks)
    paths = {task.page.path[: -Page.steplen] for task in found if task.page is not None}
    titles = dict(Page.objects.filter(path__in=paths).values_list("path", "title")) if paths else {}
    for task in found:
        task.module = titles.get(task.page.path[: -Page.steplen], "") if task.page is not None else ""
    return found


def authors_of(curriculum: CurriculumPage, permission: str = "author_curriculum") -> list[User]:
    """The people who may author (or approve) a curriculum, by object permission."""
    people: Any = get_users_with_perms(curriculum, only_with_perms_in=[permission], with_group_users=False)
    return [person for person in people.order_by("pk") if person.is_active]


def _tell_authors(
    update: EvidenceUpdate, curriculum: CurriculumPage, tasks: list[ReviewTask], due_on: date, at: datetime
) -> None:
    """Once for the tasks opened together; tasks that are opened later are told of as well."""
    opening = min(task.pk for task in tasks)
    for author in authors_of(curriculum):
        outbox.tell(
            author,
            "review-wanted",
            facts={
                "title": curriculum.title,
                "summary": update.summary,
                "count": len(tasks),
                "due_on": due_on.isoformat(),
                "update": update.pk,
            },
            dedupe_key=f"review:{update.pk}:{curriculum.pk}:{author.pk}:{opening}",
            at=at,
        )


@transaction.atomic
def close_without_change(task: ReviewTask, *, reason: str, by: User, at: datetime) -> None:
    """End a review task with "no change needed, because …". Raises Refusal without a reason or when it has ended."""
    if not reason.strip():
        raise Refusal(_("Say why no change is needed. The reason becomes part of the record."))
    task = _decidable(task, by)
    task.reason = reason.strip()
    _close(task, ReviewTask.Outcome.NO_CHANGE, by, at)


@transaction.atomic
def close_as_changed(task: ReviewTask, *, by: User, at: datetime) -> None:
    """End a review task because the page or question was changed and published since it was opened.

    A release that carries exactly these words already, frozen since the task was opened, is what the task ends in.
    """
    task = _decidable(task, by)
    published_at = task.subject.last_published_at
    if not task.subject.live or published_at is None or published_at < task.opened_at:
        raise Refusal(_("Nothing has been published here since the task was opened. Publish the change first."))
    task.hash_after = _hash_of(task.subject)
    if task.hash_after == task.hash_before:
        raise Refusal(
            _("What is published here reads exactly as it did when the task was opened. Publish the change first.")
        )
    carrying = Release.objects.filter(
        curriculum=task.curriculum_id, proposal__frozen_at__gte=task.opened_at, items__content=task.hash_after
    )
    task.release = carrying.newest_first().last()
    _close(task, ReviewTask.Outcome.CHANGED, by, at)


def _decidable(task: ReviewTask, by: User) -> ReviewTask:
    """The task as it stands, with its curriculum locked, so that no release is made meanwhile."""
    lock_one(Kind.CURRICULUM, CurriculumPage.objects.filter(pk=task.curriculum_id))
    found = ReviewTask.objects.select_related("curriculum", "page", "question").get(pk=task.pk)
    if found.closed_at is not None:
        raise Refusal(_("This task has already been decided."))
    if not by.has_perm("authoring.author_curriculum", found.curriculum):
        raise Refusal(_("Only the trainers of this curriculum decide about it."))
    return found


def _close(task: ReviewTask, outcome: str, by: User, at: datetime) -> None:
    task.outcome, task.closed_by, task.closed_at = outcome, by, at
    task.save(update_fields=["outcome", "reason", "hash_after", "release", "closed_by", "closed_at"])
    if not ReviewTask.objects.filter(update=task.update_id, curriculum=task.curriculum_id, closed_at=None).exists():
        inbox.settle(authors_of(task.curriculum), f"review:{task.update_id}:{task.curriculum_id}", at=at)


def link(release: Release) -> None:
    """Name a release in the review tasks whose change it carries. The caller has locked the curriculum.

    It carries a change when it was frozen after the task was opened and holds the very words with which the task was
    closed, or later ones: frozen after it was closed, and not those from before.
    """
    frozen_at = release.proposal.frozen_at
    held = dict(Content.objects.filter(items__release=release).values_list("key", "hash"))
    changed = ReviewTask.objects.filter(
        curriculum=release.curriculum_id, outcome=ReviewTask.Outcome.CHANGED, release=None, opened_at__lte=frozen_at
    )
    carried = []
    for task in changed.select_related("page", "question"):
        words = held.get(task.key)
        later = task.closed_at is not None and task.closed_at <= frozen_at and words != task.hash_before
        if words is not None and (words == task.hash_after or later):
            carried.append(task.pk)
    ReviewTask.objects.filter(pk__in=carried).update(release=release)
