"""What each type of question asks of its author, what it earns, and that its form does not give the answer away."""

import re
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from courses.contents import sheets
from courses.contents.hashing import content_hash
from courses.contents.noting import Notes
from courses.contents.questions import registry
from courses.contents.questions.cloze.gaps import read


@pytest.fixture(autouse=True)
def read_anew():
    """Texts with gaps are remembered for the whole process."""
    read.cache_clear()


def made(kind: str, **value: Any) -> dict[str, Any]:
    """A frozen question."""
    return {**registry.named(kind).freeze(value, Notes("?")), "type": kind, "stem": "Which?"}


def earned(question: dict[str, Any], *sent: Any) -> Fraction:
    type_ = registry.type_of(question)
    return type_.grade(question, type_.clean(question, sent))


def against(kind: str, **value: Any) -> list[str]:
    return [problem.message for problem in registry.named(kind).problems(value)]


def form_of(question: dict[str, Any]) -> str:
    asked = sheets.asked("h", question)
    return " ".join(render_to_string(asked.asked_template, {"question": asked}).split())


# ------------------------------------------------------------------------------------------------------- for options
def _options(*correct: bool) -> list[dict[str, Any]]:
    return [{"text": f"{n}", "correct": yes, "rationale": "?"} for n, yes in enumerate(correct)]


def test_all_or_nothing_is_frozen_as_before_there_was_a_choice():
    options = _options(True, True, False)
    before = {"type": "multiple", "stem": "Which?", "options": options}
    for value in ({"options": options}, {"options": options, "credit": "all"}, {"options": options, "credit": ""}):
        assert content_hash("question", "q", made("multiple", **value)) == content_hash("question", "q", before)
    assert made("multiple", options=options, credit="parts") == {**before, "credit": "parts"}


@pytest.mark.parametrize(
    ("sent", "parts"),
    [(["0", "1"], "1"), (["0"], "1/2"), (["0", "2"], "0"), (["0", "1", "2"], "1/2"), (["2", "3"], "0"), ([], "0")],
)
def test_right_choices_earn_parts_and_wrong_ones_take_them_away(sent, parts):
    question = made("multiple", options=_options(True, True, False, False), credit="parts")
    assert earned(question, *sent) == Fraction(parts)
    whole = made("multiple", options=_options(True, True, False, False))
    assert earned(whole, *sent) == (1 if parts == "1" else 0)


def test_the_rule_stands_below_the_question():
    options = _options(True, True, False)
    assert "wrong one takes a part away" in form_of(made("multiple", options=options, credit="parts"))
    assert "The point is earned with exactly those." in form_of(made("multiple", options=options))


# --------------------------------------------------------------------------------------------------------- matching
PAIRS = [{"left": "A", "right": "event"}, {"left": "B", "right": "belief"}, {"left": "C", "right": "consequence"}]


def matching(**fields: Any) -> dict[str, Any]:
    return {"pairs": PAIRS, "extras": ["effect"], "credit": "parts", "rationale": "?", **fields}


def test_each_pair_earns_a_part():
    question = made("matching", **matching())
    right = [[str(number)] for number in registry.type_of(question).right_answer(question)]
    assert earned(question, *right) == 1
    assert earned(question, right[0], [""], right[2]) == Fraction(2, 3)
    assert earned(made("matching", **matching(credit="all")), right[0], [""], right[2]) == 0


def test_items_may_share_a_match_which_is_offered_once():
    pairs = [{"left": "A", "right": "event"}, {"left": "B", "right": "Event "}, {"left": "C", "right": "belief"}]
    question = made("matching", **matching(pairs=pairs, extras=[]))
    shown = registry.type_of(question).shown(question, None, ())
    assert sorted(match.text for match in shown.offered) == ["belief", "event"]
    assert earned(question, *registry.type_of(question).right_answer(question)) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"pairs": [*PAIRS, {"left": "a ", "right": "x"}]}, "“a ” stands at the left twice."),
        ({"extras": ["Belief"]}, "“Belief” matches an item already."),
        ({"extras": ["x", "X"]}, "“X” is offered twice."),
        ({"extras": [" "]}, "Fill in both sides of every pair, and take out what is empty."),
        ({"pairs": PAIRS[:1]}, "Matching takes two pairs or more."),
        (
            {"pairs": [{"left": "A", "right": "x"}, {"left": "B", "right": "x"}], "extras": []},
            "There is only one match to choose. Add another.",
        ),
    ],
)
def test_what_cannot_be_matched_is_refused(fields, message):
    assert message in against("matching", **matching(**fields))
    assert against("matching", **matching()) == []


