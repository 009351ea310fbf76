"""A rubric that nobody could pass, or that asks for nothing, is named in words."""

import pytest

from courses.practice import rubrics
from tests.courses.practice.test_scoring import check, never, ratio, rubric, scale, share


def mean(over, under):
    return {"kind": "mean", "least": [over, under]}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (rubric(), "no items"),
        (rubric(check("a"), check("a"), rules=[share(1, 2)]), "twice under one key"),
        (rubric(check("a")), "Nothing says when"),
        (rubric(check("a"), rules=[share(2, 1)]), "asks for 2 answers of yes, and the rubric has 1"),
        (rubric(never("a"), rules=[share(1, 0)]), "counts items answered with yes"),
        (rubric(check("a"), rules=[mean(3, 1)]), "speaks of scales"),
        (rubric(scale("a", 5), scale("b", 2), rules=[{"kind": "each", "least": 3}]), "asks for 3 on the scales, and 2"),
        (rubric(scale("a", 5), scale("b", 2), rules=[mean(15, 4)]), "asks for 3.75 on the scales, and 3.5"),
        (rubric(scale("a", 5), rules=[{"kind": "total", "least": 6}]), "asks for 6 on the scales, and 5"),
        (rubric(scale("a", 1, minimum=1)), "at least two levels"),
        (rubric(scale("a", 3, minimum=4)), "nobody reaches a minimum of 4"),
        (rubric(ratio("a", (0, 1))), "two numbers"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said(data, words):
    assert words in " ".join(rubrics.problems(data))


@pytest.mark.parametrize(
    "data",
    [
        rubric(check("a"), rules=[share(1, 1)]),
        rubric(check("a", required=True)),
        rubric(never("a")),
        rubric(scale("a", 5), scale("b", 2), rules=[mean(7, 2), {"kind": "each", "least": 2}]),
    ],
)
def test_what_can_be_passed_has_no_problem(data):
    assert rubrics.problems(data) == []
