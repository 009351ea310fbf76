"""Moodle XML as it is in the wild, question by question. Pure."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import IO
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from courses.bundles.exchange import shaping, texts, xml
from courses.bundles.exchange.base import OURS, FileRefused
from courses.bundles.exchange.gift.reading import category_of
from courses.bundles.exchange.items import Entry, Item, Made, NotOurs, Where
from courses.bundles.exchange.moodle_xml import gaps, names
from courses.bundles.exchange.shaping import Between, Weighed

_FORMATS = {"html": texts.HTML, "markdown": texts.MARKDOWN, "plain_text": texts.PLAIN}
_USUAL_PENALTIES = {"", "0", "0.1", "0.3333333", "1"}
_USUAL_WORDS = {
    "your answer is correct.",
    "your answer is partially correct.",
    "your answer is incorrect.",
    "votre réponse est correcte.",
    "votre réponse est partiellement correcte.",
    "votre réponse est incorrecte.",
}
_NO_UNIT = "3"


def read(stream: IO[bytes]) -> Iterator[Entry]:
    """Every question of a file."""
    category = ""
    for line, element in xml.pieces(stream, depth=2, passed_over=frozenset({"file", "image_base64"})):
        if element.tag != "question":
            raise FileRefused(_("Line %(line)s: this is not Moodle XML.") % {"line": line})
        if element.get("type") == "category":
            category = category_of(_words(element.find("category")))
            continue
        yield _entry(Item(Where(line), category=category), element)


def _entry(item: Item, element: Element) -> Entry:
    item.name = texts.one_line(_words(element.find("name")))
    number = _words(element.find("idnumber")).strip()
    item.key = number.removeprefix(OURS) if number.startswith(OURS) else ""
    try:
        reader = _Question(item, element)
        item.stem = reader.plain(element.find("questiontext"))
        type_ = element.get("type", "")
        if type_ not in _TYPES:
            raise NotOurs(_NOT_HELD.get(type_) or _no_such_type(type_))
        made = _TYPES[type_](reader)
        item.remarks += _left_out(element, type_)
        return item.found(made)
    except NotOurs as why:
        return item.lost(why)


def _no_such_type(name: str) -> str:
    return _("There is no type of question here like “%(name)s”. Write it as another type.") % {"name": name[:40]}


def _words(element: Element | None) -> str:
    """The text of an element: that of its <text>, or its own."""
    if element is None:
        return ""
    inner = element.find("text")
    return (inner.text if inner is not None else element.text) or ""


def _share(element: Element) -> Fraction:
    text = element.get("fraction", "0").strip().replace(",", ".")
    if not re.fullmatch(r"-?\d{1,4}(\.\d{0,12})?", text):
        raise NotOurs(_("“%(text)s” is no share in per cent.") % {"text": text[:40]})
    return Fraction(text) / 100


class _Question:
    """One question: its parts in our terms."""

    def __init__(self, item: Item, element: Element) -> None:
        self.item = item
        self.element = element

    def plain(self, element: Element | None) -> str:
        """The words of an element as plain text; what that takes away is noted."""
        if element is None:
            return ""
        found = texts.plain(_words(element), _FORMATS.get(element.get("format", ""), texts.MOODLE))
        self.item.remarks += found.remarks
        files = [name for one in element.findall("file") if (name := one.get("name", ""))]
        if files and "<img" not in _words(element):
            self.item.remarks.append(_("Files were left out: %(names)s.") % {"names": ", ".join(files)})
        return found.text

    @property
    def why(self) -> str:
        return self.plain(self.element.find("generalfeedback"))

    def value(self, name: str) -> str:
        return _words(self.element.find(name)).strip()

    def answers(self) -> list[Weighed]:
        return [
            Weighed(self.plain(one), _share(one), self.plain(one.find("feedback")))
            for one in self.element.findall("answer")
        ]

    def choice(self) -> Made:
        single = self.value(names.ONE_ONLY).lower() in ("true", "1", "")
        if self.value("shuffleanswers").lower() in ("0", "false"):
            self.item.remarks.append(_("The order of its answers was fixed; here they are shuffled."))
        return shaping.single(self.answers(), self.why) if single else shaping.multiple(self.answers(), self.why)

    def set_of_choices(self) -> Made:
        return shaping.all_or_nothing(self.answers(), self.why)

    def true_false(self) -> Made:
        right = {one.text.strip().lower(): one for one in self.answers()}
        if set(right) != {"true", "false"} or right["true"].is_whole == right["false"].is_whole:
            raise NotOurs(_("It does not say which of true and false is right. Mark one of them."))
        return shaping.true_false(right["true"].is_whole, right["true"].feedback, right["false"].feedback, self.why)

    def short_answer(self) -> Made:
        answers = [
            Weighed(_words(one), _share(one), self.plain(one.find("feedback")))
            for one in self.element.findall("answer")
        ]
        return shaping.short_answer(answers, case_matters=self.value("usecase") == "1", why=self.why)

    def numeric(self) -> Made:
        spans: list[Between] = []
        for one in self.element.findall("answer"):
            number, feedback = _words(one).strip(), self.plain(one.find("feedback"))
            if number == "*":
                spans.append(Between(Decimal(0), Decimal(0), Fraction(), feedback))
                continue
            tolerance = _words(one.find("tolerance")).strip() or "0"
            spans.append(shaping.around(shaping.decimal(number), shaping.decimal(tolerance), _share(one), feedback))
        return shaping.numeric(spans, self.why, units=self.units(), unit_needed=self.needs_unit())

    def units(self) -> list[str]:
        """The spellings of its unit; other units, which would count another number, are noted."""
        units = self.element.findall("units/unit")
        if not units or self.value("showunits") == _NO_UNIT:
            return []
        same = [one for one in units if shaping.decimal(_words(one.find("multiplier")).strip() or "1") == 1]
        if len(same) < len(units):
            self.item.remarks.append(
                _("Units that are worth another amount were left out; a number has one unit here.")
            )
        return [texts.one_line(_words(one.find("unit_name"))) for one in same]

    def needs_unit(self) -> bool:
        needed = self.value("unitgradingtype") not in ("", "0") and bool(self.element.findall("units/unit"))
        if needed and shaping.decimal(self.value("unitpenalty") or "1") != 1:
            self.item.remarks.append(_("Here a number without its unit earns nothing."))
        return needed

    def matching(self) -> Made:
        pairs, extras = [], []
        for one in self.element.findall("subquestion"):
            left, right = self.plain(one), texts.storable(_words(one.find("answer"))).strip()
            if left:
                pairs.append((left, right))
            else:
                extras.append(right)
        return shaping.matching(pairs, extras, self.why)

    def ordering(self) -> Made:
        items = [self.plain(one) for one in self.element.findall("answer")]
        grading = self.value("gradingtype")
        if grading in ("ALL_OR_NOTHING", "-1"):
            return shaping.ordering(items, self.why, parts=False)
        made = shaping.ordering(items, self.why)
        if grading in ("RELATIVE_NEXT_EXCLUDE_LAST", "1"):
            return made
        return made.saying(_("Here each item that directly follows the one before it earns a part of the point."))

    def cloze(self) -> Made:
        self.item.stem, text, case_matters, remarks = gaps.read(self.item.stem)
        return shaping.cloze(text, self.why, case_matters=case_matters).saying(*remarks)


_TYPES: dict[str, Callable[[_Question], Made]] = {
    names.CHOICE: _Question.choice,
    names.CHOICE_SET: _Question.set_of_choices,
    names.STATEMENT: _Question.true_false,
    names.TYPED: _Question.short_answer,
    names.NUMBER: _Question.numeric,
    names.PAIRS: _Question.matching,
    names.ORDER: _Question.ordering,
    names.GAPS: _Question.cloze,
}


class _Reasons:
    """Why some types do not come in, in the reader's language."""

    def get(self, type_: str) -> str:
        if type_ == "essay":
            return _("It has no answers to grade by (an essay). Here it could be a reflection in a lesson.")
        if type_ == "description":
            return _("It is a text without a question. Put it into a lesson.")
        if type_.startswith("calculated"):
            return _("Its numbers are drawn anew each time, which no question here does. Write it with fixed numbers.")
        if type_.startswith("dd") or type_ == "gapselect":
            return _(
                "Dragging and choosing within a text or picture is not held here. Write it as matching or as gaps."
            )
        return ""


_NOT_HELD = _Reasons()


def _left_out(element: Element, type_: str) -> Iterator[str]:
    """What a question has that none of ours has."""
    grade = _words(element.find("defaultgrade")).strip().rstrip("0").rstrip(".")
    if grade not in ("", "1") and type_ != names.GAPS:
        yield _("It was worth %(points)s points; here every question is worth one.") % {"points": grade[:10]}
    penalty = _words(element.find("penalty")).strip()
    if (penalty.rstrip("0").rstrip(".") if "." in penalty else penalty) not in _USUAL_PENALTIES:
        yield _("A penalty for repeated tries was left out.")
    if _words(element.find("image")).strip():
        yield _("A picture was left out: questions hold text only. Say in words what it shows.")
    if any(_words(hint).strip() for hint in element.findall("hint")):
        yield _("Hints were left out.")
    if tags := [word for tag in element.findall("tags/tag") if (word := texts.one_line(_words(tag)))]:
        yield _("Tags were left out: %(tags)s.") % {"tags": ", ".join(tags)}
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        said = texts.plain(_words(element.find(name)), texts.HTML).text.lower()
        if said and said not in _USUAL_WORDS:
            yield _("Words for right, partly right and wrong answers were left out.")
