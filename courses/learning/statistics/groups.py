"""Upper, middle and lower group, by what people earned on the other questions."""

from collections.abc import Sequence
from enum import StrEnum

from courses.learning.statistics.scores import Share, whole_numbers


class Group(StrEnum):
    UPPER = "upper"
    MIDDLE = "middle"
    LOWER = "lower"


def thirds(values: Sequence[Share]) -> list[Group] | None:
    """The group of each value: upper third, lower third, or between them; None where they cannot be told apart.

    Who has as much as somebody in a group is in it, whatever the order of people: groups may be larger than a third.
    Kelley's 27 % (The selection of upper and lower groups for the validation of test items, Journal of Educational
    Psychology, 30 (1939), 17–24) is best for totals that are normally distributed; for evenly spread ones it is a third
    (Cureton, E. E. (1957). The upper and lower twenty-seven per cent rule. Psychometrika, 22, 293–296), which leaves
    more people in each group where there are few.
    """
    if len(values) < 3:
        return None
    whole, _over = whole_numbers(values)
    ordered = sorted(whole)
    size = -(-len(ordered) // 3)
    low, high = ordered[size - 1], ordered[-size]
    if low >= high:
        return None
    return [Group.LOWER if value <= low else Group.UPPER if value >= high else Group.MIDDLE for value in whole]
