"""What each type of question shows, says of itself, and offers its author: word for word."""

from random import Random
from typing import Any

import pytest

from courses.contents.noting import Notes
from courses.contents.questions import registry
from courses.contents.questions.cloze.gaps import read
from courses.contents.questions.options import Choice


@pytest.fixture(autouse=True)
def read_anew():
    """Texts with gaps are remembered for the whole process."""
    read.cache_clear()


def made(kind: str, **value: Any) -> dict[str, Any]:
    """A frozen question."""
    return {**registry.named(kind).freeze(value, Notes("?")), "type": kind, "stem": "Which?"}


def texts(question: dict[str, Any]) -> list[str]:
    return registry.type_of(question).texts(question)


def shown(question: dict[str, Any], answer: list[Any], order: list[int] | None = None) -> Any:
    return registry.type_of(question).shown(question, order, answer)


OPTIONS = [{"text": f"{n}", "correct": n < 2, "rationale": f"Why {n}."} for n in range(3)]
PAIRS = [{"left": "A", "right": "event"}, {"left": "B", "right": "belief"}]
MATCHING = {"pairs": PAIRS, "extras": ["effect"], "credit": "parts", "rationale": "So it is."}
ORDERING = {"items": ["first", "second", "third"], "credit": "parts", "rationale": "So it goes."}
ANSWERS = [{"text": "right", "earns": "1", "feedback": ""}, {"text": "near", "earns": "1/2", "feedback": "Nearly."}]
SHORT = {"answers": ANSWERS, "rationale": "So it is called.", "case_matters": True}
NUMBER = {"number": "8", "tolerance": "0.5", "tolerance_in": "amount", "units": ["h", "hours"], "unit_needed": True}
NUMERIC = {**NUMBER, "rationale": "So many."}
CLOZE = {"text": "One [[two|2]]\nthree [[*four|five]].\n\nSix.", "credit": "parts", "rationale": "So it reads."}


def test_what_is_said_of_each_type():
    parts = [f"{'✓' if n < 2 else '–'} {n} Why {n}." for n in range(3)]
    assert texts(made("multiple", options=OPTIONS)) == parts
    rule = "Each right option earns a part of the point."
    assert texts(made("multiple", options=OPTIONS, credit="parts")) == [*parts, rule]
    assert texts(made("matching", **MATCHING)) == [
        "A → event",
        "B → belief",
        "Matches nothing: effect",
        "Each item that is matched correctly earns a part of the point.",
        "So it is.",
    ]
    assert "The point is earned when every item is matched correctly." in texts(
        made("matching", **{**MATCHING, "credit": "all"})
    )
    assert texts(made("ordering", **ORDERING)) == [
        "1. first",
        "2. second",
        "3. third",
        "Each item that directly follows the one before it earns a part of the point.",
        "So it goes.",
    ]
    assert "The point is earned when the whole order is right." in texts(
        made("ordering", **{**ORDERING, "credit": "all"})
    )
    assert texts(made("short_answer", **SHORT)) == [
        "right (the whole point)",
        "near (1/2 of the point) Nearly.",
        "Capital letters matter.",
        "So it is called.",
    ]
    assert texts(made("short_answer", **{**SHORT, "accents_matter": True, "one_typo": True}))[2:-1] == [
        "Capital letters matter.",
        "Accents matter.",
        "One typing mistake in a longer word is forgiven.",
    ]


def test_what_is_said_of_numbers_and_gaps():
    assert texts(made("numeric", **NUMERIC)) == [
        "8 h",
        "h, hours",
        "From 7.5 to 8.5 counts as right.",
        "The unit has to be there.",
        "So many.",
    ]
    assert texts(made("numeric", **{**NUMERIC, "tolerance": "", "unit_needed": False})) == [
        "8 h",
        "h, hours",
        "The unit may be left out.",
        "So many.",
    ]
    assert texts(made("numeric", **{**NUMERIC, "tolerance": "", "units": [], "unit_needed": False})) == [
        "8",
        "So many.",
    ]
    assert texts(made("cloze", **CLOZE, one_typo=True)) == [
        "One [[two|2]]",
        "three [[*four|five]].",
        "Six.",
        "Each gap that is filled correctly earns a part of the point.",
        "One typing mistake in a longer word is forgiven.",
        "So it reads.",
    ]
    assert "The point is earned when every gap is filled correctly." in texts(
        made("cloze", **{**CLOZE, "credit": "all"})
    )


