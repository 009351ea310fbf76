"""What every format says of what it cannot carry, and how our numbers and shares are written elsewhere. Pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.bundles.exchange.items import NotOurs
from courses.bundles.exchange.shaping import decimal, digits
from courses.bundles.shapes import QuestionShape
from courses.contents.questions import registry as types
from courses.contents.questions.authored import ALL
from courses.contents.questions.forms import Form
from courses.contents.questions.numeric.kind import PERCENT

Value = Mapping[str, Any]


def form_of(question: QuestionShape) -> Form | None:
    """As what other systems know a question, if they do."""
    return types.named(question.kind).form


def unknown() -> NotOurs:
    """That a type has no form that a format knows."""
    return NotOurs(_("This format does not know questions of this type. Take our own YAML."))


def weight(share: Fraction) -> str:
    """A share in per cent, as Moodle writes it: 33.33333."""
    return f"{float(share * 100):.5f}".rstrip("0").rstrip(".")


def shares(value: Value) -> list[Fraction]:
    """What each option of a question with several right answers earns elsewhere."""
    right = sum(bool(option["correct"]) for option in value["options"])
    wrong = Fraction(-1) if value.get("credit") == ALL else Fraction(-1, right)
    return [Fraction(1, right) if option["correct"] else wrong for option in value["options"]]


def left_out_of_credit(value: Value) -> Iterator[str]:
    """That all or nothing becomes parts."""
    if value.get("credit") == ALL:
        yield _("There, each right part earns a part of the point: all or nothing cannot be said in this format.")


def left_out_of_rules(value: Value, *, knows_case: bool) -> Iterator[str]:
    """The rules for typed answers that are not known elsewhere."""
    if value["case_matters"] and not knows_case:
        yield _("There, capital letters make no difference.")
    if not value["accents_matter"]:
        yield _("There, accents matter.")
    if value["one_typo"]:
        yield _("There, a typing mistake is not forgiven.")


def span(value: Value) -> tuple[Decimal, Decimal]:
    """The number of a question and how far off an answer may be, as an amount."""
    number, tolerance = decimal(value["number"]), decimal(value["tolerance"] or "0")
    with localcontext(prec=100):
        return number, abs(number) * tolerance / 100 if value["tolerance_in"] == PERCENT else tolerance


def number_and_tolerance(value: Value) -> tuple[str, str]:
    """The same in digits."""
    number, tolerance = span(value)
    return digits(number), digits(tolerance)


def left_out_of_numbers(value: Value, *, knows_units: bool) -> Iterator[str]:
    """What a number has that is not known elsewhere."""
    if value["tolerance_in"] == PERCENT and value["tolerance"]:
        yield _("The tolerance goes out as an amount.")
    if value["units"] and not knows_units:
        yield _("There, only the number is asked for, without its unit.")
