"""Marks become a result: exact, whatever is sent, and a better mark never takes anything away."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.practice import rubrics, scoring


def check(key, **more):
    return {"key": key, "kind": "check", "text": key, "help": "", "required": False, "may_skip": True, **more}


def scale(key, levels=5, **more):
    names = [f"level {n}" for n in range(levels)]
    return {
        "key": key,
        "kind": "scale",
        "text": key,
        "help": "",
        "levels": names,
        "minimum": None,
        "may_skip": True,
    } | more


def never(key):
    return {"key": key, "kind": "never", "text": key, "help": ""}


def count(key, least=None):
    return {"key": key, "kind": "count", "text": key, "help": "", "least": least}


def ratio(key, least=(1, 1)):
    names = {"first": "Reflections", "second": "Questions"}
    return {"key": key, "kind": "ratio", "text": key, "help": "", "least": list(least), **names}


def rubric(*items, rules=()):
    sections = [{"title": "One", "items": list(items)}]
    return {"title": "R", "language": "en", "intro": "", "sections": sections, "rules": list(rules)}


def share(least, of):
    return {"kind": "share", "least": least, "of": of}


def holds(data, marks) -> list[bool]:
    return [rule.holds for rule in scoring.score(data, marks).rules]


def test_so_many_of_so_many():
    eighteen = rubric(*(check(f"c{n}") for n in range(18)), rules=[share(14, 18)])
    marks = {f"c{n}": "yes" if n < 14 else "no" for n in range(18)}
    assert scoring.score(eighteen, marks).passes
    assert not scoring.score(eighteen, {**marks, "c0": "no"}).passes


@pytest.mark.parametrize(("seen", "passes"), [(12, False), (13, True)])
def test_what_does_not_apply_leaves_the_count_on_both_sides(seen, passes):
    """14 of 18 asks for 12.4 of the 16 that applied: twelve are too few, thirteen enough."""
    eighteen = rubric(*(check(f"c{n}") for n in range(18)), rules=[share(14, 18)])
    marks = {f"c{n}": "yes" if n < seen else ("no" if n < 16 else "na") for n in range(18)}
    result = scoring.score(eighteen, marks)
    assert result.passes is passes
    assert result.rules[0].reached == f"{seen} of 16 that applied"


def test_what_nothing_is_left_to_judge_of_does_not_hold():
    assert holds(rubric(check("a"), rules=[share(1, 1)]), {"a": "na"}) == [False]
    for kind in ("each", "mean", "total"):
        assert holds(rubric(scale("a"), rules=[{"kind": kind, "least": 1}]), {"a": "na"}) == [False]


def test_a_required_item_is_needed_whatever_else_was_seen():
    data = rubric(check("a", required=True), check("b"), check("c"), rules=[share(2, 3)])
    assert holds(data, {"a": "no", "b": "yes", "c": "yes"}) == [False, True]
    assert not scoring.score(data, {"a": "no", "b": "yes", "c": "yes"}).passes


def test_what_must_not_be_seen_ends_it_and_is_named():
    data = rubric(check("a"), never("n"), rules=[share(1, 1)])
    result = scoring.score(data, {"a": "yes", "n": "seen"})
    assert not result.passes
    assert result.rules[0].against == ("n",)
    assert scoring.score(data, {"a": "yes", "n": "not_seen"}).passes


def test_the_mean_is_exact():
    """7/2 is reached by 3 and 4, and not by the three scales whose mean is 10/3."""
    rule = {"kind": "mean", "least": [7, 2]}
    assert holds(rubric(scale("a"), scale("b"), rules=[rule]), {"a": 3, "b": 4}) == [True]
    result = scoring.score(rubric(scale("a"), scale("b"), scale("c"), rules=[rule]), {"a": 3, "b": 3, "c": 4})
    assert (result.rules[0].holds, result.rules[0].reached) == (False, "3.33")


def test_a_total_and_a_minimum_of_each_stand_together():
    data = rubric(
        *(scale(f"s{n}", 7) for n in range(12)), rules=[{"kind": "total", "least": 36}, {"kind": "each", "least": 2}]
    )
    assert holds(data, {f"s{n}": 3 for n in range(12)}) == [True, True]
    assert holds(data, {f"s{n}": 1 if n == 0 else 5 for n in range(12)}) == [True, False]
    assert holds(data, {f"s{n}": 2 for n in range(12)}) == [False, True]


def test_a_scale_may_have_a_minimum_of_its_own():
    data = rubric(scale("a", minimum=4), scale("b"))
    assert holds(data, {"a": 3, "b": 1}) == [False]
    assert holds(data, {"a": 4, "b": 1}) == [True]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [([2, 1], True), ([1, 1], True), ([1, 2], False), ([5, 0], True), ([0, 0], False), (None, False)],
)
def test_a_ratio_compares_without_dividing(mark, expected):
    assert holds(rubric(ratio("r")), {"r": mark} if mark else {}) == [expected]


def test_an_unmarked_item_is_named_and_nobody_passes():
    result = scoring.score(rubric(check("a"), check("b"), rules=[share(1, 2)]), {"a": "yes"})
    assert (result.missing, result.rules[0].holds, result.passes) == (("b",), True, False)


# ----------------------------------------------------------------------------------------------------------- an algebra
ITEMS = [
    check("c0"),
    check("c1", required=True),
    check("c2"),
    scale("s0", 4, minimum=2),
    scale("s1", 6),
    count("n0", 3),
]
ITEMS += [ratio("r0", (3, 2)), never("x0")]
BETTER: dict[str, Any] = {
    "check": st.sampled_from([(None, "no"), ("no", "yes"), (None, "yes"), ("no", "na"), ("na", "yes")]),
    "never": st.sampled_from([(None, "seen"), ("seen", "not_seen")]),
    "count": st.integers(0, 8).map(lambda n: (n, n + 1)),
}


@st.composite
def raised(draw):
    """A rubric, marks, and the same marks with one of them better."""
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, unique_by=lambda item: item["key"]))
    checks = sum(item["kind"] == "check" for item in items)
    rules = [share(draw(st.integers(1, checks)), checks)] if checks else []
    if any(item["kind"] == "scale" for item in items):
        rules.append({"kind": draw(st.sampled_from(["each", "mean", "total"])), "least": draw(st.integers(1, 5))})
    marks = {item["key"]: draw(st.one_of(st.none(), _mark(item))) for item in items}
    one = draw(st.sampled_from(items))
    before, after = draw(_better(one))
    return rubric(*items, rules=rules), {**marks, one["key"]: before}, {**marks, one["key"]: after}


def _mark(item):
    return {
        "check": st.sampled_from(["yes", "no", "na"]),
        "scale": st.integers(1, len(item.get("levels", [0]))) | st.just("na"),
        "count": st.integers(0, 9),
        "ratio": st.lists(st.integers(0, 9), min_size=2, max_size=2),
        "never": st.sampled_from(["seen", "not_seen"]),
    }[item["kind"]]


def _better(item):
    if item["kind"] == "scale":
        return st.integers(1, len(item["levels"]) - 1).map(lambda n: (n, n + 1))
    if item["kind"] == "ratio":
        pairs = st.tuples(st.integers(0, 9), st.integers(1, 9))
        return pairs.flatmap(lambda p: st.sampled_from([([*p], [p[0] + 1, p[1]]), ([*p], [p[0], p[1] - 1])]))
    return BETTER[item["kind"]]


@given(raised())
def test_a_better_mark_never_makes_it_worse(case):
    data, before, after = case
    was, became = scoring.score(data, before), scoring.score(data, after)
    assert all(then.holds or not now.holds for now, then in zip(was.rules, became.rules, strict=True))
    assert became.passes or not was.passes


anything = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists)


@given(st.dictionaries(st.sampled_from([item["key"] for item in ITEMS]) | st.text(), anything))
def test_whatever_is_sent_has_a_result(marks):
    result = scoring.score(rubric(*ITEMS, rules=[share(1, 3), {"kind": "mean", "least": 2}]), marks)
    known = {item["key"] for item in ITEMS} - set(result.missing)
    assert known <= set(marks)


@given(st.sampled_from(ITEMS), st.lists(st.text(max_size=6), max_size=3))
def test_whatever_a_form_sends_is_a_mark_the_item_knows_or_none(item, sent):
    mark = rubrics.read(item, sent)
    assert mark is None or rubrics.kept(item, mark) == mark


def test_half_of_a_ratio_is_kept_and_counts_as_no_mark():
    item = ratio("r")
    assert rubrics.read(item, ["3", ""]) == [3, None]
    assert rubrics.read(item, ["", ""]) is None
    assert scoring.score(rubric(item), {"r": [3, None]}).missing == ("r",)
