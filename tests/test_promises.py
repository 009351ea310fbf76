"""Every promise in `promises.py` names tests that are there; none that was made is forgotten."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.promises import PROMISES

ROOT = Path(__file__).parents[1]
MADE = {
    *(f"A{number}" for number in range(1, 19)),
    *(f"B{number}" for number in range(1, 5)),
    *("C3", "C4", "C5", "C7"),
    *("D1", "D2", "D3", "D4", "D5", "D7", "D8", "D9", "D10", "D12", "D13"),
    *(f"G{number}" for number in range(1, 18)),
    *(f"H{number}" for number in range(1, 10)),
    *("K1", "K2"),
    *("I1", "I3", "I8", "I9", *(f"I{number}" for number in range(14, 20)), "I23", "I24"),
    *(f"P{number}" for number in range(1, 6)),
}


@cache
def functions_of(path: str) -> set[str]:
    """The tests of a file by their names, read without importing it."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_no_promise_is_forgotten():
    assert set(PROMISES) == MADE


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_is_a_sentence_and_the_tests_that_hold_it(name):
    sentence, tests = PROMISES[name]
    assert sentence.endswith(".")
    assert tests
    assert len(set(tests)) == len(tests)
    assert [test for test in tests if test.partition("::")[2] not in functions_of(test.partition("::")[0])] == []