# --------------------------------------------------------------------------------------------------------- ordering
ITEMS = ["welcome", "round", "work", "close"]


def ordering(items: list[str] = ITEMS, credit: str = "parts") -> dict[str, Any]:
    return made("ordering", items=items, credit=credit, rationale="?")


def places(question: dict[str, Any], **given_: int) -> list[list[str]]:
    """What a form sends when these items are given these places."""
    items = registry.type_of(question).shown(question, None, ()).items
    return [[str(given_.get(item.text, ""))] for item in sorted(items, key=lambda item: item.number)]


@pytest.mark.parametrize(
    ("given_", "parts"),
    [
        ({"welcome": 1, "round": 2, "work": 3, "close": 4}, "1"),
        ({"close": 1, "welcome": 2, "round": 3, "work": 4}, "2/3"),
        ({"close": 1, "work": 2, "round": 3, "welcome": 4}, "0"),
        ({"welcome": 1, "round": 2, "work": 2, "close": 3}, "2/3"),
        ({"welcome": 1, "round": 1, "work": 1, "close": 1}, "0"),
        ({"round": 2, "work": 3}, "1/3"),
        ({"welcome": 1}, "0"),
        ({"welcome": 9, "round": 2}, "0"),
    ],
)
def test_neighbours_in_the_right_order_earn_parts(given_, parts):
    assert earned(ordering(), *places(ordering(), **given_)) == Fraction(parts)
    whole = ordering(credit="all")
    assert earned(whole, *places(whole, **given_)) == (1 if parts == "1" else 0)


@given(st.lists(st.text(min_size=1, max_size=3), min_size=2, max_size=5, unique=True), st.integers(0, 2**32))
def test_what_is_to_be_ordered_is_never_shown_in_order(items, seed):
    question = ordering(items)
    type_ = registry.type_of(question)
    shown = type_.shown(question, type_.arrange(question, Random(seed)), ())
    assert [item.text for item in shown.items] != items
    assert [item.text for item in shown.in_order] == items


def test_a_whole_order_is_shown_as_it_was_given():
    question = ordering()
    type_ = registry.type_of(question)
    answer = type_.clean(question, places(question, close=1, welcome=2, round=3, work=4))
    assert type_.in_words(question, answer) == ["1. close", "2. welcome", "3. round", "4. work"]
    shown = type_.shown(question, [0, 1, 2, 3], answer)
    assert [item.text for item in shown.items] == ["close", "welcome", "round", "work"]
    partly = type_.clean(question, places(question, work=1, round=1))
    assert type_.in_words(question, partly)[:2] in (["1. work", "1. round"], ["1. round", "1. work"])
    assert type_.shown(question, None, partly).has_twice


@pytest.mark.parametrize(
    ("items", "message"),
    [
        (["a", "A"], "“A” stands there twice."),
        (["a", " "], "Take out the items that are empty."),
        (["a"], "There is an order of two items or more only."),
    ],
)
def test_what_has_no_order_is_refused(items, message):
    assert message in against("ordering", items=items, credit="parts", rationale="?")


# ---------------------------------------------------------------------------------------------------- short answers
def short(*answers: tuple[str, str], **rules: bool) -> dict[str, Any]:
    found = [{"text": text, "earns": earns, "feedback": f"About {text}."} for text, earns in answers]
    return {"answers": found, "rationale": "?", **rules}


