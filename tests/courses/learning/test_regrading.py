"""Corrections reach everybody they concern: results rise, what follows happens, and each person is told once."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from certificates.ledger.models import Certificate
from courses.contents.models import Content
from courses.learning import attempts, correcting, corrective, enrolling, regrading
from courses.learning.models import (
    AppliedCorrection,
    Attempt,
    Completion,
    CorrectedResult,
    Correction,
    CourseCompletion,
    Enrolment,
)
from lms import append_only, records
from lms.refusals import Refusal
from notices.kinds import in_words
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.lms.test_records import behind_the_back

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=60)


class World:
    """A quiz of two questions, of which both are needed, and who approves it."""

    def __init__(self, **quiz) -> None:
        self.curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=2)
        page = self.curriculum.get_descendants().type(factories.QuizPage).first().specific
        for name, value in {"pass_mark": 100, **quiz}.items():
            setattr(page, name, value)
        page.save_revision().publish()
        self.release = factories.make_release(self.curriculum, at=NOON - timedelta(days=100))
        self.quiz = Content.objects.get(kind="quiz")
        self.first, self.second = (Content.objects.get(pk=hash_) for hash_ in self.quiz.data["questions"])
        self.author, self.approver = factories.trainers_of(self.curriculum)

    def enrol(self, user) -> Enrolment:
        return factories.study(factories.enrolled(user, self.curriculum), items=1)

    def sit(self, enrolment, first: int, second: int = 0, at=NOON) -> Attempt:
        attempt = attempts.start(enrolment, self.quiz, at=at)
        attempts.save(attempt, {self.first.hash: [first], self.second.hash: [second]}, at=at)
        return attempts.submit(attempt, at=at)

    def correct(self, how: str, answer=(), *, apply=True, at=LATER, question=None) -> Correction:
        made = correcting.correct(
            question or self.first, how, list(answer), reason="The key was wrong.", by=self.approver, at=at
        )
        if apply:
            regrading.apply(made, at=at)
        return made


@pytest.fixture
def other() -> User:
    return factories.make_user()


@pytest.fixture
def world(db) -> World:
    return World()


def result(attempt):
    return Attempt.objects.with_results().get(pk=attempt.pk).result


def told(user) -> list[Notice]:
    return list(Notice.objects.filter(recipient=user, letter="result-corrected"))


def test_a_re_key_raises_who_gave_the_new_answer_and_keeps_who_gave_the_old_one(world, trainee, other):
    missed, had = world.sit(world.enrol(trainee), 1), world.sit(world.enrol(other), 0)
    world.correct("re-key", ["1"])
    assert [str(result(one).score) for one in (missed, had)] == ["2", "2"]
    assert result(missed).passed
    assert result(had).passed
    assert (len(told(trainee)), len(told(other))) == (1, 0)


def test_the_first_result_stays_readable(world, trainee):
    attempt = world.sit(world.enrol(trainee), 1)
    made = world.correct("re-key", ["1"])
    kept = Attempt.objects.get(pk=attempt.pk)
    assert (kept.points, kept.passed, kept.handed_in.score) == (1, False, 1)
    row = CorrectedResult.objects.get()
    assert (row.correction, row.at, row.correction.by, row.correction.reason) == (
        made,
        LATER,
        world.approver,
        "The key was wrong.",
    )


def test_whoever_passes_by_it_completes_what_they_would_have_on_the_day_they_sat(world, trainee):
    factories.make_scheme(world.curriculum)
    enrolment = world.enrol(trainee)
    world.sit(enrolment, 1)
    world.correct("re-key", ["1"])
    assert Completion.objects.get(content=world.quiz).completed_at == NOON
    assert CourseCompletion.objects.get(enrolment=enrolment).completed_at == NOON
    certificate = Certificate.objects.get(period__user=trainee)
    assert (certificate.period.completed_on, certificate.issued_at) == (NOON.date(), LATER)
    assert list(records.damages()) == []


def test_a_later_lesson_dates_the_course_and_not_the_correction(world, trainee):
    enrolment = factories.enrolled(trainee, world.curriculum)
    world.sit(enrolment, 1)
    read = NOON + timedelta(days=3)
    factories.study(enrolment, items=1, at=read)
    world.correct("re-key", ["1"])
    assert CourseCompletion.objects.get().completed_at == read


def test_it_counts_where_somebody_moved_to_and_where_they_left(world, trainee, other):
    moved, left = world.enrol(trainee), world.enrol(other)
    world.sit(moved, 1)
    world.sit(left, 1)
    enrolling.leave(left, at=NOON)
    page = factories.lessons_of(world.curriculum)[0]
    factories.edit_lesson(page, "Other words.")
    newer = factories.make_release(world.curriculum, at=NOON + timedelta(days=1))
    heir = enrolling.move(moved, newer, by=trainee, at=NOON + timedelta(days=2))
    world.correct("re-key", ["1"])
    assert Completion.objects.filter(enrolment=heir, content=world.quiz).exists()
    again = enrolling.enrol(other, world.curriculum, by=other, at=LATER)
    assert Completion.objects.filter(enrolment=again, content=world.quiz).exists()
    assert list(records.damages()) == []


def test_whoever_left_with_all_but_that_quiz_completes_by_coming_back(world, trainee):
    left = world.enrol(trainee)
    world.sit(left, 1)
    enrolling.leave(left, at=NOON)
    world.correct("re-key", ["1"])
    assert not CourseCompletion.objects.exists()
    enrolling.enrol(trainee, world.curriculum, by=trainee, at=LATER)
    assert CourseCompletion.objects.get().completed_at == LATER


def test_an_attempt_under_way_is_graded_with_it_from_the_start(world, trainee):
    enrolment = world.enrol(trainee)
    under_way = attempts.start(enrolment, world.quiz, at=NOON)
    made = world.correct("re-key", ["1"])
    attempts.save(under_way, {world.first.hash: [1], world.second.hash: [0]}, at=LATER)
    graded = attempts.submit(under_way, at=LATER)
    assert (graded.points, graded.passed, graded.graded_with) == (2, True, [made.pk])
    assert told(trainee) == []
    assert list(records.damages()) == []


def test_whoever_handed_in_before_the_correction_was_known_is_not_missed(world, trainee):
    """Handing in at the same moment: the correction stands, and its task has not met the attempt yet."""
    enrolment = world.enrol(trainee)
    made = world.correct("re-key", ["1"], apply=False)
    attempt = attempts.start(enrolment, world.quiz, at=NOON)
    attempts.save(attempt, {world.first.hash: [1], world.second.hash: [0]}, at=NOON)
    Attempt.objects.filter(pk=attempt.pk).update(
        submitted_at=NOON, points=1, out_of=2, passed=False, earned={world.first.hash: "0", world.second.hash: "1"}
    )
    assert list(records.damages("results of quizzes are what their answers earn")) == []
    regrading.apply(made, at=LATER)
    assert result(attempt).passed


@pytest.mark.parametrize(
    ("how", "answer", "first", "points", "out_of"),
    [
        ("accept", ["2"], 2, 2, 2),
        ("answered", [], 2, 2, 2),
        ("everybody", [], 2, 2, 2),
        ("drop", [], 2, 1, 1),
        ("drop", [], 0, 2, 2),
        ("accept", ["2"], 1, 1, 2),
    ],
)
def test_every_kind_of_correction(world, trainee, how, answer, first, points, out_of):
    attempt = world.sit(world.enrol(trainee), first)
    world.correct(how, answer)
    assert (result(attempt).score, result(attempt).out_of) == (points, out_of)
    assert list(records.damages()) == []


def test_a_second_correction_raises_on_top_of_the_first(world, trainee):
    attempt = world.sit(world.enrol(trainee), 1, 1)
    world.correct("accept", ["1"])
    world.correct("accept", ["1"], question=world.second)
    assert [str(row.result.score) for row in CorrectedResult.objects.filter(attempt=attempt)] == ["1", "2"]
    assert len(told(trainee)) == 2
    assert list(records.damages()) == []


def test_carrying_it_out_again_or_after_being_killed_misses_nobody_and_tells_nobody_twice(world, monkeypatch):
    people = [factories.make_user() for _ in range(5)]
    made = [world.sit(world.enrol(one), 1) for one in people]
    monkeypatch.setattr(regrading, "_PIECE", 2)
    correction = world.correct("re-key", ["1"], apply=False)
    whole, calls = regrading.outbox.tell_many, []

    def killed(messages, *, at):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(messages, at=at)

    monkeypatch.setattr(regrading.outbox, "tell_many", killed)
    with pytest.raises(KeyboardInterrupt):
        regrading.apply(correction, at=LATER)
    assert CorrectedResult.objects.count() == 2
    assert list(regrading.waiting()) == [correction]
    monkeypatch.undo()
    regrading.apply(correction, at=LATER + timedelta(hours=1))
    assert all(result(one).passed for one in made)
    assert [len(told(one)) for one in people] == [1] * 5
    assert regrading.apply(correction, at=LATER) == 0
    assert (CorrectedResult.objects.count(), AppliedCorrection.objects.count()) == (5, 1)


def test_a_critical_question_that_is_right_now_demands_no_lesson_any_more(trainee):
    world = World(pass_mark=50)
    factories.Question.objects.filter(key=world.first.key).update(critical=True)
    page = world.curriculum.get_descendants().type(factories.QuizPage).first().specific
    page.save_revision().publish()
    release = factories.make_release(world.curriculum, at=NOON - timedelta(days=50))
    quiz = Content.objects.get(
        hash=next(i["hash"] for i in release.outline["modules"][0]["items"] if i["kind"] == "quiz")
    )
    critical = Content.objects.get(hash=quiz.data["questions"][0])
    enrolment = world.enrol(trainee)
    attempt = attempts.start(enrolment, quiz, at=NOON)
    attempts.save(attempt, {critical.hash: [2], quiz.data["questions"][1]: [1]}, at=NOON)
    attempt = attempts.submit(attempt, at=NOON)
    assert attempt.to_study
    world.correct("accept", ["2"], question=critical)
    made = attempts.made(enrolment, quiz.hash)
    assert corrective.waiting(release.outline, made) == []
    assert result(attempt).to_study == []
    assert result(attempt).passed


def test_the_letter_says_what_was_what_is_and_what_follows(world, trainee):
    world.sit(world.enrol(trainee), 1)
    world.correct("re-key", ["1"])
    (notice,) = told(trainee)
    words = in_words(notice.letter, notice.facts)
    assert "You have passed" in words.subject
    assert "The key was wrong." in words.body
    assert "you had 1 of 2 points, and now have 2 of 2" in words.body
    assert f"completed {world.release}" in words.body


def test_the_letter_names_the_day_in_the_zone_of_the_organisation(world, trainee):
    evening = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)  # the evening before, in Toronto
    world.sit(world.enrol(trainee), 1, at=evening)
    world.correct("re-key", ["1"])
    (notice,) = told(trainee)
    assert "handed in on 2 March 2026" in in_words(notice.letter, notice.facts).body


def test_a_person_with_two_raised_attempts_has_one_letter_about_both(world, trainee):
    enrolment = world.enrol(trainee)
    world.sit(enrolment, 1, 1)
    world.sit(enrolment, 1, 1)
    world.correct("accept", ["1"])
    (notice,) = told(trainee)
    assert len(notice.facts["results"]) == 2


@pytest.mark.parametrize(
    ("how", "answer", "reason", "said"),
    [
        ("accept", ["0"], "Why", "whole point already"),
        ("re-key", ["0"], "Why", "nothing to correct"),
        ("re-key", [], "Why", "nothing left open"),
        ("re-key", ["9"], "Why", "nothing left open"),
        ("re-key", ["0", "1"], "Why", "nothing to correct"),
        ("sideways", [], "Why", "Choose how"),
        ("drop", [], "  ", "Say what was wrong"),
        ("drop", [], "x" * 1001, "at most 1000"),
    ],
)
def test_what_corrects_nothing_or_has_no_reason_is_refused(world, how, answer, reason, said):
    with pytest.raises(Refusal, match=said):
        correcting.correct(world.first, how, answer, reason=reason, by=world.approver, at=LATER)
    assert not Correction.objects.exists()


def test_only_who_approves_every_curriculum_that_asked_it_corrects_it(world):
    with pytest.raises(Refusal, match="approves every"):
        correcting.correct(world.first, "drop", [], reason="Why", by=factories.make_user(), at=LATER)


def test_nobody_raises_a_result_of_their_own(world):
    world.sit(world.enrol(world.approver), 1)
    with pytest.raises(Refusal, match="of your own"):
        world.correct("re-key", ["1"])
    assert not Correction.objects.exists()


@pytest.mark.parametrize("table", ["correction", "correctedresult", "appliedcorrection"])
def test_corrections_are_kept_as_they_were_written(world, trainee, table):
    world.sit(world.enrol(trainee), 1)
    world.correct("re-key", ["1"])
    model = {"correction": Correction, "correctedresult": CorrectedResult, "appliedcorrection": AppliedCorrection}[
        table
    ]
    with pytest.raises(append_only.AppendOnlyError):
        model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.filter(pk__gt=0)._raw_delete("default")


def test_a_piece_asks_as_much_for_three_people_as_for_one(world):
    def asked(answer: str, number: int) -> int:
        for _ in range(number):
            world.sit(world.enrol(factories.make_user()), int(answer), 1)
        correction = world.correct("accept", [answer], apply=False)
        with CaptureQueriesContext(connection) as queries:
            assert regrading.apply(correction, at=LATER) == number
        return len(queries)

    assert asked("1", 1) == asked("2", 3)


@pytest.mark.parametrize("line", range(4, 44, 4))
def test_killed_at_any_line_and_run_again_it_ends_as_undisturbed(world, monkeypatch, line):
    """The connection is lost at that query; what was not committed is gone, and the task is delivered again."""
    monkeypatch.setattr(regrading, "_PIECE", 1)
    people = [factories.make_user() for _ in range(2)]
    made = [world.sit(world.enrol(one), 1) for one in people]
    correction, asked = world.correct("re-key", ["1"], apply=False), count(1)

    def lost(execute, sql, params, many, context):
        if next(asked) == line:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lost), suppress(KeyboardInterrupt):
        regrading.apply(correction, at=LATER)
    regrading.apply(correction, at=LATER)
    assert all(result(one).passed for one in made)
    assert [len(told(one)) for one in people] == [1, 1]
    assert CourseCompletion.objects.count() == 2
    assert list(records.damages("results of quizzes are what their answers earn")) == []
    assert list(regrading.waiting()) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE learning_correctedresult SET points = 1",
        "UPDATE learning_correctedresult SET passed = NOT passed",
        "DELETE FROM learning_correctedresult",
        "DELETE FROM learning_attempt WHERE 1 = 0",
    ],
)
def test_a_corrected_result_that_was_tampered_with_is_found(world, trainee, damage):
    attempt = world.sit(world.enrol(trainee), 1)
    world.correct("re-key", ["1"])
    with behind_the_back() as cursor:
        cursor.execute(damage)
    found = list(records.damages("results of quizzes are what their answers earn"))
    assert [one.record for one in found] == ([] if "WHERE" in damage else [f"learning.attempt {attempt.pk}"])
