"""A correction that meets handing in, another correction, or itself: nobody is missed, and nobody is told twice."""

from datetime import timedelta

import pytest

from courses.learning import attempts, correcting, regrading
from courses.learning.models import Attempt, CorrectedResult, Correction, CourseCompletion
from lms import records
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.at_once import at_once, lingering, needs_row_locks
from tests.courses.learning.test_regrading import LATER, World, result, told
from tests.factories import NOON

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def world(db) -> World:
    return World()


def ready(world: World, user) -> Attempt:
    attempt = attempts.start(world.enrol(user), world.quiz, at=NOON)
    attempts.save(attempt, {world.first.hash: [1], world.second.hash: [0]}, at=NOON)
    return attempt


def test_handing_in_while_a_question_is_corrected_is_graded_with_it_or_raised_by_it(world, trainee):
    attempt = ready(world, trainee)

    def hand_in():
        return attempts.submit(Attempt.objects.get(pk=attempt.pk), at=LATER)

    def correct():
        made = correcting.correct(world.first, "re-key", ["1"], reason="Why.", by=world.approver, at=LATER)
        regrading.apply(made, at=LATER)

    at_once(lingering(hand_in), lingering(correct))
    assert result(attempt).passed
    assert CourseCompletion.objects.count() == 1
    assert list(records.damages("results of quizzes are what their answers earn")) == []


def test_a_task_delivered_twice_raises_once_and_tells_once(world):
    people = [factories.make_user() for _ in range(4)]
    made = [attempts.submit(ready(world, one), at=NOON) for one in people]
    correction = world.correct("re-key", ["1"], apply=False)
    at_once(*[lingering(lambda: regrading.apply(Correction.objects.get(pk=correction.pk), at=LATER))] * 2)
    assert all(result(one).passed for one in made)
    assert CorrectedResult.objects.count() == 4
    assert [len(told(one)) for one in people] == [1] * 4


def test_two_people_who_make_the_same_correction_make_it_once(world):
    def correct():
        try:
            return correcting.correct(world.first, "drop", [], reason="Why.", by=world.approver, at=LATER)
        except Refusal:
            return None

    made = at_once(lingering(correct), lingering(correct))
    assert made.count(None) == 1
    assert Correction.objects.count() == 1


def test_two_corrections_carried_out_at_once_keep_their_order(world, trainee):
    attempt = attempts.start(world.enrol(trainee), world.quiz, at=NOON)
    attempts.save(attempt, {world.first.hash: [1], world.second.hash: [1]}, at=NOON)
    attempts.submit(attempt, at=NOON)
    both = [
        world.correct("accept", ["1"], apply=False, question=question, at=LATER + timedelta(days=place))
        for place, question in enumerate((world.first, world.second))
    ]
    at_once(*(lingering(lambda one=one: regrading.apply(one, at=LATER)) for one in both))
    assert [row.correction for row in CorrectedResult.objects.order_by("pk")] == both
    assert result(attempt).passed
    assert Notice.objects.filter(letter="result-corrected").count() == 2
    assert list(records.damages("results of quizzes are what their answers earn")) == []
