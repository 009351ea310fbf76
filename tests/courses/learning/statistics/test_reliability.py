"""Alpha, KR-20, the standard error and Livingston's K²: exact, as published, as numpy has it, or with a reason."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.statistics.figures import Figure, Reason
from courses.learning.statistics.reliability import alpha, decision_consistency, kr20, livingston, standard_error
from courses.learning.statistics.scores import Scores, spread, variance
from tests.courses.learning.statistics import matrices, published

ALL = [alpha, kr20, standard_error, lambda scores: decision_consistency(scores, 80)]


def test_kr20_of_a_published_example():
    scores = published.ten_students()
    assert [float(variance(scores.column(n))) for n in range(10)] == pytest.approx(published.TEN_STUDENTS_PQ)
    assert float(variance(scores.points)) == pytest.approx(published.TEN_STUDENTS_VARIANCE)
    by_hand = 10 / 9 * (1 - sum(published.TEN_STUDENTS_PQ) / published.TEN_STUDENTS_VARIANCE)
    assert kr20(scores).value == pytest.approx(by_hand, abs=1e-12)
    assert round(by_hand, 3) == 0.696


def test_alpha_of_a_published_example():
    assert round(alpha(published.law_school()).value, 3) == published.LAW_SCHOOL_ALPHA


def test_livingston_by_hand():
    """Four people with 2, 4, 4 and 6 points, the mark at 2, half of the variance true: (1 + 4) / (2 + 4)."""
    assert variance([2, 4, 4, 6]) == 2
    assert livingston(Fraction(1, 2), Fraction(2), Fraction(4 - 2)) == Fraction(5, 6)


@given(matrices.rectangles(matrices.PARTS, people=2, questions=2))
def test_alpha_and_the_error_are_those_of_numpy(rows):
    found = alpha(scores := Scores.of(rows))
    table = np.array(rows, dtype=float)
    if not found.is_known:
        assert np.ptp(table.sum(axis=1)) < 1e-9
        return
    items, count = table.var(axis=0, ddof=1).sum(), table.shape[1]
    expected = count / (count - 1) * (1 - items / table.sum(axis=1).var(ddof=1))
    assert found.value == pytest.approx(expected, abs=1e-9, rel=1e-9)
    error = standard_error(scores)
    if error.is_known:
        assert error.value == pytest.approx(table.sum(axis=1).std() * sqrt(max(1 - expected, 0)), abs=1e-7)
    mark = 80 * count / 100
    away = (table.sum(axis=1).mean() - mark) ** 2
    kept = decision_consistency(scores, 80)
    if kept.is_known:
        total = table.sum(axis=1).var()
        assert kept.value == pytest.approx((expected * total + away) / (total + away), abs=1e-9)


@given(matrices.BINARY)
def test_alpha_is_kr20_where_answers_are_right_or_wrong(rows):
    found, other = alpha(Scores.of(rows)), kr20(Scores.of(rows))
    assert found.reason == other.reason
    assert found.value == pytest.approx(other.value) if found.is_known else not other.is_known


@given(matrices.ANY, st.randoms(use_true_random=False))
def test_the_order_of_people_and_questions_does_not_matter(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    order = list(range(max(map(len, rows), default=0)))
    chance.shuffle(order)
    mixed = [[row[n] for n in order] for row in mixed]
    for compute in ALL:
        assert compute(Scores.of(mixed)) == compute(Scores.of(rows))


@given(matrices.ANY, st.integers(0, 100))
def test_nothing_raises_and_each_figure_is_a_number_or_has_a_reason(rows, mark):
    scores = Scores.of(rows)
    for found in [*(compute(scores) for compute in ALL), decision_consistency(scores, mark)]:
        assert (found.value is None) != (found.reason is None)
        assert found.value is None or found.value == found.value


@given(matrices.PARTS, matrices.PARTS.filter(bool), st.fractions(-5, 5))
def test_the_decision_is_never_less_dependable_than_the_points(reliability, of_totals, away):
    found = livingston(reliability, of_totals, away)
    assert reliability <= found <= 1
    assert (found == reliability) == (away == 0 or reliability == 1)
    assert livingston(reliability, of_totals, 2 * away) >= found


def test_where_the_mean_stands_on_the_mark_the_decision_is_as_dependable_as_the_points():
    rows = Scores.of([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 0]])
    assert decision_consistency(rows, 50).value == pytest.approx(alpha(rows).value)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], Reason.NOBODY),
        ([[1, 0]], Reason.ONE_PERSON),
        ([[1], [0]], Reason.ONE_QUESTION),
        ([[1, 0], [0, 1]], Reason.SAME_SCORES),
        ([[1, 1], [1, 1], [1, 1]], Reason.SAME_SCORES),
        ([[1, None], [0, 1]], Reason.DIFFERENT_QUESTIONS),
    ],
)
def test_what_cannot_be_computed_says_why(rows, reason):
    for compute in ALL:
        assert compute(Scores.of(rows)) == Figure(None, reason)


def test_parts_of_a_point_are_not_for_kr20():
    assert kr20(Scores.of([[Fraction(1, 2), 1], [0, 1]])) == Figure(None, Reason.PARTS)


def test_a_reliability_below_nought_is_none():
    rows = Scores.of([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 1]])
    assert alpha(rows).value < 0
    assert standard_error(rows) == decision_consistency(rows, 80) == Figure(None, Reason.NOT_CONSISTENT)


def test_a_figure_is_a_number_or_has_a_reason():
    for value, reason in ((None, None), (1.0, Reason.NOBODY)):
        with pytest.raises(ValueError, match="a number or has a reason"):
            Figure(value, reason)


def test_the_spread_of_nobody_is_nought():
    assert spread([]) == variance([]) == 0