def test_options_and_statements_are_shown():
    question = made("multiple", options=OPTIONS, credit="parts")
    assert shown(question, [1], [2, 1, 0])[1] == Choice(1, "1", True, True, "Why 1.")
    statement = made("true_false", answer="true", why_true="Yes.", why_false="No.")
    assert [(one.number, one.label, one.picked, one.correct, one.why) for one in shown(statement, [1])] == [
        (0, "True", False, True, "Yes."),
        (1, "False", True, False, "No."),
    ]
    assert registry.type_of(statement).arrange(statement, Random(1)) == [0, 1]
    assert registry.type_of(statement).in_words(statement, [1]) == ["False"]
    assert registry.type_of(statement).clean(statement, ["x", "1", "0"]) == [1]


def test_a_matching_is_shown():
    question = made("matching", **MATCHING)
    type_ = registry.type_of(question)
    event, belief = type_.right_answer(question)
    [effect] = {0, 1, 2} - {event, belief}
    order = [effect, belief, event]
    found = shown(question, [effect, None], order)
    assert [(match.number, match.text) for match in found.offered] == [
        (effect, "effect"),
        (belief, "belief"),
        (event, "event"),
    ]
    assert not any(match.picked for match in found.offered)
    first, second = found.items
    assert (first.number, first.text, first.chosen, first.right, first.is_right) == (0, "A", "effect", "event", False)
    assert (second.number, second.text, second.chosen, second.right, second.is_right) == (1, "B", "", "belief", False)
    assert [match.picked for match in first.offered] == [True, False, False]
    assert [match.picked for match in second.offered] == [False, False, False]
    assert found.rationale == "So it is."
    assert [match.number for match in shown(question, []).offered] == [0, 1, 2]
    assert all(item.is_right for item in shown(question, [event, belief]).items)
    assert type_.in_words(question, [effect, None]) == ["A → effect", "B → —"]
    assert type_.fields(question, [effect, None]) == {"-0": [str(effect)], "-1": [""]}
    assert len({tuple(type_.arrange(question, Random(seed))) for seed in range(30)}) == 6


def test_an_ordering_is_shown():
    question = made("ordering", **ORDERING)
    type_ = registry.type_of(question)
    first, second, third = (item.number for item in shown(question, []).in_order)
    answer: list[int | None] = [None, None, None]
    answer[third], answer[first] = 1, 2
    found = shown(question, answer, [second, first, third])
    assert [(item.text, item.place, item.right) for item in found.items] == [
        ("second", None, 2),
        ("first", 2, 1),
        ("third", 1, 3),
    ]
    assert (found.places, found.pairs, found.followed, found.has_twice) == ((1, 2, 3), 2, 0, False)
    assert found.rationale == "So it goes."
    assert type_.in_words(question, answer) == ["1. third", "2. first", "—. second"]
    assert type_.fields(question, answer) == {
        f"-{n}": ["" if value is None else str(value)] for n, value in enumerate(answer)
    }
    answer[second] = 3
    assert [item.text for item in shown(question, answer, [second, first, third]).items] == ["third", "first", "second"]
    assert shown(question, answer).followed == 1
    assert [item.text for item in shown(question, []).items] == ["first", "second", "third"]
    assert not shown(question, []).has_twice
    assert len({tuple(type_.arrange(question, Random(seed))) for seed in range(60)}) == 5


