"""Our questions as Moodle XML. Pure."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from courses.bundles.exchange import giving
from courses.bundles.exchange.base import OURS, Gone, one_by_one
from courses.bundles.exchange.moodle_xml import gaps, names
from courses.bundles.exchange.xml import attribute, text
from courses.bundles.shapes import QuestionShape
from courses.contents.questions.forms import Form

Part = tuple[str, str, list[str]]  # type of question, its own elements, what is not carried


def write(questions: Sequence[QuestionShape]) -> tuple[str, list[Gone]]:
    """The text of a file, and what became of every question."""
    parts, gone = one_by_one(questions, _written)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    topic = None
    for question, part in parts:
        if question.topic != topic:
            topic = question.topic
            inner = _text(f"$course$/top/{topic}")
            lines.append(f'<question type="category"><category>{inner}</category></question>')
        lines.append(part)
    return "\n".join([*lines, "</quiz>", ""]), gone


def _written(question: QuestionShape) -> tuple[str, list[str]]:
    stem = question.stem
    remarks: list[str] = []
    form = giving.form_of(question)
    if form not in _WRITERS:
        raise giving.unknown()
    if form is Form.GAPS:
        stem, remarks = gaps.written(stem, question.value)
    type_, inside, more = _WRITERS[form](question.value)
    why = question.value.get("rationale", "")
    parts = [
        f'<question type="{type_}">',
        f"<name>{_text(question.key)}</name>",
        _formatted("questiontext", stem),
        _formatted("generalfeedback", why),
        f"<defaultgrade>1</defaultgrade><idnumber>{text(OURS + question.key)}</idnumber>",
        inside,
        "</question>",
    ]
    return "\n".join(parts), [*remarks, *more]


def _text(words: str) -> str:
    return f"<text>{text(words)}</text>"


def _formatted(name: str, words: str, attributes: str = "", inside: str = "") -> str:
    return f'<{name}{attributes} format="plain_text">{_text(words)}{inside}</{name}>'


def _answer(words: str, share: Fraction, feedback: str = "", more: str = "") -> str:
    attributes = f" fraction={attribute(giving.weight(share))}"
    return _formatted("answer", words, attributes, _formatted("feedback", feedback) + more)


def _options(value: giving.Value, shares: Sequence[Fraction], *, single: bool) -> str:
    answers = [
        _answer(option["text"], share, option["rationale"])
        for option, share in zip(value["options"], shares, strict=True)
    ]
    head = f"<single>{str(single).lower()}</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>"
    return "\n".join([head, *answers])


def _single(value: giving.Value) -> Part:
    shares = [Fraction(bool(option["correct"])) for option in value["options"]]
    return "multichoice", _options(value, shares, single=True), []


def _multiple(value: giving.Value) -> Part:
    return "multichoice", _options(value, giving.shares(value), single=False), list(giving.left_out_of_credit(value))


def _true_false(value: giving.Value) -> Part:
    answers = [_answer(name, Fraction(value["answer"] == name), value[f"why_{name}"]) for name in ("true", "false")]
    return "truefalse", "\n".join(answers), []


def _matching(value: giving.Value) -> Part:
    pairs = [(pair["left"], pair["right"]) for pair in value["pairs"]] + [("", text) for text in value["extras"]]
    rows = [_formatted("subquestion", left, "", f"<answer>{_text(right)}</answer>") for left, right in pairs]
    remarks = list(giving.left_out_of_credit(value))
    return names.PAIRS, "\n".join(["<shuffleanswers>true</shuffleanswers>", *rows]), remarks


def _ordering(value: giving.Value) -> Part:
    grading = "ALL_OR_NOTHING" if value["credit"] == "all" else "RELATIVE_NEXT_EXCLUDE_LAST"
    head = (
        "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>0</selectcount>"
        f"<gradingtype>{grading}</gradingtype><showgrading>SHOW</showgrading><numberingstyle>none</numberingstyle>"
    )
    items = [_answer(words, Fraction(number, 100)) for number, words in enumerate(value["items"], start=1)]
    return names.ORDER, "\n".join([head, *items]), []


def _short_answer(value: giving.Value) -> Part:
    answers = [
        _answer(one["text"].replace("*", r"\*"), Fraction(one["earns"]), one["feedback"]) for one in value["answers"]
    ]
    head = f"<usecase>{int(value['case_matters'])}</usecase>"
    return "shortanswer", "\n".join([head, *answers]), list(giving.left_out_of_rules(value, knows_case=True))


def _numeric(value: giving.Value) -> Part:
    number, tolerance = giving.number_and_tolerance(value)
    answer = _answer(number, Fraction(1), "", f"<tolerance>{tolerance}</tolerance>")
    units = "".join(
        f"<unit><multiplier>1</multiplier><unit_name>{text(unit)}</unit_name></unit>" for unit in value["units"]
    )
    graded = "<unitgradingtype>1</unitgradingtype><unitpenalty>1</unitpenalty>"
    free = "<unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty>"
    how = graded if value["unit_needed"] else free
    shown = "0" if value["units"] else "3"
    parts = [answer, f"<units>{units}</units>" if units else "", f"{how}<showunits>{shown}</showunits>"]
    remarks = list(giving.left_out_of_numbers(value, knows_units=True))
    return "numerical", "\n".join(part for part in parts if part), remarks


def _cloze(value: giving.Value) -> Part:
    return names.GAPS, "", list(_left_out_of_gaps(value))


def _left_out_of_gaps(value: giving.Value) -> Iterator[str]:
    yield from giving.left_out_of_credit(value)
    if "[[" in value["text"]:
        yield from giving.left_out_of_rules(value, knows_case=True)


_WRITERS: dict[Form | None, Callable[[Any], Part]] = {
    Form.ONE: _single,
    Form.MANY: _multiple,
    Form.STATEMENT: _true_false,
    Form.PAIRS: _matching,
    Form.ORDER: _ordering,
    Form.TYPED: _short_answer,
    Form.NUMBER: _numeric,
    Form.GAPS: _cloze,
}
