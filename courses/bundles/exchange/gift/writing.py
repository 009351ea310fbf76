"""Our questions as GIFT. Pure."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.bundles.exchange import giving
from courses.bundles.exchange.base import OURS, Gone, one_by_one
from courses.bundles.exchange.items import NotOurs
from courses.bundles.exchange.texts import one_line, storable
from courses.bundles.shapes import QuestionShape
from courses.contents.questions.forms import Form

_ESCAPES = str.maketrans({**{sign: f"\\{sign}" for sign in "\\:#={}~"}, "\n": "\\n"})

Part = tuple[str, list[str]]


def write(questions: Sequence[QuestionShape]) -> tuple[str, list[Gone]]:
    """The text of a file, and what became of every question."""
    parts, gone = one_by_one(questions, _written)
    lines: list[str] = []
    topic = None
    for question, text in parts:
        if question.topic != topic:
            topic = question.topic
            lines.append(f"$CATEGORY: $course$/top/{topic}\n")
        lines.append(
            f"// [id:{OURS}{question.key}]\n::{_escaped(question.key)}::[plain]{_escaped(question.stem)}{text}\n"
        )
    return "\n".join(lines), gone


def _escaped(text: str) -> str:
    return storable(text).strip().translate(_ESCAPES)


def _text(text: str) -> str:
    """A text below the question; what would be read as a format or a weight says that it is neither."""
    written = _escaped(text)
    return f"[plain]{written}" if written.startswith(("[", "%", "//")) else written


def _feedback(text: str) -> str:
    return f"#{_text(text)}" if text.strip() else ""


def _reason(value: giving.Value) -> str:
    text = _text(value["rationale"])
    return f"\t####{text}\n" if text else ""


def _written(question: QuestionShape) -> Part:
    form = giving.form_of(question)
    if form not in _WRITERS:
        raise NotOurs(_("GIFT cannot say a question of this type. Take Moodle XML, QTI or our own YAML."))
    return _WRITERS[form](question.value)


def _single(value: giving.Value) -> Part:
    lines = [
        f"\t{'=' if option['correct'] else '~'}{_text(option['text'])}{_feedback(option['rationale'])}\n"
        for option in value["options"]
    ]
    return f"{{\n{''.join(lines)}}}", []


def _multiple(value: giving.Value) -> Part:
    lines = [
        f"\t~%{giving.weight(share)}%{_text(option['text'])}{_feedback(option['rationale'])}\n"
        for option, share in zip(value["options"], giving.shares(value), strict=True)
    ]
    return f"{{\n{''.join(lines)}}}", list(giving.left_out_of_credit(value))


def _true_false(value: giving.Value) -> Part:
    is_true = value["answer"] == "true"
    right, wrong = ("why_true", "why_false") if is_true else ("why_false", "why_true")
    words = f"#{_text(value[wrong])}#{_text(value[right])}"
    return f"{{{'TRUE' if is_true else 'FALSE'}{words if words != '##' else ''}}}", []


def _matching(value: giving.Value) -> Part:
    if any("->" in pair["left"] for pair in value["pairs"]):
        raise NotOurs(_("In GIFT an item to match cannot have -> in it. Change it, or take another format."))
    lines = [f"\t={_text(pair['left'])} -> {_escaped(pair['right'])}\n" for pair in value["pairs"]]
    lines += [f"\t= -> {_escaped(text)}\n" for text in value["extras"]]
    return f"{{\n{''.join(lines)}{_reason(value)}}}", list(giving.left_out_of_credit(value))


def _ordering(value: giving.Value) -> Part:
    grading = "ALL_OR_NOTHING" if value["credit"] == "all" else "RELATIVE_NEXT_EXCLUDE_LAST"
    items = [one_line(text) for text in value["items"]]
    remarks = [_("Line ends within an item became spaces.")] if items != list(value["items"]) else []
    if value["rationale"].strip():
        remarks.append(_("The rationale is not in the file."))
    lines = "".join(f"{_text(text)}\n" for text in items)
    return f"{{>{len(items)} ALL VERTICAL {grading} SHOW none\n{lines}}}", remarks


def _short_answer(value: giving.Value) -> Part:
    if any("->" in one["text"] + one["feedback"] for one in value["answers"]):
        raise NotOurs(_("In GIFT a typed answer cannot have -> in it. Change it, or take another format."))
    lines = []
    for one in value["answers"]:
        text = _text(one["text"].replace("*", r"\*"))
        share = giving.weight(Fraction(one["earns"]))
        lines.append(f"\t=%{share}%{text}{_feedback(one['feedback'])}\n")
    remarks = list(giving.left_out_of_rules(value, knows_case=False))
    return f"{{\n{''.join(lines)}{_reason(value)}}}", remarks


def _numeric(value: giving.Value) -> Part:
    number, tolerance = giving.number_and_tolerance(value)
    remarks = list(giving.left_out_of_numbers(value, knows_units=False))
    return f"{{#\n\t=%100%{number}:{tolerance}\n{_reason(value)}}}", remarks


_WRITERS: dict[Form | None, Callable[[Any], Part]] = {
    Form.ONE: _single,
    Form.MANY: _multiple,
    Form.STATEMENT: _true_false,
    Form.PAIRS: _matching,
    Form.ORDER: _ordering,
    Form.TYPED: _short_answer,
    Form.NUMBER: _numeric,
}
