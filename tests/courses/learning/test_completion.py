"""Finishing lessons, quizzes and courses: once, and never undone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from courses.contents.models import Content
from courses.learning import attempts, completion, enrolling
from courses.learning.models import Attempt, Completion, CourseCompletion, Enrolment
from courses.learning.signals import course_completed
from lms.refusals import Refusal
from tests import factories
from tests.factories import NOON
from tests.kept import kept

LATER = NOON + timedelta(days=1)


@kept
def enrolment(trainee):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=2, questions=1)
    factories.make_release(curriculum)
    return factories.enrolled(trainee, curriculum)


@pytest.fixture
def told():
    heard = []

    def listen(sender, completion, at, **kwargs):
        heard.append((completion.enrolment_id, at))

    course_completed.connect(listen)
    yield heard
    course_completed.disconnect(listen)


@pytest.mark.django_db
def test_the_last_item_completes_the_course_once_and_says_so_upward(enrolment, told):
    first, second, quiz = factories.items_of(enrolment)
    completion.complete_lesson(enrolment, first["hash"], at=NOON)
    factories.take_quiz(enrolment, quiz["hash"])
    assert told == []
    completion.complete_lesson(enrolment, second["hash"], at=LATER)
    completion.complete_lesson(enrolment, second["hash"], at=LATER + timedelta(days=1))
    enrolment.refresh_from_db()
    assert enrolment.completed_at == LATER
    assert CourseCompletion.objects.get().completed_at == LATER
    assert told == [(enrolment.pk, LATER)]


@pytest.mark.django_db
def test_a_completion_keeps_its_first_date(enrolment):
    lesson = factories.items_of(enrolment)[0]["hash"]
    completion.complete_lesson(enrolment, lesson, at=NOON)
    completion.complete_lesson(enrolment, lesson, at=LATER)
    assert Completion.objects.get().completed_at == NOON


@pytest.mark.django_db
def test_what_is_not_in_the_release_cannot_be_completed(enrolment):
    with pytest.raises(Refusal, match="not part of the release"):
        completion.complete_lesson(enrolment, "0" * 64, at=NOON)
    with pytest.raises(Refusal, match="completed by passing"):
        completion.complete_lesson(enrolment, factories.items_of(enrolment, "quiz")[0]["hash"], at=NOON)


@pytest.mark.django_db
def test_nothing_is_completed_after_leaving(enrolment):
    lesson = factories.items_of(enrolment)[0]["hash"]
    enrolling.leave(enrolment, at=NOON)
    with pytest.raises(Refusal, match="moved on"):
        completion.complete_lesson(enrolment, lesson, at=NOON)
    assert not Completion.objects.exists()


@pytest.mark.django_db
def test_a_listener_that_fails_takes_the_completion_back(enrolment):
    factories.study(enrolment, items=2)

    def fail(**kwargs):
        raise RuntimeError("The certificate could not be written.")

    course_completed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            factories.study(enrolment)
    finally:
        course_completed.disconnect(fail)
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    assert not CourseCompletion.objects.exists()
    assert factories.study(enrolment).completed_at == NOON


needs_rows_locked = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="The tests' SQLite database lives in memory, where threads do not wait."
)


def _at_once(*calls) -> list:
    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@needs_rows_locked
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_last_lessons_at_the_same_moment_complete_the_course_once(trainee, told):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=2, questions=0)
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    hashes = [item["hash"] for item in factories.items_of(enrolment)]
    _at_once(
        *[lambda hash_=hash_: completion.complete_lesson(enrolment, hash_, at=NOON) for hash_ in hashes],
        *[lambda hash_=hash_: completion.complete_lesson(enrolment, hash_, at=NOON) for hash_ in hashes],
    )
    assert Completion.objects.count() == 2
    assert CourseCompletion.objects.count() == 1
    assert told == [(enrolment.pk, NOON)]


@needs_rows_locked
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_starting_and_handing_in_at_the_same_moment_counts_once(trainee):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=2)
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    quiz = Content.objects.get(hash=factories.items_of(enrolment, "quiz")[0]["hash"])
    started = _at_once(*[lambda: attempts.start(enrolment, quiz, at=NOON) for _ in range(3)])
    assert {attempt.pk for attempt in started} == {Attempt.objects.get().pk}
    attempts.save(started[0], factories.right_answers(started[0]), at=NOON)
    _at_once(*[lambda: attempts.submit(Attempt.objects.get(), at=NOON) for _ in range(3)])
    assert Completion.objects.count() == 1


@needs_rows_locked
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_enrolling_at_the_same_moment_enrols_once(trainee):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=0)
    factories.make_release(curriculum)
    _at_once(*[lambda: enrolling.enrol(trainee, curriculum, by=trainee, at=NOON) for _ in range(3)])
    assert Enrolment.objects.count() == 1
