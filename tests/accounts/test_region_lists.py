"""Regions from a list: indented or written out, read whole or refused line by line."""

import pytest

from accounts import region_lists
from accounts.models import Region
from lms.refusals import Refusal

pytestmark = pytest.mark.django_db


def _ways(text):
    return [" > ".join(row.way) for row in region_lists.read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Canada\n  Ontario\n    Toronto\n  Québec",
        "Canada\n\tOntario\n\t\tToronto\n\n\tQuébec\n",
        "Canada > Ontario > Toronto\r\nCanada>Québec\r\n",
        "Canada > Ontario\nCANADA > ontario > Toronto\nCanada > Québec",
    ],
)
def test_a_tree_is_read_from_indents_and_from_whole_ways(text):
    assert [way.casefold() for way in _ways(text)] == [
        "canada",
        "canada > ontario",
        "canada > ontario > toronto",
        "canada > québec",
    ]


def test_every_line_that_cannot_be_read_is_named():
    with pytest.raises(Refusal) as refused:
        region_lists.read("  Ontario\nCanada > \n---\n" + "x" * 101)
    assert [reason.split()[1].strip(":") for reason in refused.value.reasons] == ["1", "2", "3", "4"]


def test_what_is_there_stays_and_a_name_may_stand_in_two_places():
    assert region_lists.add("Canada\n  Ontario\n    London\nUnited Kingdom\n  London") == 5
    keys = set(Region.objects.values_list("pk", flat=True))
    assert region_lists.add("canada\n  ontario\n    Ottawa") == 1
    assert keys < set(Region.objects.values_list("pk", flat=True))
    assert Region.objects.filter(name="London").count() == 2
    assert Region.objects.values("slug").distinct().count() == 6
    assert Region.objects.get(name="Ottawa").get_parent().name == "Ontario"
