"""Groups by what people earned otherwise, and what they chose."""

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.statistics.choices import choices
from courses.learning.statistics.groups import Group, thirds
from tests.courses.learning.statistics import matrices

UPPER, MIDDLE, LOWER = Group.UPPER, Group.MIDDLE, Group.LOWER


def test_thirds():
    assert thirds([3, 1, 2]) == [UPPER, LOWER, MIDDLE]
    assert thirds(list(range(9))) == [LOWER] * 3 + [MIDDLE] * 3 + [UPPER] * 3


def test_who_has_as_much_as_somebody_in_a_group_is_in_it():
    assert thirds([0, 1, 2, 3, 3, 3]) == [LOWER, LOWER, MIDDLE, UPPER, UPPER, UPPER]


def test_where_nearly_everybody_has_the_same_there_are_no_groups():
    assert thirds([1, 1, 1, 1, 1, 0]) is None
    assert thirds([0, 1]) is None


@given(st.lists(matrices.PARTS, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(values, chance):
    order = list(range(len(values)))
    chance.shuffle(order)
    found, mixed = thirds(values), thirds([values[n] for n in order])
    assert mixed == (None if found is None else [found[n] for n in order])
    if found:
        low, high = ([v for v, g in zip(values, found, strict=True) if g is group] for group in (LOWER, UPPER))
        assert max(low) < min(high)
        assert min(len(low), len(high)) * 3 >= len(values)


ANSWERS = st.lists(
    st.tuples(st.lists(st.integers(-1, 4), unique=True, max_size=3), st.none() | matrices.PARTS), max_size=20
)


@given(st.lists(ANSWERS, max_size=3), st.lists(st.booleans(), max_size=4))
def test_nothing_raises_and_nobody_is_counted_twice(answers, right):
    found = choices(answers, right)
    assert found.people == sum(map(len, answers))
    assert found.left_open == sum(not answer for quiz in answers for answer, _rest in quiz)
    for option in found.options:
        assert option.chosen == sum(option.number in answer for quiz in answers for answer, _rest in quiz)
        assert sum(option.by_group.values()) <= min(option.chosen, sum(found.sizes.values()))


def test_what_each_group_chose():
    people = [([0], 3), ([0], 3), ([0], 2), ([1], 2), ([1], 1), ([], 1)]
    found = choices([people], [True, False, False])
    assert (found.left_open, found.sizes) == (1, {UPPER: 2, MIDDLE: 2, LOWER: 2})
    assert [option.chosen for option in found.options] == [3, 2, 0]
    assert found.options[0].by_group == {UPPER: 2, MIDDLE: 1, LOWER: 0}
    assert found.options[1].by_group == {UPPER: 0, MIDDLE: 1, LOWER: 1}
    assert [option.number for option in found.distractors] == [1, 2]


def test_groups_are_made_within_each_quiz():
    easy = [([0], 9), ([0], 8), ([1], 7)]
    hard = [([0], 3), ([0], 2), ([1], 1)]
    assert choices([easy, hard], [True, False]).options[1].by_group == {UPPER: 0, MIDDLE: 0, LOWER: 2}
