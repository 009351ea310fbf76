"""Our questions as a QTI package: an item a question, in the names of QTI 2.1 or 3.0. Pure."""

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from courses.bundles.exchange import giving
from courses.bundles.exchange.base import OURS, Gone, one_by_one
from courses.bundles.exchange.qti.elements import MULTIPLE, SINGLE, THREE, TWO, Node, Version, node
from courses.bundles.exchange.qti.reading import GAPS
from courses.bundles.shapes import QuestionShape
from courses.contents.questions.authored import ALL
from courses.contents.questions.cloze.gaps import Gap
from courses.contents.questions.cloze.gaps import read as read_gaps
from courses.contents.questions.forms import Form

__all__ = ["THREE", "TWO", "write"]

_RESPONSE = "RESPONSE"


@dataclass
class _Sheet:
    """What one item is made of."""

    responses: list[Node] = field(default_factory=list)
    body: list[Node | str] = field(default_factory=list)
    rules: list[Node] = field(default_factory=list)
    why: str = ""
    has_feedback: bool = False
    feedback: str = SINGLE  # how many feedbacks may be shown at once
    remarks: list[str] = field(default_factory=list)


def write(questions: Sequence[QuestionShape], version: Version) -> tuple[bytes, list[Gone]]:
    """The bytes of a package, and what became of every question."""
    parts, gone = one_by_one(questions, lambda question: _written(question, version))
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "imsmanifest.xml", version.manifest([question.key for question, _part in parts]))
        for question, part in parts:
            _add(archive, f"items/{question.key}.xml", part)
    return stream.getvalue(), gone


def _add(archive: zipfile.ZipFile, name: str, content: str) -> None:
    entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))  # the same questions give the same bytes
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content.encode())


def _written(question: QuestionShape, version: Version) -> tuple[str, list[str]]:
    sheet = _Sheet(why=question.value.get("rationale", ""))
    form = giving.form_of(question)
    if form not in _WRITERS:
        raise giving.unknown()
    _WRITERS[form](sheet, question.stem, question.value)
    shows = sheet.has_feedback or bool(sheet.why.strip())
    outcomes = [_outcome("SCORE", "float", "0")]
    after: list[Node] = []
    if shows:
        outcomes.append(_outcome("FEEDBACK", "identifier", cardinality=sheet.feedback))
    if sheet.why.strip():
        sheet.rules.append(_set("FEEDBACK", _base("identifier", "WHY")))
        inside = _paragraphs(sheet.why)
        inside = [node("qti-content-body", *inside)] if version is THREE else inside
        after.append(node("modalFeedback", *inside, outcomeIdentifier="FEEDBACK", identifier="WHY", showHide="show"))
    item = node(
        "assessmentItem",
        *sheet.responses,
        *outcomes,
        node("itemBody", *sheet.body),
        node("responseProcessing", *sheet.rules),
        *after,
        identifier=OURS + question.key,
        title=question.key,
        adaptive="false",
        timeDependent="false",
    )
    return version.document(item), sheet.remarks


def _outcome(name: str, base: str, value: str = "", *, cardinality: str = SINGLE) -> Node:
    default = [node("defaultValue", node("value", value))] if value else []
    return node("outcomeDeclaration", *default, identifier=name, cardinality=cardinality, baseType=base)


def _paragraphs(words: str) -> list[Node]:
    """A text as paragraphs of lines."""
    found = []
    for paragraph in re.split(r"\n[ \t]*\n", words.strip()):
        found.append(node("p", *_lines(paragraph)))
    return found


def _lines(words: str) -> list[Node | str]:
    found: list[Node | str] = []
    for place, line in enumerate(words.strip().split("\n")):
        found += [node("br"), line] if place else [line]
    return found


def _set(name: str, *values: Node) -> Node:
    return node("setOutcomeValue", *values, identifier=name)


def _base(kind: str, value: str) -> Node:
    return node("baseValue", value, baseType=kind)


def _response(
    kind: str, cardinality: str, correct: Sequence[str], mapped: Mapping[str, Fraction] | None = None, **mapping: str
) -> Node:
    """What is right, and what each value earns."""
    name = mapping.pop("name", _RESPONSE)
    case = mapping.pop("caseSensitive", "")
    inside = [node("correctResponse", *(node("value", value) for value in correct))] if correct else []
    if mapped is not None:
        extra = {"caseSensitive": case} if case else {}
        entries = [node("mapEntry", mapKey=key, mappedValue=_decimal(share), **extra) for key, share in mapped.items()]
        inside.append(node("mapping", *entries, defaultValue="0", **mapping))
    return node("responseDeclaration", *inside, identifier=name, cardinality=cardinality, baseType=kind)