def test_an_answer_earns_what_its_author_said():
    question = made(
        "short_answer", **short(("ambivalence", "1"), ("mixed feelings", "1/2"), ("doubt", "0"), one_typo=True)
    )
    assert [earned(question, one) for one in ("Ambivalance", "mixed  feelings", "doubt", "no")] == [
        1,
        Fraction(1, 2),
        0,
        0,
    ]
    assert registry.type_of(question).gives_parts(question)
    assert not registry.type_of(question).gives_parts(made("short_answer", **short(("a", "1"), ("b", "0"))))
    shown = registry.type_of(question).shown(question, None, ["doubt"])
    assert shown.met.feedback == "About doubt."


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            short(("Belief", "1"), ("belief ", "1/2")),
            "“belief ” stands there twice: it counts as the same as an answer before it.",
        ),
        (short(("a", "1/2")), "At least one answer has to earn the whole point."),
        (short(("\u200b", "1")), "Write every answer to expect, and take out what is empty."),
        (short(), "Write every answer to expect, and take out what is empty."),
        (short(("x" * 201, "1")), "An answer is too long to be typed. Write it in at most 200 characters."),
    ],
)
def test_answers_that_cannot_be_given_are_refused(value, message):
    assert message in against("short_answer", **value)
    assert against("short_answer", **short(("Belief", "1"), ("belief", "1/2"), case_matters=True)) == []


# ---------------------------------------------------------------------------------------------------------- numbers
def numeric(**fields: Any) -> dict[str, Any]:
    empty = {"number": "8", "tolerance": "", "tolerance_in": "amount", "units": [], "unit_needed": False}
    return {**empty, "rationale": "?", **fields}


@pytest.mark.parametrize(
    ("fields", "right", "wrong"),
    [
        ({}, ["8", "8.0", "8,00", "08"], ["8.1", "8 h", "eight", "-8"]),
        ({"tolerance": "0.5"}, ["7.5", "8,5"], ["7.49", "8.500000000000000001"]),
        ({"number": "-200", "tolerance": "10", "tolerance_in": "percent"}, ["-180", "−220"], ["-179.99", "200"]),
        ({"number": "0.1", "tolerance": "0.2"}, ["0.3", "-0.1"], ["0.30000000000000004"]),
        ({"units": ["h", "hours"]}, ["8", "8h", "8 hours."], ["8 minutes", "8 H"]),
        ({"units": ["h"], "unit_needed": True}, ["8 h"], ["8"]),
        ({"number": "1 234,5"}, ["1.234,5", "1,234.5", "1’234.5", "1234.50"], ["1,2345"]),
        ({"number": "1,234"}, ["1.234", "1,234", "1,2340"], ["1234", "1 234"]),
        ({"number": "1234"}, ["1.234", "1,234", "1 234"], ["1,2340"]),
        ({"number": "8", "units": ["m²"]}, ["8 m²", "8m2"], ["8 m³"]),
    ],
)
def test_numbers_are_compared_exactly(fields, right, wrong):
    question = made("numeric", **numeric(**fields))
    assert {text: earned(question, text) for text in right} == dict.fromkeys(right, 1)
    assert {text: earned(question, text) for text in wrong} == dict.fromkeys(wrong, 0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"number": "eight"}, "Write the number in digits, with at most one decimal comma or point and nothing else."),
        ({"tolerance": "-1"}, "Write the tolerance in digits, or leave it empty."),
        ({"tolerance": "some"}, "Write the tolerance in digits, or leave it empty."),
        (
            {"number": "0", "tolerance": "5", "tolerance_in": "percent"},
            "Per cent of nothing are nothing. Give the tolerance as an amount.",
        ),
        ({"units": ["h", " h"]}, "The unit “ h” stands there twice."),
        ({"units": ["."]}, "Take out the units that are empty or begin with a digit."),
        ({"units": ["4x"]}, "Take out the units that are empty or begin with a digit."),
        ({"unit_needed": True}, "Write the unit that has to be there."),
    ],
)
def test_numbers_that_cannot_be_meant_are_refused(fields, message):
    assert message in against("numeric", **numeric(**fields))


def test_the_range_is_said_in_digits():
    question = made("numeric", **numeric(number="12,5", tolerance="10", tolerance_in="percent", units=["km"]))
    shown = registry.type_of(question).shown(question, None, ["12.5 miles"])
    assert (shown.right, shown.least, shown.most, shown.unit_missed) == ("12,5 km", "11.25", "13.75", True)


