"""From weighed answers, as other systems keep them, to our types of question. Pure. What changes on the way is said."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.bundles.exchange.items import Made, NotOurs
from courses.bundles.exchange.texts import one_line
from courses.contents.questions import registry as types
from courses.contents.questions.authored import ALL, PARTS
from courses.contents.questions.forms import Form
from courses.contents.questions.short_answer.kind import WHOLE

_NEARLY = Fraction(1, 100)  # shares are rounded where they come from: 33.33333 %
_SHARES = ("1", "3/4", "2/3", "1/2", "1/3", "1/4", "0")
_MOST_DIGITS = 20
_PRECISE = 100  # digits, so that sums and halves of numbers are exact


@dataclass(frozen=True)
class Weighed:
    """One answer, the share of the point it earns (less than nothing: it takes away), and the words to it."""

    text: str
    share: Fraction
    feedback: str = ""

    @property
    def is_whole(self) -> bool:
        return abs(self.share - 1) < _NEARLY / 10


@dataclass(frozen=True)
class Between:
    """The numbers from `least` to `most`, and what each of them earns."""

    least: Decimal
    most: Decimal
    share: Fraction
    feedback: str = ""


def _made(form: Form, value: dict[str, Any], remarks: Sequence[str] = ()) -> Made:
    """A question of the type that has this form."""
    return Made(types.of_form(form).name, value, tuple(remarks))


def per_cent(share: Fraction) -> str:
    """A share as people read it."""
    return _("%(share)s %%") % {"share": f"{float(share * 100):.4g}"}


def single(answers: Sequence[Weighed], why: str = "") -> Made:
    """One answer to choose; only one that earns the whole point is right."""
    right = [one for one in answers if one.is_whole]
    if not right:
        raise NotOurs(_("No answer earns the whole point, so none is right. Mark the right one."))
    if len(right) > 1:
        raise NotOurs(
            _(
                "Several answers earn the whole point, but only one can be chosen. Leave one, or let people choose several."
            )
        )
    remarks = []
    if parts := [one for one in answers if one.share > 0 and one not in right]:
        named = ", ".join(f"“{one.text}” ({per_cent(one.share)})" for one in parts)
        remarks.append(_("Answers that earned a part of the point earn nothing here: %(named)s.") % {"named": named})
    if any(one.share < 0 for one in answers):
        remarks.append(_("Wrong answers took something away; here they earn nothing."))
    return _made(Form.ONE, {"options": _options(answers, right, why)}, (*remarks, *_moved(why)))


def multiple(answers: Sequence[Weighed], why: str = "") -> Made:
    """Several answers to choose; each that earns something is right."""
    right = [one for one in answers if one.share > 0]
    if not right:
        raise NotOurs(_("No answer earns anything, so none is right. Mark the right ones."))
    remarks = []
    each = Fraction(1, len(right))
    if any(abs(one.share - each) > _NEARLY for one in right):
        remarks.append(_("The right answers weighed differently; here each earns the same part of the point."))
    if any(abs(one.share + each) > _NEARLY for one in answers if one not in right):
        remarks.append(_("Here every wrong answer chosen takes away as much as a right one adds, never below nothing."))
    value = {"options": _options(answers, right, why), "credit": PARTS}
    return _made(Form.MANY, value, (*remarks, *_moved(why)))


def all_or_nothing(answers: Sequence[Weighed], why: str = "") -> Made:
    """Several answers to choose, and only exactly the right ones earn the point."""
    right = [one for one in answers if one.share > 0]
    if not right:
        raise NotOurs(_("No answer earns anything, so none is right. Mark the right ones."))
    return _made(Form.MANY, {"options": _options(answers, right, why), "credit": ALL}, tuple(_moved(why)))


def _options(answers: Sequence[Weighed], right: Sequence[Weighed], why: str) -> list[dict[str, Any]]:
    """The options; a reason for the whole question stands with what is right."""
    if any(not one.text for one in answers):
        raise NotOurs(_("One of its answers has no text. Write it, or take it out."))
    options = []
    for one in answers:
        is_right = one in right
        reason = "\n\n".join(part for part in (one.feedback, why if is_right else "") if part)
        options.append({"text": one.text, "correct": is_right, "rationale": reason})
    return options


def _moved(why: str) -> list[str]:
    return [_("The feedback on the whole question stands with what is right.")] if why else []


def true_false(is_true: bool, why_true: str = "", why_false: str = "", why: str = "") -> Made:
    """A statement that is true or false."""
    if why and is_true:
        why_true = "\n\n".join(part for part in (why_true, why) if part)
    elif why:
        why_false = "\n\n".join(part for part in (why_false, why) if part)
    value = {"answer": "true" if is_true else "false", "why_true": why_true, "why_false": why_false}
    return _made(Form.STATEMENT, value, tuple(_moved(why)))


def matching(pairs: Sequence[tuple[str, str]], extras: Sequence[str], why: str = "", *, parts: bool = True) -> Made:
    """Items with their matches, and matches of nothing."""
    if not pairs:
        raise NotOurs(_("It has no pairs. Write what belongs together."))
    value = {
        "pairs": [{"left": left, "right": right} for left, right in pairs],
        "extras": list(extras),
        "credit": PARTS if parts else ALL,
        "rationale": why,
    }
    return _made(Form.PAIRS, value)


def ordering(items: Sequence[str], why: str = "", *, parts: bool = True) -> Made:
    """Items in their right order."""
    return _made(Form.ORDER, {"items": list(items), "credit": PARTS if parts else ALL, "rationale": why})


def short_answer(answers: Sequence[Weighed], *, case_matters: bool, why: str = "") -> Made:
    """Answers to be typed. An answer with signs that stand for any text is left out: here every sign is itself."""
    remarks, kept = [], []
    for one in answers:
        text = one_line(one.text)
        if "*" in text.replace(r"\*", ""):
            remarks.append(
                _("“%(text)s” was left out: a star there stands for any text, and here it would be a star.")
                % {"text": text}
            )
            continue
        share = max(one.share, Fraction())
        if share != one.share:
            remarks.append(_("“%(text)s” took something away; here it earns nothing.") % {"text": text})
        earns = next(name for name in _SHARES if Fraction(name) <= share + _NEARLY)
        if abs(Fraction(earns) - share) > _NEARLY:
            words = {"text": text, "was": per_cent(share), "now": earns}
            remarks.append(_("“%(text)s” earned %(was)s; here it earns %(now)s of the point.") % words)
        kept.append({"text": text.replace(r"\*", "*"), "earns": earns, "feedback": one.feedback})
    if not any(one["earns"] == WHOLE for one in kept):
        raise NotOurs(_("No typed answer earns the whole point. Write one that does, without a star in it."))
    value = {"answers": kept, "rationale": why}
    rules = {"case_matters": case_matters, "accents_matter": True, "one_typo": False}
    return _made(Form.TYPED, {**value, **rules}, tuple(remarks))


def decimal(text: str) -> Decimal:
    """A number as other systems write it. Raises NotOurs."""
    try:
        value = Decimal("".join(text.split()).replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        raise NotOurs(_("“%(text)s” is no number. Write it in digits.") % {"text": text[:40]})
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        raise NotOurs(_("“%(text)s” is too large, too small or no number.") % {"text": text[:40]})
    return value


def around(number: Decimal, tolerance: Decimal, share: Fraction = Fraction(1), feedback: str = "") -> Between:
    """The numbers that are not further off than that."""
    with localcontext(prec=_PRECISE):
        return Between(number - abs(tolerance), number + abs(tolerance), share, feedback)


def numeric(answers: Sequence[Between], why: str = "", *, units: Sequence[str] = (), unit_needed: bool = False) -> Made:
    """A number with a tolerance. Only one span of numbers can be right."""
    right = [one for one in answers if abs(one.share - 1) < _NEARLY / 10]
    if not right:
        raise NotOurs(_("No number earns the whole point. Write one that does."))
    least, most = min(one.least for one in right), max(one.most for one in right)
    widest = next((one for one in right if (one.least, one.most) == (least, most)), None)
    if widest is None:
        raise NotOurs(_("Several numbers are right, and here only one span can be. Make a question of each."))
    remarks = []
    if any(one.share > 0 for one in answers if one not in right):
        remarks.append(_("Numbers that earned a part of the point earn nothing here."))
    if any(one.feedback for one in answers if one is not widest):
        remarks.append(_("Words to other numbers were left out: a number has one rationale."))
    with localcontext(prec=_PRECISE):
        number, tolerance = (least + most) / 2, (most - least) / 2
    reasons = "\n\n".join(part for part in (widest.feedback, why) if part)
    value = {
        "number": digits(number),
        "tolerance": digits(tolerance) if tolerance else "",
        "tolerance_in": "amount",
        "units": list(units),
        "unit_needed": unit_needed,
        "rationale": reasons,
    }
    return _made(Form.NUMBER, value, tuple(remarks))


def digits(value: Decimal) -> str:
    """A number in plain digits. Raises NotOurs when that takes too many."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if any(len(part) > _MOST_DIGITS for part in text.lstrip("-").split(".")):
        raise NotOurs(_("“%(text)s” has too many digits. Round it.") % {"text": text[:60]})
    return text if text not in ("", "-0") else "0"