def _decimal(share: Fraction) -> str:
    return f"{float(share):.9f}".rstrip("0").rstrip(".")


def _if_right(test: Node) -> Node:
    right = node("responseIf", test, _set("SCORE", _base("float", "1")))
    return node("responseCondition", right, node("responseElse", _set("SCORE", _base("float", "0"))))


def _match() -> Node:
    return node("match", node("variable", identifier=_RESPONSE), node("correct", identifier=_RESPONSE))


def _mapped() -> Node:
    return _set("SCORE", node("mapResponse", identifier=_RESPONSE))


# ----------------------------------------------------------------------------------------------------------- the types
def _choices(sheet: _Sheet, stem: str, options: Sequence[tuple[str, str, str]], most: int) -> None:
    """The options by identifier, text and reason."""
    rows = []
    for identifier, words, reason in options:
        inside = _lines(words)
        if reason.strip():
            sheet.has_feedback = True
            shown = {"outcomeIdentifier": "FEEDBACK", "identifier": identifier, "showHide": "show"}
            inside.append(node("feedbackInline", *_lines(reason), **shown))
        rows.append(node("simpleChoice", *inside, identifier=identifier))
    prompt = node("prompt", *_lines(stem))
    sheet.body.append(
        node("choiceInteraction", prompt, *rows, responseIdentifier=_RESPONSE, shuffle="true", maxChoices=str(most))
    )
    if sheet.has_feedback:
        sheet.rules.append(_set("FEEDBACK", node("variable", identifier=_RESPONSE)))


