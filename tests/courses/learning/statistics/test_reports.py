"""The report on a whole quiz."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.learning.statistics import reports
from courses.learning.statistics.figures import Figure, Reason
from courses.learning.statistics.reports import Asked, Met
from courses.learning.statistics.scores import Scores
from tests.courses.learning.statistics import matrices, published


def test_a_whole_quiz():
    found = reports.of_quiz(published.ten_students(), 70, 7, [4, 10, 6.5])
    assert (found.people, found.out_of, found.is_enough) == (10, 10, False)
    assert found.passed == Figure(0.7)
    assert found.mean.value == 6.6
    assert found.mean_share.value == 0.66
    assert found.deviation.value**2 == pytest.approx(published.TEN_STUDENTS_VARIANCE)
    assert found.minutes == Figure(6.5)
    assert found.histogram == (0, 0, 2, 0, 0, 0, 0, 4, 2, 2, 0)


def test_attempts_of_different_length_have_a_mean_share_only():
    found = reports.of_quiz(Scores.of([[1, None], [1, 0]]), 70, 1, [])
    assert found.mean == found.deviation == Figure(None, Reason.DIFFERENT_QUESTIONS)
    assert found.mean_share == Figure(0.75)
    assert (found.out_of, found.histogram) == (None, ())


def test_drawn_quizzes_of_one_length_have_points_but_no_alpha():
    found = reports.of_quiz(Scores.of([[1, 1, None], [1, None, 0], [None, 1, 1]]), 70, 2, [1, 2, 3])
    assert (found.out_of, found.histogram) == (2, (0, 1, 2))
    assert found.mean.value == pytest.approx(5 / 3)
    for figure in (found.alpha, found.kr20, found.standard_error, found.consistency):
        assert figure == Figure(None, Reason.DIFFERENT_QUESTIONS)


def test_parts_of_a_point_stand_at_the_whole_point_below():
    found = reports.of_quiz(Scores.of([[Fraction(1, 2), Fraction(1, 2)], [Fraction(2, 3), 0]]), 70, 0, [])
    assert found.histogram == (1, 1, 0)


def test_a_question_that_stands_alone_tells_nobody_apart():
    report = reports.of_question([[Met(1, (0,), None), Met(0, (1,), None)]], Asked((True, False)))
    assert report.discrimination == Figure(None, Reason.ONE_QUESTION)
    assert report.choices.sizes == {}


@given(matrices.ANY, st.integers(0, 100), st.lists(st.floats(0, 1e6)))
def test_nothing_raises_and_everybody_is_in_the_histogram(rows, mark, minutes):
    found = reports.of_quiz(Scores.of(rows), mark, 0, minutes)
    assert found.people == len(rows)
    assert found.out_of is None or sum(found.histogram) == len(rows)
