"""Who takes what: enrolling, moving with what did not change, leaving and coming back."""

from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from courses.contents.models import Content
from courses.learning import attempts, completion, enrolling
from courses.learning.models import Completion, CourseCompletion, Enrolment
from lms.refusals import Refusal
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=30)
FINISH = {"in_progress": "finish"}  # keep the release from moving people by itself


@kept
def curriculum():
    curriculum = factories.make_curriculum("skills", modules=2, lessons=1, questions=1)
    factories.make_release(curriculum)
    return curriculum


def _changed(curriculum, *, lesson: int = 0, at=LATER):
    factories.edit_lesson(factories.lessons_of(curriculum)[lesson], f"Changed on {at:%d %B}.")
    return factories.make_release(curriculum, at=at, verdict=FINISH)


def test_enrolling_takes_the_release_in_effect_that_day(trainee, curriculum):
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "From April on.")
    factories.make_release(curriculum, effective_at=LATER)
    assert str(factories.enrolled(trainee, curriculum, at=NOON).release) == "SKILLS 1.0.0"
    other = factories.make_user()
    assert str(factories.enrolled(other, curriculum, at=LATER).release) == "SKILLS 2.0.0"


def test_enrolling_again_keeps_the_enrolment(trainee, curriculum):
    assert factories.enrolled(trainee, curriculum) == factories.enrolled(trainee, curriculum, at=LATER)