def test_typed_answers_are_shown():
    question = made("short_answer", **SHORT)
    found = shown(question, ["near"])
    assert (found.given, found.rules, found.longest, found.rationale) == (
        "near",
        ("Capital letters matter.",),
        200,
        "So it is called.",
    )
    assert [(one.text, one.earns, one.feedback, one.given) for one in found.foreseen] == [
        ("right", "1", "", False),
        ("near", "1/2", "Nearly.", True),
    ]
    assert [one.text for one in found.right] == ["right"]
    assert (shown(question, []).given, shown(question, []).met) == ("", None)
    assert registry.type_of(question).clean(question, ["", " near ", "right"]) == ["near"]
    assert registry.type_of(question).in_words(question, ["near"]) == ["near"]


def test_numbers_are_shown():
    question = made("numeric", **NUMERIC)
    found = shown(question, ["8"])
    assert (found.given, found.right, found.least, found.most, found.unit) == ("8", "8 h", "7.5", "8.5", "h")
    assert (found.unit_needed, found.unit_missed, found.longest, found.rationale) == (True, True, 200, "So many.")
    assert not shown(question, ["8 h"]).unit_missed
    assert not shown(question, ["9"]).unit_missed
    bare = shown(made("numeric", **{**NUMERIC, "tolerance": "", "units": [], "unit_needed": False}), [])
    assert (bare.given, bare.right, bare.least, bare.most, bare.unit, bare.unit_needed) == ("", "8", "", "", "", False)
    assert registry.type_of(question).clean(question, ["", "8", "9"]) == ["8"]
    assert registry.type_of(question).in_words(question, ["8"]) == ["8"]


def test_gaps_are_shown():
    question = made("cloze", **CLOZE, accents_matter=True)
    found = shown(question, ["2", 1])
    [[one, first], [three, second, end]], [[six]] = found.paragraphs
    assert [piece.words for piece in (one, three, end, six)] == ["One ", "three ", ".", "Six."]
    assert not any(piece.gap for piece in (one, three, end, six))
    assert (first.gap, first.number, first.place, first.given, first.right, first.is_right) == (
        True,
        0,
        1,
        "2",
        ("two", "2"),
        True,
    )
    assert (second.number, second.place, second.given, second.right, second.is_right) == (1, 2, "four", ("four",), True)
    assert [(option.number, option.text) for option in second.options] == [(0, "five"), (1, "four")]
    assert [option.picked for option in second.options] == [False, True]
    assert first.options == ()
    assert (found.rules, found.width, found.longest, found.rationale) == (("Accents matter.",), 8, 200, "So it reads.")
    assert found.gaps == [first, second]
    assert shown(made("cloze", **{**CLOZE, "text": "[[*a|b]]"}, accents_matter=True), []).rules == ()
    assert shown(made("cloze", **{**CLOZE, "text": f"[[{'x' * 12}]]"}), []).width == 14
    assert shown(made("cloze", **{**CLOZE, "text": f"[[{'x' * 40}]]"}), []).width == 30
    assert registry.type_of(question).fields(question, ["2", None]) == {"-0": ["2"], "-1": [""]}
    whole = made("cloze", **{**CLOZE, "credit": "all"})
    grade = registry.type_of(whole).grade
    assert [grade(whole, answer) for answer in (["two", 1], ["two", 0], [])] == [1, 0, 0]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("multiple", ["options", "credit"]),
        ("true_false", ["answer", "why_true", "why_false"]),
        ("matching", ["pairs", "extras", "credit", "rationale"]),
        ("ordering", ["items", "credit", "rationale"]),
        ("short_answer", ["answers", "rationale", "case_matters", "accents_matter", "one_typo"]),
        ("numeric", ["number", "tolerance", "tolerance_in", "units", "unit_needed", "rationale"]),
        ("cloze", ["text", "credit", "rationale", "case_matters", "accents_matter", "one_typo"]),
    ],
)
def test_what_an_author_fills_in(kind, fields):
    type_ = registry.named(kind)
    block = type_.editor()
    assert list(block.child_blocks) == fields
    assert block.label == type_.label
    if "credit" in fields:
        credit = block.child_blocks["credit"]
        assert credit.get_default() == ("all" if kind == "multiple" else "parts")
        assert [value for value, _label in credit.field.choices] == ["all", "parts"]
        assert "part" in str(dict(credit.field.choices)["parts"])
