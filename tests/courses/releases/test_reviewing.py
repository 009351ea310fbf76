"""From an evidence update to a release that carries the answer: no link that is not true, no task that nobody hears of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.authoring.models import LessonPage, Question
from courses.releases import checking, proposing, releasing, reviewing, scheduling
from courses.releases.models import ReleaseProposal, ReviewTask
from evidence.models import EvidenceUpdate
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.courses.releases.conftest import handed_on
from tests.kept import kept

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@kept
def source():
    return factories.make_source("okoye-2018")


@kept
def curriculum(source):
    """Its first lesson shows a claim that rests on the source, and so does its first question."""
    claim = factories.make_claim("practice-aloud", sources=[source])
    return factories.make_curriculum("skills", modules=1, lessons=2, questions=1, claim=claim)


@pytest.fixture
def released(curriculum, now):
    return factories.make_release(curriculum, at=now - 30 * DAY)


def _record(source, by, at, kind="corrected") -> EvidenceUpdate:
    return reviewing.record_update(
        kind=kind, source=source, happened_on=at.date(), summary="The numbers were wrong.", by=by, at=at
    )


def _lesson_task(update) -> ReviewTask:
    return update.review_tasks.get(page__isnull=False)


def _edit(task, words="We say this otherwise.") -> LessonPage:
    return factories.edit_lesson(task.page, words)


def _approve(proposal, trainers, at, **fields):
    proposal = handed_on(proposal, trainers[0], at=at, **fields)
    return factories.read_and_approve(proposal, by=trainers[1], at=at)


# ------------------------------------------------------------------------------------------------- what a release carries
def test_a_change_made_after_freezing_is_not_said_to_be_in_the_release(curriculum, released, source, trainers, now):
    update = _record(source, trainers[0], now - 3 * DAY)
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Something else altogether.")
    proposal = proposing.prepare(curriculum, by=trainers[0], at=now - 2 * DAY)
    task = _lesson_task(update)
    _edit(task)
    reviewing.close_as_changed(task, by=trainers[0], at=timezone.now())
    _approve(proposal, trainers, timezone.now())
    task.refresh_from_db()
    assert task.release is None
    at = timezone.now()
    carrying = _approve(proposing.prepare(curriculum, by=trainers[0], at=at), trainers, at)
    task.refresh_from_db()
    assert task.release == carrying


def test_a_change_published_before_freezing_is_in_the_release_whenever_the_task_is_closed(
    curriculum, released, source, trainers, now
):
    update = _record(source, trainers[0], now - 3 * DAY)
    task = _lesson_task(update)
    _edit(task)
    at = timezone.now()
    proposal = proposing.prepare(curriculum, by=trainers[0], at=at)
    release = _approve(proposal, trainers, at)
    reviewing.close_as_changed(task, by=trainers[0], at=timezone.now())  # afterwards
    task.refresh_from_db()
    assert task.release == release


def test_a_later_wording_of_the_change_is_in_the_release_too(curriculum, released, source, trainers, now):
    task = _lesson_task(_record(source, trainers[0], now - 3 * DAY))
    _edit(task)
    reviewing.close_as_changed(task, by=trainers[0], at=now - 2 * DAY)
    _edit(task, "And this is put better.")
    release = _approve(proposing.prepare(curriculum, by=trainers[0], at=timezone.now()), trainers, timezone.now())
    task.refresh_from_db()
    assert task.release == release


def test_a_change_that_was_taken_back_is_in_no_release(curriculum, released, source, trainers, now):
    task = _lesson_task(_record(source, trainers[0], now - 3 * DAY))
    page = LessonPage.objects.get(pk=task.page_id)
    _edit(task)
    reviewing.close_as_changed(task, by=trainers[0], at=now - 2 * DAY)
    page.save_revision().publish()  # as it was before
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Something else altogether.")
    _approve(proposing.prepare(curriculum, by=trainers[0], at=timezone.now()), trainers, timezone.now())
    task.refresh_from_db()
    assert task.release is None


def test_a_release_that_was_cancelled_carries_nothing(curriculum, released, source, trainers, now):
    task = _lesson_task(_record(source, trainers[0], now - 3 * DAY))
    _edit(task)
    reviewing.close_as_changed(task, by=trainers[0], at=now)
    proposal = proposing.prepare(curriculum, by=trainers[0], at=timezone.now())
    assert _approve(proposal, trainers, timezone.now(), effective_at=now + 9 * DAY) is None
    waiting = ReleaseProposal.objects.get(pk=proposal.pk)
    scheduling.cancel(waiting, because="Not yet.", by=trainers[0], at=timezone.now())
    assert releasing.release_due(curriculum, at=now + 10 * DAY) == []
    task.refresh_from_db()
    assert task.release is None


def test_publishing_the_same_words_again_is_not_a_change(curriculum, released, source, trainers, now):
    task = _lesson_task(_record(source, trainers[0], now - 3 * DAY))
    LessonPage.objects.get(pk=task.page_id).save_revision().publish()
    with pytest.raises(Refusal, match="reads exactly as it did"):
        reviewing.close_as_changed(task, by=trainers[0], at=now)
    task.refresh_from_db()
    assert task.closed_at is None


def test_a_task_is_decided_once_and_by_a_trainer_of_the_curriculum(curriculum, released, source, trainers, now):
    task = _lesson_task(_record(source, trainers[0], now))
    with pytest.raises(Refusal, match="Only the trainers"):
        reviewing.close_without_change(task, reason="Because.", by=factories.make_user(), at=now)
    with pytest.raises(Refusal, match="Say why"):
        reviewing.close_without_change(task, reason=" ", by=trainers[0], at=now)
    reviewing.close_without_change(task, reason="Two other studies.", by=trainers[0], at=now)
    _edit(task)
    with pytest.raises(Refusal, match="already been decided"):
        reviewing.close_as_changed(task, by=trainers[1], at=now)


def test_the_last_decision_ends_what_the_trainers_were_asked(curriculum, released, source, trainers, now):
    update = _record(source, trainers[0], now)
    asked = Notice.objects.filter(letter="review-wanted", read_at=None)
    count = asked.count()
    assert count == len(reviewing.authors_of(curriculum)) > 0
    *before, last = update.review_tasks.all()
    assert before  # a lesson and a question
    for task in before:
        reviewing.close_without_change(task, reason="Two other studies.", by=trainers[0], at=now)
    assert asked.count() == count
    reviewing.close_without_change(last, reason="Two other studies.", by=trainers[0], at=now)
    assert not asked.exists()


# --------------------------------------------------------------------------------------------------- open reviews, found
def _found(proposal, at) -> list[tuple[bool, str, str]]:
    found = checking.findings_of(proposal, at=at)
    return [(one.blocking, one.where, one.message) for one in found if "Okoye" in one.message]


@pytest.mark.parametrize(("kind", "blocking"), [("retracted", True), ("corrected", False), ("concern", False)])
def test_a_review_that_is_open_is_found_and_after_a_retraction_it_stops_the_release(
    curriculum, released, source, trainers, now, kind, blocking
):
    update = _record(source, trainers[0], now, kind)
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Something else altogether.")
    proposal = proposing.prepare(curriculum, by=trainers[0], at=now)
    found = _found(proposal, now)
    assert [(one, where) for one, where, _ in found] == [
        (blocking, "Lesson 1.1"),
        (blocking, "What does skills-m1-q1 ask?"),
    ]
    assert all("Somebody still has to decide" in message for *_, message in found)
    assert (found[0][2] in " ".join(proposing.why_not_submit(proposal, at=now))) == blocking
    for task in update.review_tasks.all():
        reviewing.close_without_change(task, reason="Two other studies.", by=trainers[0], at=now)
    assert _found(proposal, now) == []


def test_a_retraction_recorded_while_an_approver_reads_stops_the_approval(curriculum, released, source, trainers, now):
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Something else altogether.")
    proposal = handed_on(proposing.prepare(curriculum, by=trainers[0], at=now), trainers[0], at=now)
    _record(source, trainers[0], now, "retracted")
    with pytest.raises(Refusal, match="Somebody still has to decide"):
        factories.read_and_approve(proposal, by=trainers[1], at=now)


def test_a_change_that_a_frozen_proposal_lacks_asks_for_freezing_anew(curriculum, released, source, trainers, now):
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Something else altogether.")
    proposal = proposing.prepare(curriculum, by=trainers[0], at=now)
    update = _record(source, trainers[0], now, "retracted")
    for task in update.review_tasks.filter(question__isnull=False):
        reviewing.close_without_change(task, reason="It asks less.", by=trainers[0], at=now)
    task = _lesson_task(update)
    _edit(task)
    reviewing.close_as_changed(task, by=trainers[0], at=timezone.now())
    [(blocking, where, message)] = _found(proposal, timezone.now())
    assert (blocking, where) == (True, "Lesson 1.1")
    assert "this still has the old words" in message
    again = proposing.prepare(curriculum, by=trainers[0], at=timezone.now())
    assert _found(again, timezone.now()) == []


def test_what_is_not_in_the_release_does_not_hold_it_up(curriculum, released, source, trainers, now):
    _record(source, trainers[0], now, "retracted")
    page = factories.lessons_of(curriculum)[0]
    page.unpublish()
    proposal = proposing.prepare(curriculum, by=trainers[0], at=now)
    assert "Lesson 1.1" not in [where for _, where, _ in _found(proposal, now)]


# ------------------------------------------------------------------------------------------------ tasks that open later
def test_a_task_that_opens_later_has_its_full_days_and_its_trainers_are_told(curriculum, source, trainers, now):
    """A lesson that starts to cite the claim months after the retraction gets its own task, due from then."""
    long_ago = now - 200 * DAY
    update = _record(source, trainers[0], long_ago, "retracted")
    told_then = Notice.objects.filter(recipient=trainers[0], letter="review-wanted").count()
    claim = update.review_tasks.first().claim
    module = factories.lessons_of(curriculum)[0].get_parent().specific
    factories.make_lesson(module, "A later lesson", [("claim", {"claim": claim})])
    assert reviewing.open_tasks(update, at=now) == 1
    task = update.review_tasks.get(page__title="A later lesson")
    assert task.due_on == timezone.localdate(now) + 14 * DAY
    told = Notice.objects.filter(recipient=trainers[0], letter="review-wanted")
    assert told.count() == told_then + 1
    assert reviewing.open_tasks(update, at=now) == 0
    assert told.count() == told_then + 1


def test_a_draft_is_looked_at_once_it_is_published(curriculum, source, trainers, now):
    page = factories.lessons_of(curriculum)[0]
    page.unpublish()
    update = _record(source, trainers[0], now - DAY)
    assert not update.review_tasks.filter(page__isnull=False).exists()
    LessonPage.objects.get(pk=page.pk).save_revision().publish()
    assert reviewing.open_tasks(update, at=now) == 1


def test_a_copy_that_is_not_published_asks_nobody(released, source, curriculum, trainer, now):
    copied = curriculum.copy(
        recursive=True, copy_revisions=False, keep_live=False, update_attrs={"slug": "copy", "code": "COPY"}
    )
    factories.edit_lesson(LessonPage.objects.descendant_of(copied).first(), "Published under what is not.")
    update = _record(source, trainer, now)
    assert {task.curriculum.slug for task in update.review_tasks.all()} == {"skills"}


def test_a_draft_question_is_looked_at_once_it_is_published(released, source, curriculum, trainer, now):
    question = Question.objects.get(cites__claim__support__source=source)
    question.unpublish()
    update = _record(source, trainer, now)
    assert not update.review_tasks.filter(question=question).exists()
    question.refresh_from_db()
    question.save_revision().publish()
    reviewing.open_tasks(update, at=now + DAY)
    assert update.review_tasks.filter(question=question).exists()


def test_tasks_name_the_module_of_their_lesson_in_one_query(
    released, source, curriculum, trainer, now, django_assert_num_queries
):
    tasks = list(_record(source, trainer, now).review_tasks.select_related("page", "question"))
    with django_assert_num_queries(1):
        named = reviewing.with_modules(tasks)
    assert {task.module for task in named} == {"Module 1", ""}
