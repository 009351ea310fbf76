"""Facility, deviation and discrimination of a question."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from courses.learning.statistics import items
from courses.learning.statistics.figures import Figure, Reason
from courses.learning.statistics.scores import Scores
from tests.courses.learning.statistics import matrices, published

PAIRS = st.lists(st.tuples(matrices.PARTS, matrices.PARTS), max_size=12)


def test_facility_and_discrimination_of_a_published_example():
    scores = published.law_school()
    found = [items.facility(scores.column(n)).value for n in range(5)]
    assert found == pytest.approx(published.LAW_SCHOOL_FACILITIES)
    rests = [items.discrimination(scores.pairs(n)).value for n in range(5)]
    assert [round(one, 4) for one in rests] == list(published.LAW_SCHOOL_RESTS)


@given(st.lists(matrices.PARTS, min_size=2))
def test_facility_and_deviation_are_those_of_numpy(earned):
    table = np.array(earned, dtype=float)
    assert items.facility(earned).value == pytest.approx(table.mean(), abs=1e-9)
    assert items.deviation(earned).value == pytest.approx(table.std(), abs=1e-9)
    assert 0 <= items.facility(earned).value <= 1


@given(matrices.rectangles(matrices.PARTS, people=3, questions=2))
def test_discrimination_is_the_correlation_of_scipy_with_the_rest(rows):
    found = items.discrimination(Scores.of(rows).pairs(0))
    table = np.array(rows, dtype=float)
    if not found.is_known:
        assert min(np.ptp(table[:, 0]), np.ptp(table[:, 1:].sum(axis=1))) < 1e-9
        return
    assert found.value == pytest.approx(stats.pearsonr(table[:, 0], table[:, 1:].sum(axis=1)).statistic, abs=1e-9)


@given(PAIRS, PAIRS)
def test_discrimination_lies_between_minus_one_and_one(one, other):
    found = items.discrimination(one, other)
    assert (found.value is None) != (found.reason is None)
    assert found.value is None or -1 <= found.value <= 1


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(pairs, chance):
    mixed = list(pairs)
    chance.shuffle(mixed)
    assert items.discrimination(mixed) == items.discrimination(pairs)
    earned = [one for one, _rest in pairs]
    assert items.facility([one for one, _rest in mixed]) == items.facility(earned)


def test_where_questions_are_drawn_those_who_saw_one_are_asked_for_their_mean_on_the_others():
    rows = [[1, 1, None], [0, None, 0], [1, None, 1], [None, 1, 1]]
    scores = Scores.of(rows)
    assert scores.column(0) == [1, 0, 1]
    assert items.discrimination(scores.pairs(0)) == Figure(1.0)


def test_attempts_of_different_length_are_compared_by_their_means():
    scores = Scores.of([[1, 1, 0, None], [0, 1, 1, 1], [1, 0, None, None]])
    own, rest = zip(*scores.pairs(0), strict=True)
    assert own == (1, 0, 1)
    assert [Fraction(one, rest[1]) for one in rest] == [Fraction(1, 2), 1, 0]


def test_a_harder_quiz_does_not_read_as_weaker_people():
    easy = [(1, Fraction(9, 10)), (1, Fraction(8, 10)), (0, Fraction(9, 10)), (0, Fraction(8, 10))]
    hard = [(0, Fraction(1, 10)), (0, Fraction(2, 10)), (0, Fraction(1, 10)), (0, Fraction(2, 10))]
    assert items.discrimination(easy, hard).value == 0
    assert items.discrimination(easy + hard).value > 0.5


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ([], Reason.NOBODY),
        ([(1, 1)], Reason.ONE_PERSON),
        ([(1, 1), (1, 0)], Reason.SAME_ANSWERS),
        ([(1, 1), (0, 1)], Reason.SAME_REST),
    ],
)
def test_what_cannot_be_computed_says_why(pairs, reason):
    assert items.discrimination(pairs) == Figure(None, reason)


def test_nobody_and_one_person():
    assert items.facility([]) == items.deviation([]) == Figure(None, Reason.NOBODY)
    assert items.deviation([1]) == Figure(None, Reason.ONE_PERSON)
