"""The numbers of releases."""

import pytest

from courses.releases import numbering


@pytest.mark.parametrize(
    ("change_class", "number"),
    [("editorial", (1, 2, 4)), ("clarifying", (1, 3, 0)), ("substantive", (2, 0, 0)), ("safety", (2, 0, 0))],
)
def test_the_graver_the_change_the_greater_the_number(change_class, number):
    assert numbering.next_number((1, 2, 3), change_class) == number
    assert numbering.next_number(None, change_class) == (1, 0, 0)