# ------------------------------------------------------------------------------------------------------------- gaps
def cloze(text: str, **fields: Any) -> dict[str, Any]:
    return {"text": text, "credit": "parts", "rationale": "?", **fields}


def test_each_gap_earns_a_part():
    question = made("cloze", **cloze("[[belief|idea]] and [[*help|harm]]", one_typo=True))
    assert earned(question, ["Beleif"], ["1"]) == 1
    assert earned(question, ["idea"], ["0"]) == Fraction(1, 2)
    assert earned(question, [""], [""]) == 0
    assert registry.type_of(question).in_words(question, ["idea", None]) == ["1. idea", "2. —"]
    assert not registry.type_of(question).gives_parts(made("cloze", **cloze("[[one]]")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("No gap.", "Write at least one gap, such as [[answer]]."),
        ("[[a", "A gap begins with [[ and ends with ]]. One of the two is missing somewhere."),
        ("[[a]] [[]]", "Gap 2 has an answer that is empty."),
        ("[[a|A]]", "Gap 1 has the same answer twice."),
        ("[[*a|*b|c]]", "Gap 1 has two right answers. Put the star before one of them only."),
        ("[[*a]]", "Gap 1 has only one answer to choose. Add a wrong one."),
        ("[[*a|b|B ]]", "Gap 1 has the same answer twice."),
        ("[[" + "x" * 201 + "]]", "Gap 1 has an answer that is too long."),
        ("[[a]] " * 21, "There may be 20 gaps at most."),
    ],
)
def test_gaps_that_cannot_be_filled_are_refused(text, message):
    assert message in against("cloze", **cloze(text))


def test_no_space_comes_to_stand_beside_a_gap():
    form = form_of(made("cloze", **cloze("un[[der]]stand")))
    assert re.search(
        r'<span>un</span><label class="visually-hidden"[^>]*>Gap 1 of 1</label><input[^>]*><span>stand</span>', form
    )


# -------------------------------------------------------------------------------------------------- true and false
def test_a_statement_says_which_it_is_and_why():
    value = {"answer": "", "why_true": " ", "why_false": "Because."}
    assert against("true_false", **value) == [
        "Say whether the statement is true or false.",
        "Write why each of the two answers is, or is not, right.",
    ]
    question = made("true_false", answer="false", why_true="No.", why_false="Yes.")
    assert [earned(question, one) for one in ("0", "1", "2", "")] == [0, 1, 0, 0]
    assert registry.type_of(question).texts(question) == ["– True No.", "✓ False Yes."]


# ------------------------------------------------------------------------------------ a form does not tell the answer
SWAPPED = [{"left": "A", "right": "belief"}, {"left": "B", "right": "consequence"}, {"left": "C", "right": "event"}]
TWINS = {
    "single": ({"options": _options(True, False)}, {"options": _options(False, True)}),
    "multiple": ({"options": _options(True, True, False)}, {"options": _options(False, True, False)}),
    "true_false": tuple({"answer": one, "why_true": "?", "why_false": "?"} for one in ("true", "false")),
    "matching": (matching(), matching(pairs=SWAPPED)),
    "ordering": tuple({"items": items, "credit": "parts", "rationale": "?"} for items in (ITEMS, ITEMS[::-1])),
    "short_answer": (short(("belief", "1")), short(("consequence", "1"))),
    "numeric": (numeric(number="8"), numeric(number="12345")),
    "cloze": (cloze("[[*a|b]] [[belief]]"), cloze("[[a|*b]] [[relief]]")),
}


@pytest.mark.parametrize("kind", registry.names())
def test_the_form_of_a_question_is_the_same_whatever_is_right(kind):
    one, other = (made(kind, **value) for value in TWINS[kind])
    assert registry.type_of(one).right_answer(one) != registry.type_of(other).right_answer(other)
    if kind == "ordering":  # as learners get them, in the same order
        assert rows(one) == rows(other)
    else:
        assert form_of(one) == form_of(other)


def rows(question: dict[str, Any]) -> str:
    asked = sheets.asked("h", question, order=[2, 0, 3, 1])
    return render_to_string(asked.asked_template, {"question": asked})