def cloze(text: str, why: str = "", *, parts: bool = True, case_matters: bool = False) -> Made:
    """A text with gaps, written as our own."""
    value: dict[str, Any] = {"text": text, "credit": PARTS if parts else ALL, "rationale": why}
    return _made(Form.GAPS, {**value, "case_matters": case_matters, "accents_matter": True, "one_typo": False})


def typed_gap(answers: Sequence[str]) -> str:
    """A gap to write in. Raises NotOurs when its answers have signs that mean something else there."""
    return _gap([_fit(text) for text in answers])


def chosen_gap(options: Sequence[tuple[str, bool]]) -> str:
    """A gap to choose from, with the right one marked. Raises NotOurs."""
    if sum(is_right for _text, is_right in options) != 1:
        raise NotOurs(_("A gap to choose from needs exactly one right answer. Mark it."))
    return _gap([f"*{_fit(text)}" if is_right else _fit(text) for text, is_right in options])


def _gap(parts: Sequence[str]) -> str:
    if not parts:
        raise NotOurs(_("A gap has no right answer. Write one."))
    return f"[[{'|'.join(parts)}]]"


def _fit(text: str) -> str:
    fitting = one_line(text)
    if (
        not fitting
        or any(sign in fitting for sign in ("|", "[[", "]]"))
        or fitting.startswith("*")
        or fitting[-1] == "]"
    ):
        raise NotOurs(
            _(
                "The answer “%(text)s” of a gap is empty or has signs that mean something in a text with gaps. Change it."
            )
            % {"text": fitting}
        )
    return fitting


def asked_and_gaps(words: Sequence[str], gaps: Sequence[str]) -> tuple[str, str, list[str]]:
    """What is asked, the text with its gaps between the words, and what is said of it. Raises NotOurs.

    A first paragraph without a gap is what is asked.
    """
    first = words[0].lstrip()
    stem, mark, rest = first.partition("\n\n") if "\n\n" in first else ("", "", first)
    between = [rest, *words[1:]]
    if any(sign in one for one in between for sign in ("[[", "]]")):
        raise NotOurs(_("Its text has [[ or ]] in it, which begin and end a gap here. Change them."))
    pieces = [piece for pair in zip(between, [*gaps, ""], strict=True) for piece in pair]
    text = "".join(pieces).strip()
    if mark and stem:
        return stem.strip(), text, []
    said = _("It did not say what is to be done, so it says: “Fill in the gaps.”")
    return _("Fill in the gaps."), text, [said]
