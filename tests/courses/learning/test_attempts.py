"""Attempts: what was shown, what was answered, sealed once handed in."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction

from courses.contents import assessment
from courses.contents.models import Content
from courses.learning import attempts, enrolling
from courses.learning.models import Attempt, Completion
from lms.append_only import AppendOnlyError
from lms.refusals import Refusal
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=3)


@kept
def enrolment(trainee):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=3)
    factories.make_release(curriculum)
    return factories.enrolled(trainee, curriculum)


@kept
def quiz(enrolment):
    return Content.objects.get(hash=factories.items_of(enrolment, "quiz")[0]["hash"])


@kept
def attempt(enrolment, quiz):
    return attempts.start(enrolment, quiz, at=NOON)


def test_an_attempt_remembers_what_it_showed(enrolment, quiz, attempt):
    assert [shown["question"] for shown in attempt.shown] == quiz.data["questions"]
    assert attempt.number == 1
    assert attempts.start(enrolment, quiz, at=LATER) == attempt


def test_saving_replaces_the_questions_named_and_keeps_the_others(attempt):
    first, second, third = (shown["question"] for shown in attempt.shown)
    attempts.save(attempt, {first: [1], second: [2]}, flagged=[second], at=NOON)
    attempts.save(attempt, {first: [0], third: []}, flagged=[first], at=LATER)
    attempt.refresh_from_db()
    assert attempt.answers == {first: [0], second: [2]}
    assert attempt.flagged == [first, second]
    assert attempt.saved_at == LATER
    attempts.save(attempt, {second: []}, at=LATER)
    attempt.refresh_from_db()
    assert attempt.answers == {first: [0]}
    assert attempt.flagged == [first, second]


def test_answers_to_questions_that_were_not_shown_are_dropped(attempt):
    attempts.save(attempt, {"f" * 64: [0]}, flagged=["f" * 64], at=NOON)
    attempt.refresh_from_db()
    assert (attempt.answers, attempt.flagged) == ({}, [])


def test_handing_in_grades_against_the_frozen_questions(attempt):
    right = factories.right_answers(attempt)
    factories.Question.objects.update(
        stem="Another question.", live=False
    )  # the bank moves on; what was shown does not
    attempts.save(attempt, right, at=NOON)
    result = attempts.submit(attempt, at=LATER)
    assert (result.points, result.out_of, result.percent, result.passed) == (3, 3, 100, True)
    assert Completion.objects.get().content_id == attempt.quiz_id


def test_parts_of_points_are_handed_in_as_they_are_kept(attempt, monkeypatch):
    half_more = assessment.Score(points=Fraction(5, 2), out_of=3, earned={})
    monkeypatch.setattr(assessment, "grade", lambda *_: half_more)
    result = attempts.submit(attempt, at=NOON)
    kept = Attempt.objects.get()
    assert (result.score, result.percent, result.passed) == (kept.score, kept.percent, kept.passed)
    assert (kept.score, kept.points, kept.points_over, kept.percent, kept.passed) == (Fraction(5, 2), 5, 2, 83, True)


def test_what_each_question_earned_is_kept(attempt):
    first = attempt.shown[0]["question"]
    attempts.save(attempt, {**factories.right_answers(attempt), first: []}, at=NOON)
    kept = attempts.submit(attempt, at=NOON)
    assert [kept.earned[hash_["question"]] for hash_ in kept.shown] == ["0", "1", "1"]
    assert not kept.in_points


def test_nobody_has_more_points_than_there_are(attempt):
    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(points=7, points_over=2, out_of=3, passed=True)


def test_a_share_is_rounded_down(attempt):
    first = attempt.shown[0]["question"]
    attempts.save(attempt, {**factories.right_answers(attempt), first: []}, at=NOON)
    result = attempts.submit(attempt, at=NOON)
    assert (result.percent, result.passed) == (66, False)
    assert not Completion.objects.exists()


def test_handing_in_twice_gives_the_first_result(attempt):
    first = attempts.submit(attempt, at=NOON)
    second = attempts.submit(attempt, at=LATER)
    assert second.submitted_at == first.submitted_at == NOON


def test_nothing_is_saved_after_handing_in(attempt):
    attempts.submit(attempt, at=NOON)
    attempts.save(attempt, factories.right_answers(attempt), at=LATER)
    attempt.refresh_from_db()
    assert attempt.answers == {}


def test_a_new_attempt_has_the_next_number(enrolment, quiz, attempt):
    attempts.submit(attempt, at=NOON)
    assert attempts.start(enrolment, quiz, at=LATER).number == 2


def test_a_passed_quiz_is_not_taken_again(enrolment, quiz, attempt):
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    attempts.submit(attempt, at=NOON)
    with pytest.raises(Refusal, match="You have passed this quiz"):
        attempts.start(enrolment, quiz, at=LATER)


def test_a_quiz_of_another_release_is_not_started(enrolment):
    other = factories.make_release(factories.make_curriculum("other", modules=1, questions=1))
    foreign = Content.objects.get(hash=factories.outline_items(other.outline)[-1]["hash"])
    with pytest.raises(Refusal, match="not part of the release"):
        attempts.start(enrolment, foreign, at=NOON)


def test_nothing_is_started_or_handed_in_after_leaving(enrolment, quiz, attempt):
    enrolling.leave(enrolment, at=NOON)
    with pytest.raises(Refusal, match="moved on"):
        attempts.submit(attempt, at=LATER)
    with pytest.raises(Refusal, match="moved on"):
        attempts.start(enrolment, quiz, at=LATER)


def test_an_attempt_left_open_is_there_again_after_coming_back(enrolment, quiz, attempt, trainee):
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    enrolling.leave(enrolment, at=NOON)
    again = factories.enrolled(trainee, enrolment.curriculum, at=LATER)
    assert attempts.start(again, quiz, at=LATER) == attempt


def test_a_renewal_starts_its_attempts_anew(trainee, enrolment, quiz):
    factories.study(enrolment)
    renewal = factories.enrolled(trainee, enrolment.curriculum, kind="renewal", cycle=2)
    assert attempts.made(renewal, quiz.hash) == []
    assert attempts.start(renewal, quiz, at=LATER).enrolment == renewal


def test_drawn_questions_are_those_seen_least(trainee):
    curriculum = factories.make_curriculum("drawn", modules=0)
    for number in range(4):
        factories.make_question(f"bank-{number}", topic="bank")
    factories.make_quiz(factories.make_module(curriculum), draws=[("bank", 2)])
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    hash_ = factories.items_of(enrolment)[0]["hash"]
    first = factories.take_quiz(enrolment, hash_, right=False)
    second = factories.take_quiz(enrolment, hash_, right=False)
    assert len({shown["question"] for shown in [*first.shown, *second.shown]}) == 4


def test_a_handed_in_attempt_is_sealed_in_the_database(attempt):
    attempts.submit(attempt, at=NOON)
    for statement in ("UPDATE learning_attempt SET points = 3", "DELETE FROM learning_attempt"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(AppendOnlyError):
        attempt.delete()
    assert Attempt.objects.get().points == 0
