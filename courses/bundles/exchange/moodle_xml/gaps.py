"""Moodle's texts with gaps, {1:SHORTANSWER:=answer~%50%other#words}, from and to ours. Pure."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.bundles.exchange import shaping
from courses.bundles.exchange.items import NotOurs
from courses.bundles.exchange.texts import storable
from courses.contents.questions.cloze.gaps import Gap
from courses.contents.questions.cloze.gaps import read as read_ours

_GAP = re.compile(r"\{(\d*):([A-Z_]+):((?:\\.|(?!\{\d*:[A-Z])[^\\}])*)\}", re.DOTALL)
_LOOKS_LIKE_GAP = re.compile(r"\{\d*:[A-Z]")
_PART = re.compile(r"(?:\\.|[^\\~])+", re.DOTALL)
_ANSWER = re.compile(r"(=|%(-?\d{1,3}(?:[.,]\d{0,10})?)%)?((?:\\.|[^\\#])*)(#.*)?", re.DOTALL)
_TYPED = {"SHORTANSWER", "SA", "MW"}
_TYPED_CASE = {"SHORTANSWER_C", "SAC", "MWC"}
_CHOSEN = (
    {"MULTICHOICE", "MC"}
    | {f"MULTICHOICE_{end}" for end in ("V", "H", "S", "VS", "HS")}
    | {"MCV", "MCH", "MCS", "MCVS", "MCHS"}
)
_NUMBER = {"NUMERICAL", "NM"}

Answers = list[tuple[Fraction, str]]


def read(text: str) -> tuple[str, str, bool, list[str]]:
    """What is asked, the text with our gaps, whether capital letters matter, and what changed. Raises NotOurs."""
    reader = _Reader()
    words, gaps, place = [], [], 0
    for found in _GAP.finditer(text):
        words.append(text[place : found.start()])
        gaps.append(reader.gap(found))
        place = found.end()
    if not gaps:
        raise NotOurs(_("It has no gaps that can be read. Write at least one."))
    stem, whole, said = shaping.asked_and_gaps([*words, text[place:]], gaps)
    return stem, whole, reader.case_matters, [*reader.remarks(), *said]


class _Reader:
    """The gaps of one text."""

    def __init__(self) -> None:
        self.cases: set[bool] = set()
        self.weights: set[str] = set()
        self.said: list[str] = []

    @property
    def case_matters(self) -> bool:
        return self.cases == {True}

    def remarks(self) -> list[str]:
        said = list(dict.fromkeys(self.said))
        if len(self.cases) > 1:
            said.append(_("Capital letters mattered in some gaps; here they matter in none."))
        if len(self.weights) > 1:
            said.append(_("The gaps weighed differently; here each earns the same part of the point."))
        return said

    def gap(self, found: re.Match[str]) -> str:
        self.weights.add(found[1] or "1")
        answers = _answers(found[3])
        if any(one[3] for one in _matches(found[3])):
            self.said.append(_("Words to answers in gaps were left out."))
        right = [text for share, text in answers if share == 1]
        if any(0 < share < 1 for share, _text in answers):
            self.said.append(_("Answers in gaps that earned a part of the point earn nothing here."))
        if found[2] in _CHOSEN:
            return shaping.chosen_gap([(text, share == 1) for share, text in answers])
        if found[2] in _NUMBER:
            return self._number(right)
        if found[2] not in _TYPED | _TYPED_CASE:
            raise NotOurs(_("A gap of the kind %(kind)s is not held here.") % {"kind": found[2]})
        self.cases.add(found[2] in _TYPED_CASE)
        if any("*" in text for text in right):
            raise NotOurs(
                _("A star in a gap stands for any text there, and here it would be a star. Write every answer.")
            )
        return shaping.typed_gap(right)

    def _number(self, right: list[str]) -> str:
        numbers = []
        for text in right:
            number, _colon, tolerance = text.partition(":")
            if shaping.decimal(tolerance or "0"):
                raise NotOurs(_("A gap asks for a number with a tolerance. Make it a question of its own."))
            numbers.append(shaping.digits(shaping.decimal(number)))
        self.said.append(_("Numbers in gaps are compared as they are written."))
        return shaping.typed_gap(numbers)


def _matches(inside: str) -> list[re.Match[str]]:
    return [found for part in _PART.findall(inside) if (found := _ANSWER.fullmatch(part.strip()))]


def _answers(inside: str) -> Answers:
    found = []
    for one in _matches(inside):
        share = Fraction(1 if one[1] == "=" else 0)
        if one[2]:
            share = Fraction(one[2].replace(",", ".")) / 100
        found.append((share, re.sub(r"\\(.)", r"\1", one[3]).strip()))
    return found


# ------------------------------------------------------------------------------------------------------------- writing
def written(stem: str, value: Mapping[str, Any]) -> tuple[str, list[str]]:
    """One of our texts with gaps as Moodle has it, with what is asked above it. Raises NotOurs."""
    remarks = []
    asked = re.sub(r"\n\s*\n", "\n", storable(stem).strip())
    if asked != stem:
        remarks.append(_("Empty lines in what is asked became line ends."))
    text = read_ours(value["text"])
    kind = "SHORTANSWER_C" if value["case_matters"] else "SHORTANSWER"
    paragraphs = []
    for paragraph in text.paragraphs:
        lines = ["".join(_written(piece, kind) for piece in line) for line in paragraph]
        paragraphs.append("\n".join(lines))
    return "\n\n".join([_words(asked), *paragraphs]), remarks


def _words(text: str) -> str:
    if _LOOKS_LIKE_GAP.search(text):
        raise NotOurs(
            _("Its text has something in it that Moodle would read as a gap. Change it, or take another format.")
        )
    return text


def _written(piece: str | Gap, kind: str) -> str:
    if isinstance(piece, str):
        return _words(piece)
    if piece.options:
        parts = [
            f"={_fit(text)}" if number in piece.right else _wrong(text) for number, text in enumerate(piece.options)
        ]
        return f"{{1:MULTICHOICE:{'~'.join(parts)}}}"
    if any("*" in text for text in piece.accepted):
        raise NotOurs(_("A star in a gap would stand for any text in Moodle. Change it, or take another format."))
    return f"{{1:{kind}:{'~'.join(f'={_fit(text)}' for text in piece.accepted)}}}"


def _wrong(text: str) -> str:
    return f"%0%{_fit(text)}" if text.startswith(("=", "%")) else _fit(text)


def _fit(text: str) -> str:
    if "\\" in text:
        raise NotOurs(_("An answer in a gap cannot have \\ in it in Moodle. Change it, or take another format."))
    return re.sub(r"([~#}])", r"\\\1", _words(text))
