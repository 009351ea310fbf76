"""Tests are spread over processes by file, and those that commit stay last."""

from tests.spreading import rows


def test_what_stands_in_a_row_stays_together_and_in_order():
    found = rows(["tests/a.py::one", "tests/a.py::two[x::y]", "tests/b.py::one", "tests/a.py::commits"])
    assert found["tests/a.py::one"] == found["tests/a.py::two[x::y]"]
    assert len(set(found.values())) == 3


def test_a_walk_is_work_enough_for_a_process():
    assert len(set(rows(["tests/test_leaks.py::one", "tests/test_leaks.py::two"]).values())) == 2
