"""A number, exact or within a tolerance, with a unit if it has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from random import Random
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import BooleanBlock, CharBlock, ChoiceBlock, ListBlock, StructBlock

from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions import authored
from courses.contents.questions.base import Answer, Data, QuestionType
from courses.contents.questions.forms import Form
from courses.contents.questions.numeric import reading
from courses.contents.questions.sent import LONGEST, typed_text
from courses.contents.questions.typed import Rules, plain, twice

AMOUNT, PERCENT = "amount", "percent"
_UNITS = Rules(case_matters=True, accents_matter=True)  # mg is not Mg
_EXACTLY = Context(prec=200)


@dataclass(frozen=True)
class Shown:
    given: str
    right: str
    least: str  # empty: only the number itself is right
    most: str
    unit: str  # empty: it has none
    unit_needed: bool
    unit_missed: bool  # whether the number was right, and the unit was not
    longest: int
    rationale: str


class NumericBlock(StructBlock):
    number = CharBlock(
        max_length=40,
        label=gettext_lazy("Number"),
        help_text=gettext_lazy("Digits with at most one decimal comma or point, such as 12, -3 or 0.5."),
    )
    tolerance = CharBlock(
        required=False,
        max_length=40,
        label=gettext_lazy("Tolerance"),
        help_text=gettext_lazy("How far off an answer may be and still be right. Empty: not at all."),
    )
    tolerance_in = ChoiceBlock(
        choices=[(AMOUNT, gettext_lazy("as an amount")), (PERCENT, gettext_lazy("in per cent of the number"))],
        default=AMOUNT,
        label=gettext_lazy("The tolerance is given"),
    )
    units = ListBlock(
        CharBlock(max_length=40),
        default=[],
        max_num=20,
        required=False,
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy(
            "Every spelling that should count, such as h, hour, hours; the first one is shown. Capital letters matter. Without "
            "a unit, only the number is to be typed."
        ),
    )
    unit_needed = BooleanBlock(
        required=False,
        label=gettext_lazy("The unit has to be there"),
        help_text=gettext_lazy("Otherwise it may be left out. A wrong unit is never right."),
    )
    rationale = authored.rationale_block()

    class Meta:
        icon = "decimal"


class Numeric(QuestionType):
    """An answer is the text that was typed. What can be read in two ways is right when one of them is."""

    order = 70
    form = Form.NUMBER
    label = gettext_lazy("Number")

    def editor(self) -> StructBlock:
        return NumericBlock(label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {
            "number": value["number"],
            "tolerance": value["tolerance"] or "",
            "tolerance_in": value["tolerance_in"],
            "units": [str(unit) for unit in value["units"]],
            "unit_needed": bool(value["unit_needed"]),
            "rationale": value["rationale"],
        }

    def texts(self, question: Data) -> list[str]:
        unit = "" if not question["units"] else _unit_rule(question)
        units = ", ".join(question["units"])
        return [
            part for part in (_whole_answer(question), units, _between(question), unit, question["rationale"]) if part
        ]

    def problems(self, value: Any) -> list[Problem]:
        number, tolerance = reading.written(str(value["number"] or "")), _tolerance(value)
        units = [str(unit or "") for unit in value["units"]]
        found = []
        if number is None:
            found.append(_("Write the number in digits, with at most one decimal comma or point and nothing else."))
        if tolerance is None or tolerance < 0:
            found.append(_("Write the tolerance in digits, or leave it empty."))
        if value["tolerance_in"] == PERCENT and number == 0 and tolerance:
            found.append(_("Per cent of nothing are nothing. Give the tolerance as an amount."))
        if any(not _is_unit(plain(unit, _UNITS)) for unit in units):
            found.append(_("Take out the units that are empty or begin with a digit."))
        found += [_("The unit “%(text)s” stands there twice.") % {"text": unit} for unit in twice(units, _UNITS)]
        if value["unit_needed"] and not units:
            found.append(_("Write the unit that has to be there."))
        return [Problem(message) for message in found]

    def arrange(self, question: Data, chance: Random) -> list[int]:
        return []

    def clean(self, question: Data, raw: Sequence[Any]) -> list[str]:
        return [text for value in raw if (text := typed_text(value))][:1]

    def grade(self, question: Data, answer: Answer) -> Fraction:
        found = reading.typed(answer[0]) if answer else None
        return Fraction(found is not None and _is_near(question, found) and _has_unit(question, found))

    def right_answer(self, question: Data) -> list[str]:
        return self.clean(question, [_whole_answer(question)])

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        """The number alone is another; its unit and tolerance stay."""
        found = reading.typed(answer[0]) if answer else None
        digits = answer[0].replace(found.unit, "").strip() if found and found.unit else "".join(answer)
        return {**question, "number": digits}

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        return list(answer)

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> Shown:
        found = reading.typed(answer[0]) if answer else None
        least, most = _bounds(question)
        return Shown(
            given=answer[0] if answer else "",
            right=_whole_answer(question),
            least="" if least == most else _in_digits(least),
            most="" if least == most else _in_digits(most),
            unit=question["units"][0] if question["units"] else "",
            unit_needed=question["unit_needed"],
            unit_missed=found is not None and _is_near(question, found) and not _has_unit(question, found),
            longest=LONGEST,
            rationale=question["rationale"],
        )


def _tolerance(value: Any) -> Fraction | None:
    text = str(value["tolerance"] or "")
    return reading.written(text) if text.strip() else Fraction()


def _bounds(question: Data) -> tuple[Fraction, Fraction]:
    """The smallest and the largest number that is right."""
    number = reading.written(question["number"]) or Fraction()
    off = _tolerance(question) or Fraction()
    if question["tolerance_in"] == PERCENT:
        off = abs(number) * off / 100
    return number - off, number + off


def _is_near(question: Data, found: reading.Typed) -> bool:
    least, most = _bounds(question)
    return any(least <= value <= most for value in found.values)


def _has_unit(question: Data, found: reading.Typed) -> bool:
    """Whether the words beside a number are its unit, or are missing where they may be."""
    if not found.unit:
        return not question["unit_needed"]
    return plain(found.unit, _UNITS) in {plain(unit, _UNITS) for unit in question["units"]}


def _is_unit(text: str) -> bool:
    return text.strip(" .") != "" and text[0] not in "0123456789"


def _in_digits(value: Fraction) -> str:
    """An exact number as it is written in the reader's language."""
    exact = _EXACTLY.divide(Decimal(value.numerator), Decimal(value.denominator))
    return str(formats.localize(exact))


def _whole_answer(question: Data) -> str:
    number = "".join(question["number"].split())
    return f"{number} {question['units'][0].strip()}" if question["units"] else number


def _between(question: Data) -> str:
    least, most = _bounds(question)
    if least == most:
        return ""
    return _("From %(least)s to %(most)s counts as right.") % {"least": _in_digits(least), "most": _in_digits(most)}


def _unit_rule(question: Data) -> str:
    return _("The unit has to be there.") if question["unit_needed"] else _("The unit may be left out.")


KIND = Numeric()
