"""From an evidence update to the trainers who look again: review tasks, and how each of them ends."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from guardian.shortcuts import get_users_with_perms
from wagtail.models import Page, ReferenceIndex

from accounts.models import User
from courses.authoring.models import CurriculumPage, LessonPage, Question, QuizPage
from courses.releases.models import ReviewTask
from evidence import updating
from evidence.models import Claim, EvidenceUpdate, Source, UpdateKind
from lms.refusals import Refusal
from notices import outbox

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
    """Open the review tasks an update asks for and tell the trainers who own them; returns how many were missing."""
    days = REVIEW_DAYS.get(update.kind)
    if days is None:
        return 0
    due_on = timezone.localdate(update.recorded_at) + timedelta(days=days)
    opened = []
    for claim in updating.claims_touched(update):
        for curriculum, page in _pages_citing(claim):
            opened.append(_open(update, claim, curriculum, due_on, at, page=page))
        for curriculum, question in _questions_citing(claim):
            opened.append(_open(update, claim, curriculum, due_on, at, question=question))
    fresh = [task for task in opened if task is not None]
    for curriculum in {task.curriculum for task in fresh}:
        _tell_authors(update, curriculum, [task for task in fresh if task.curriculum == curriculum], due_on, at)
    return len(fresh)


def _open(update, claim, curriculum, due_on, at, *, page=None, question=None) -> ReviewTask | None:
    task, created = ReviewTask.objects.get_or_create(
        update=update,
        curriculum=curriculum,
        page=page,
        question=question,
        defaults={"claim": claim, "opened_at": at, "due_on": due_on},
    )
    return task if created else None


def pages_citing(claim: Claim) -> list[LessonPage]:
    """The lessons, published or draft, whose present text shows the claim (Wagtail's reference index)."""
    pks = {
        int(pk)
        for pk in ReferenceIndex.get_references_to(claim)
        .filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
        .values_list("object_id", flat=True)
    }
    return list(LessonPage.objects.filter(pk__in=pks).order_by("path"))


def _pages_citing(claim: Claim) -> Iterable[tuple[CurriculumPage, Page]]:
    for page in pages_citing(claim):
        yield page.curriculum(), page.page_ptr


def _questions_citing(claim: Claim) -> Iterable[tuple[CurriculumPage, Question]]:
    for question in Question.objects.filter(cites__claim=claim).order_by("key"):
        for curriculum in curricula_asking(question):
            yield curriculum, question


def curricula_asking(question: Question) -> list[CurriculumPage]:
    """The curricula whose quizzes may ask a question: chosen by name, or drawn from its topic."""
    quizzes = QuizPage.objects.filter(chosen__question=question) | QuizPage.objects.filter(draws__topic=question.topic)
    found = {quiz.curriculum() for quiz in quizzes.distinct()}
    return sorted(found, key=lambda curriculum: curriculum.path)


def authors_of(curriculum: CurriculumPage, permission: str = "author_curriculum") -> list[User]:
    """The people who may author (or approve) a curriculum, by object permission."""
    people = get_users_with_perms(curriculum, only_with_perms_in=[permission], with_group_users=False)
    return [person for person in people.order_by("pk") if person.is_active]


def _tell_authors(update, curriculum, tasks, due_on, at) -> None:
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
            dedupe_key=f"review:{update.pk}:{curriculum.pk}:{author.pk}",
            at=at,
        )


@transaction.atomic
def close_without_change(task: ReviewTask, *, reason: str, by: User, at: datetime) -> None:
    """End a review task with "no change needed, because …". Raises Refusal without a reason or when it has ended."""
    if not reason.strip():
        raise Refusal("Say why no change is needed. The reason becomes part of the record.")
    _close(task, ReviewTask.Outcome.NO_CHANGE, reason.strip(), by, at)


@transaction.atomic
def close_as_changed(task: ReviewTask, *, by: User, at: datetime) -> None:
    """End a review task because the page or question was changed and published since it was opened."""
    published_at = task.subject.last_published_at
    if not task.subject.live or published_at is None or published_at < task.opened_at:
        raise Refusal("Nothing has been published here since the task was opened. Publish the change first.")
    _close(task, ReviewTask.Outcome.CHANGED, "", by, at)


def _close(task: ReviewTask, outcome: str, reason: str, by: User, at: datetime) -> None:
    locked = ReviewTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if locked.closed_at is not None:
        raise Refusal("This task has already been decided.")
    if not by.has_perm("authoring.author_curriculum", task.curriculum):
        raise Refusal("Only the trainers of this curriculum decide about it.")
    locked.outcome, locked.reason, locked.closed_by, locked.closed_at = outcome, reason, by, at
    locked.save(update_fields=["outcome", "reason", "closed_by", "closed_at"])