def test_a_newer_release_does_not_move_anybody_by_itself(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    _changed(curriculum)
    assert factories.enrolled(trainee, curriculum, at=LATER) == enrolment


def test_what_is_not_released_cannot_be_taken(trainee):
    with pytest.raises(Refusal, match="no release yet"):
        factories.enrolled(trainee, factories.make_curriculum("draft"))


def test_an_inactive_account_takes_nothing(trainee, curriculum):
    trainee.is_active = False
    trainee.save()
    with pytest.raises(Refusal, match="not active"):
        factories.enrolled(trainee, curriculum)


def test_a_completed_training_is_not_taken_again_but_a_renewal_is(trainee, curriculum):
    factories.study(factories.enrolled(trainee, curriculum))
    with pytest.raises(Refusal, match="already completed"):
        factories.enrolled(trainee, curriculum)
    renewal = factories.enrolled(trainee, curriculum, kind="renewal", cycle=2)
    assert renewal.is_open
    assert not renewal.completions.exists()


def test_the_database_refuses_a_second_open_enrolment(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            user=trainee,
            curriculum=curriculum,
            release=enrolment.release,
            cycle=2,
            enrolled_at=NOON,
            enrolled_by=trainee,
        )


def test_moving_keeps_what_did_not_change_and_its_dates(trainee, curriculum):
    enrolment = factories.study(factories.enrolled(trainee, curriculum), items=3)
    release = _changed(curriculum)
    moved = enrolling.move(enrolment, release, by=trainee, at=LATER)
    enrolment.refresh_from_db()
    assert (enrolment.closed_at, moved.moved_from, moved.enrolled_at) == (LATER, enrolment, LATER)
    assert {done.content_id for done in moved.completions.all()} == {
        item["hash"] for item in factories.items_of(enrolment)[1:3]
    }
    for done in moved.completions.all():
        assert done.completed_at == NOON
        assert done.carried_from.enrolment == enrolment
    assert enrolment.completions.count() == 3


def test_moving_twice_gives_the_same_enrolment(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    release = _changed(curriculum)
    moved = enrolling.move(enrolment, release, by=trainee, at=LATER)
    assert enrolling.move(enrolment, release, by=trainee, at=LATER) == moved
    assert enrolling.move(moved, release, by=trainee, at=LATER) == moved


def test_words_taken_back_count_again(trainee, curriculum):
    lesson = factories.lessons_of(curriculum)[0]
    enrolment = factories.study(factories.enrolled(trainee, curriculum), items=2)
    second = enrolling.move(enrolment, _changed(curriculum), by=trainee, at=LATER)
    assert second.completions.count() == 1
    page = factories.LessonPage.objects.get(pk=lesson.pk)
    page.body = lesson.body
    page.save_revision().publish()
    third = enrolling.move(
        second, factories.make_release(curriculum, at=LATER, verdict=FINISH), by=trainee, at=LATER + timedelta(days=1)
    )
    carried = third.completions.get(content_id=factories.items_of(enrolment)[0]["hash"])
    assert (carried.completed_at, carried.carried_from.enrolment) == (NOON, enrolment)
    assert third.completions.count() == 2


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changes_a_person_keeps_exactly_what_still_stands(trainee, seed):
    """Random edits and random work over several releases: completed = ever completed ∩ what the release holds."""
    chance = Random(seed)
    curriculum = factories.make_curriculum("random", modules=2, lessons=3, questions=0)
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    ever: set[str] = set()
    for turn in range(3):
        for item in chance.sample(factories.items_of(enrolment), 2):
            completion.complete_lesson(enrolment, item["hash"], at=NOON + timedelta(days=turn))
            ever.add(item["hash"])
        for lesson in chance.sample(range(6), chance.randint(1, 3)):
            factories.edit_lesson(factories.lessons_of(curriculum)[lesson], f"Turn {turn}.")
        release = factories.make_release(curriculum, at=NOON + timedelta(days=turn), verdict=FINISH)
        enrolment = enrolling.move(enrolment, release, by=trainee, at=NOON + timedelta(days=turn))
        assert completion.completed_hashes(enrolment) == ever & {item["hash"] for item in factories.items_of(enrolment)}


def test_moving_completes_a_course_of_which_everything_is_done(trainee, curriculum):
    enrolment = factories.study(factories.enrolled(trainee, curriculum), items=3)
    last = factories.QuizPage.objects.last()
    last.unpublish()
    release = factories.make_release(curriculum, at=LATER, verdict=FINISH)
    moved = enrolling.move(enrolment, release, by=trainee, at=LATER)
    moved.refresh_from_db()
    assert moved.completed_at == LATER
    assert CourseCompletion.objects.get().enrolment == moved


def test_nobody_is_moved_to_another_curriculum(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    other = factories.make_release(factories.make_curriculum("other"))
    with pytest.raises(ValueError, match="one curriculum"):
        enrolling.move(enrolment, other, by=trainee, at=LATER)


def test_attempts_made_before_moving_still_count(trainee, curriculum):
    quiz = factories.QuizPage.objects.first()
    quiz.max_attempts = 2
    quiz.save_revision().publish()
    factories.make_release(curriculum, verdict=FINISH)
    enrolment = factories.enrolled(trainee, curriculum)
    hash_ = factories.items_of(enrolment, "quiz")[0]["hash"]
    factories.take_quiz(enrolment, hash_, right=False)
    moved = enrolling.move(enrolment, _changed(curriculum), by=trainee, at=LATER)
    factories.take_quiz(moved, hash_, right=False, at=LATER)
    with pytest.raises(Refusal, match="used all 2 attempts"):
        attempts.start(moved, Content.objects.get(hash=hash_), at=LATER)


def test_somebody_who_comes_back_goes_on_where_they_left(trainee, curriculum):
    enrolment = factories.study(factories.enrolled(trainee, curriculum), items=2)
    enrolling.leave(enrolment, at=NOON)
    again = factories.enrolled(trainee, curriculum, at=LATER)
    assert again == enrolment
    assert again.is_open
    assert again.completions.count() == 2


def test_somebody_who_comes_back_after_a_release_keeps_what_did_not_change(trainee, curriculum):
    enrolment = factories.study(factories.enrolled(trainee, curriculum), items=2)
    enrolling.leave(enrolment, at=NOON)
    release = _changed(curriculum)
    again = factories.enrolled(trainee, curriculum, at=LATER)
    assert (again.release, again.moved_from) == (release, enrolment)
    assert [done.content_id for done in again.completions.all()] == [factories.items_of(enrolment)[1]["hash"]]


def test_leaving_twice_is_refused(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    enrolling.leave(enrolment, at=NOON)
    with pytest.raises(Refusal, match="already ended"):
        enrolling.leave(enrolment, at=LATER)


def test_an_update_asks_for_what_changed_and_its_quiz_only(trainee, curriculum):
    basis = factories.study(factories.enrolled(trainee, curriculum))
    release = _changed(curriculum)
    update = enrolling.begin_update(trainee, release, basis=basis, by=trainee, at=LATER)
    items = factories.items_of(update)
    assert completion.completed_hashes(update) == {item["hash"] for item in items[2:]}
    assert enrolling.begin_update(trainee, release, basis=basis, by=trainee, at=LATER) == update
    completion.complete_lesson(update, items[0]["hash"], at=LATER)
    factories.take_quiz(update, items[1]["hash"], at=LATER)
    update.refresh_from_db()
    assert update.completed_at == LATER


def test_an_update_that_was_left_is_taken_up_again(trainee, curriculum):
    basis = factories.study(factories.enrolled(trainee, curriculum))
    release = _changed(curriculum)
    update = enrolling.begin_update(trainee, release, basis=basis, by=trainee, at=LATER)
    enrolling.leave(update, at=LATER)
    again = enrolling.begin_update(trainee, release, basis=basis, by=trainee, at=LATER)
    assert again == update
    assert again.is_open


def test_the_enrolment_to_look_at_is_the_open_one_then_the_completed_one(trainee, curriculum):
    assert enrolling.latest_enrolment(trainee, curriculum) is None
    first = factories.study(factories.enrolled(trainee, curriculum))
    assert enrolling.latest_enrolment(trainee, curriculum) == first
    renewal = factories.enrolled(trainee, curriculum, kind="renewal", cycle=2, at=LATER)
    assert enrolling.latest_enrolment(trainee, curriculum) == renewal
    enrolling.leave(renewal, at=LATER)
    assert enrolling.latest_enrolment(trainee, curriculum) == first


def test_the_successor_of_an_enrolment_is_where_to_go_on(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    assert enrolling.successor(enrolment) is None
    moved = enrolling.move(enrolment, _changed(curriculum), by=trainee, at=LATER)
    enrolment.refresh_from_db()
    assert enrolling.successor(enrolment) == moved
    again = enrolling.move(moved, _changed(curriculum, lesson=1), by=trainee, at=LATER + timedelta(days=1))
    assert enrolling.successor(enrolment) == again


def test_what_was_opened_last_is_noted_while_the_training_is_open(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    enrolling.note_opened(enrolment, "a" * 64, at=NOON)
    enrolment.refresh_from_db()
    assert (enrolment.last_seen, enrolment.last_seen_at) == ("a" * 64, NOON)
    enrolling.leave(enrolment, at=NOON)
    enrolment.refresh_from_db()
    enrolling.note_opened(enrolment, "b" * 64, at=LATER)
    enrolment.refresh_from_db()
    assert enrolment.last_seen == "a" * 64


def test_people_with_records_are_kept(trainee, curriculum):
    factories.study(factories.enrolled(trainee, curriculum), items=1)
    with pytest.raises(ProtectedError):
        trainee.delete()
    assert Completion.objects.count() == 1
