"""Whether two versions of a question differ beyond chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from courses.learning.statistics.drift import Drift, Tally, by_chance, z_of
from courses.learning.statistics.figures import Figure, Reason

TALLIES = st.integers(0, 300).flatmap(lambda people: st.builds(Tally, st.integers(0, people), st.just(people)))


@pytest.mark.parametrize(
    ("former", "now", "z", "digits"),
    [
        # homeworksource.com/p/1008622: 140 of 200 and 255 of 340, z = −1.266015
        (Tally(255, 340), Tally(140, 200), -1.266015, 6),
        # homeworksource.com/p/997366: 28 of 254 and 36 of 301, z = −0.344
        (Tally(36, 301), Tally(28, 254), -0.344, 3),
    ],
)
def test_published_examples(former, now, z, digits):
    assert round(z_of(former, now).value, digits) == z


def test_the_probability_of_a_published_example():
    assert by_chance(-0.3441) == pytest.approx(0.7307, abs=1e-4)


@given(TALLIES, TALLIES)
def test_its_square_is_the_chi_square_of_scipy(former, now):
    found = z_of(former, now)
    counts = [[one.right, one.people - one.right] for one in (former, now)]
    if min(cell for row in counts for cell in row) < 5:
        assert found == Figure(None, Reason.FEW_CASES)
        return
    expected = stats.chi2_contingency(counts, correction=False)
    assert found.value**2 == pytest.approx(expected.statistic, abs=1e-9, rel=1e-9)
    assert by_chance(found.value) == pytest.approx(expected.pvalue, abs=1e-9)
    assert z_of(now, former).value == pytest.approx(-found.value)


def test_a_large_difference_is_found_and_a_small_one_is_not():
    assert Drift.between(Tally(30, 100), Tally(60, 100)).is_found
    assert not Drift.between(Tally(50, 100), Tally(55, 100)).is_found
    assert not Drift.between(Tally(0, 0), Tally(55, 100)).is_found
    assert Drift.between(Tally(0, 0), Tally(0, 0)).chance is None