def _single(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    options = [(f"c{number}", one["text"], one["rationale"]) for number, one in enumerate(value["options"], start=1)]
    right = [f"c{number}" for number, one in enumerate(value["options"], start=1) if one["correct"]]
    sheet.responses.append(_response("identifier", SINGLE, right))
    sheet.rules.append(_if_right(_match()))
    _choices(sheet, stem, options, 1)


def _true_false(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    sheet.responses.append(_response("identifier", SINGLE, [value["answer"]]))
    sheet.rules.append(_if_right(_match()))
    options = [("true", "True", value["why_true"]), ("false", "False", value["why_false"])]
    _choices(sheet, stem, options, 1)


def _multiple(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    names = [f"c{number}" for number in range(1, len(value["options"]) + 1)]
    options = [(name, one["text"], one["rationale"]) for name, one in zip(names, value["options"], strict=True)]
    right = [name for name, one in zip(names, value["options"], strict=True) if one["correct"]]
    if value.get("credit") == "parts":
        mapped = dict(zip(names, giving.shares(value), strict=True))
        sheet.responses.append(_response("identifier", MULTIPLE, right, mapped, lowerBound="0", upperBound="1"))
        sheet.rules.append(_mapped())
    else:
        sheet.responses.append(_response("identifier", MULTIPLE, right))
        sheet.rules.append(_if_right(_match()))
    _choices(sheet, stem, options, 0)
    sheet.feedback = MULTIPLE


def _matching(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    rights: list[str] = []
    pairs = []
    for number, pair in enumerate(value["pairs"], start=1):
        if pair["right"] not in rights:
            rights.append(pair["right"])
        pairs.append(f"l{number} r{rights.index(pair['right']) + 1}")
    rights += value["extras"]
    if value["credit"] == ALL:
        sheet.responses.append(_response("directedPair", MULTIPLE, pairs))
        sheet.rules.append(_if_right(_match()))
    else:
        mapped = dict.fromkeys(pairs, Fraction(1, len(pairs)))
        sheet.responses.append(_response("directedPair", MULTIPLE, pairs, mapped, lowerBound="0", upperBound="1"))
        sheet.rules.append(_mapped())
    lefts = [
        node("simpleAssociableChoice", *_lines(pair["left"]), identifier=f"l{number}", matchMax="1")
        for number, pair in enumerate(value["pairs"], start=1)
    ]
    others = [
        node("simpleAssociableChoice", *_lines(words), identifier=f"r{number}", matchMax=str(len(lefts)))
        for number, words in enumerate(rights, start=1)
    ]
    sides = [node("simpleMatchSet", *lefts), node("simpleMatchSet", *others)]
    prompt = node("prompt", *_lines(stem))
    most = {"responseIdentifier": _RESPONSE, "shuffle": "true", "maxAssociations": str(len(lefts))}
    sheet.body.append(node("matchInteraction", prompt, *sides, **most))


def _ordering(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    names = [f"i{number}" for number in range(1, len(value["items"]) + 1)]
    sheet.responses.append(_response("identifier", "ordered", names))
    sheet.rules.append(_if_right(_match()))
    rows = [
        node("simpleChoice", *_lines(words), identifier=name) for name, words in zip(names, value["items"], strict=True)
    ]
    prompt = node("prompt", *_lines(stem))
    sheet.body.append(node("orderInteraction", prompt, *rows, responseIdentifier=_RESPONSE, shuffle="true"))
    if value["credit"] != ALL:
        sheet.remarks.append(_("There, only the whole order earns the point."))


def _short_answer(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    mapped = {one["text"]: Fraction(one["earns"]) for one in value["answers"]}
    right = [one["text"] for one in value["answers"] if one["earns"] == "1"][:1]
    case = str(value["case_matters"]).lower()
    sheet.responses.append(_response("string", SINGLE, right, mapped, caseSensitive=case))
    sheet.rules.append(_mapped())
    _typed(sheet, stem)
    sheet.remarks += giving.left_out_of_rules(value, knows_case=True)
    if any(one["feedback"].strip() for one in value["answers"]):
        sheet.remarks.append(_("Words to single answers are not in the file."))


def _numeric(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    number, tolerance = giving.number_and_tolerance(value)
    sheet.responses.append(_response("float", SINGLE, [number]))
    pair = (node("variable", identifier=_RESPONSE), node("correct", identifier=_RESPONSE))
    sheet.rules.append(
        _if_right(node("equal", *pair, toleranceMode="absolute", tolerance=f"{tolerance} {tolerance}"))
        if tolerance != "0"
        else _if_right(node("equal", *pair, toleranceMode="exact"))
    )
    _typed(sheet, stem)
    sheet.remarks += giving.left_out_of_numbers(value, knows_units=False)


def _typed(sheet: _Sheet, stem: str) -> None:
    field_ = node("textEntryInteraction", responseIdentifier=_RESPONSE, expectedLength="30")
    sheet.body += [*_paragraphs(stem), node("p", field_)]


def _cloze(sheet: _Sheet, stem: str, value: giving.Value) -> None:
    found = read_gaps(value["text"])
    share, case = Fraction(1, len(found.gaps)), str(value["case_matters"]).lower()
    sheet.body.append(node("div", *_lines(re.sub(r"\n\s*\n", "\n", stem)), **{"class": GAPS}))
    for paragraph in found.paragraphs:
        inside: list[Node | str] = []
        for place, line in enumerate(paragraph):
            inside += [node("br")] if place else []
            inside += [piece if isinstance(piece, str) else _gap(sheet, piece, share, case) for piece in line]
        sheet.body.append(node("p", *inside))
    maps = [node("mapResponse", identifier=f"GAP{gap.number + 1}") for gap in found.gaps]
    sheet.rules.append(_set("SCORE", node("sum", *maps)))
    sheet.remarks += giving.left_out_of_credit(value)
    if any(gap.accepted for gap in found.gaps):
        sheet.remarks += giving.left_out_of_rules(value, knows_case=True)
    if stem != re.sub(r"\n\s*\n", "\n", stem):
        sheet.remarks.append(_("Empty lines in what is asked became line ends."))


def _gap(sheet: _Sheet, gap: Gap, share: Fraction, case: str) -> Node:
    name = f"GAP{gap.number + 1}"
    if not gap.options:
        mapped = dict.fromkeys(gap.accepted, share)
        sheet.responses.append(_response("string", SINGLE, gap.accepted[:1], mapped, name=name, caseSensitive=case))
        return node("textEntryInteraction", responseIdentifier=name)
    right = f"o{gap.right[0] + 1}"
    sheet.responses.append(_response("identifier", SINGLE, [right], {right: share}, name=name))
    rows = [node("inlineChoice", words, identifier=f"o{number}") for number, words in enumerate(gap.options, start=1)]
    return node("inlineChoiceInteraction", *rows, responseIdentifier=name, shuffle="true")


_WRITERS: dict[Form | None, Callable[[_Sheet, str, Any], None]] = {
    Form.ONE: _single,
    Form.MANY: _multiple,
    Form.STATEMENT: _true_false,
    Form.PAIRS: _matching,
    Form.ORDER: _ordering,
    Form.TYPED: _short_answer,
    Form.NUMBER: _numeric,
    Form.GAPS: _cloze,
}
