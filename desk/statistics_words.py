"""Figures, flags and reasons in words, each plain enough for somebody who never read about tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.learning.statistics.figures import Figure, Reason
from courses.learning.statistics.flags import Flag, Raised
from courses.learning.statistics.groups import Group
from courses.learning.statistics.reports import FEWEST, QuizReport
from desk.charts import letter
from lms import phrases
from lms.statuses import Look
from lms.templatetags.cairn import duration

LOOKS: dict[str, Look] = {
    Flag.MIS_KEYED: Look(gettext_lazy("Perhaps the wrong answer is marked"), "alert", "clay"),
    Flag.TOO_HARD: Look(gettext_lazy("Too hard"), "flag", "amber"),
    Flag.TOO_EASY: Look(gettext_lazy("Too easy"), "leaf", "slate"),
    Flag.NOT_TELLING: Look(gettext_lazy("Does not tell people apart"), "half-circle", "amber"),
    Flag.DEAD_OPTION: Look(gettext_lazy("An option that hardly anybody takes"), "minus", "slate"),
    Flag.DRIFTED: Look(gettext_lazy("Changed with its words"), "history", "amber"),
}

REASONS: dict[Reason, str | Promise] = {
    Reason.NOBODY: gettext_lazy("Nobody has handed in an attempt."),
    Reason.ONE_PERSON: gettext_lazy("One attempt has no spread."),
    Reason.ONE_QUESTION: gettext_lazy("There is no other question to compare with."),
    Reason.SAME_SCORES: gettext_lazy("Everybody has the same points."),
    Reason.SAME_ANSWERS: gettext_lazy("Everybody earned the same on it."),
    Reason.SAME_REST: gettext_lazy("Everybody earned the same on the other questions."),
    Reason.DIFFERENT_QUESTIONS: gettext_lazy("Questions are drawn, so people did not see the same ones."),
    Reason.PARTS: gettext_lazy("Parts of a point were earned, so answers are not just right or wrong."),
    Reason.NOT_CONSISTENT: gettext_lazy("The questions do not agree with one another: alpha is below nought."),
    Reason.TIED: gettext_lazy("Too many people have the same points to tell an upper from a lower group."),
    Reason.FEW_CASES: gettext_lazy(
        "One of the two versions has fewer than five right or fewer than five wrong answers."
    ),
}

GROUPS: dict[str, str | Promise] = {
    Group.UPPER: gettext_lazy("Upper"),
    Group.MIDDLE: gettext_lazy("Middle"),
    Group.LOWER: gettext_lazy("Lower"),
    "all": gettext_lazy("All"),
}


@dataclass(frozen=True)
class Said:
    """A figure with its name, its value in words, and one sentence about what it means or why there is none."""

    name: str
    value: str
    sentence: str


def percent(share: float) -> str:
    return _("%(share)s %%") % {"share": round(share * 100)}


def number(value: float) -> str:
    """Two decimals, as the reader writes them, with a real minus sign."""
    return formats.number_format(round(value, 2) + 0.0, 2).replace("-", "−")


def few(people: int) -> str:
    """How many first attempts there are of those that are needed."""
    return ngettext(
        "%(count)d of the %(needed)d first attempts that are needed.",
        "%(count)d of the %(needed)d first attempts that are needed.",
        people,
    ) % {"count": people, "needed": FEWEST}


def in_words(figure: Figure, shown: Any = number) -> str:
    """The value, or that it cannot be computed."""
    return _("not computable") if figure.value is None else str(shown(figure.value))


def why(figure: Figure) -> str:
    """The reason why there is no value; empty where there is one."""
    return str(REASONS[figure.reason]) if figure.reason else ""


def minutes(value: float) -> str:
    return duration(round(value)) if value >= 0.5 else _("less than a minute")


def of_quiz(report: QuizReport) -> list[Said]:
    """The figures of a whole quiz, the plainest first."""
    rows = [*_of_people(report), *_of_the_instrument(report)]
    return [Said(name, in_words(figure, shown), why(figure) or sentence) for name, figure, shown, sentence in rows]


_Row = tuple[str, Figure, Callable[[float], str], str]  # its name, the figure, how it is written, what it means


def _of_people(report: QuizReport) -> Iterator[_Row]:
    def points(value: float) -> str:
        told = {"points": number(value), "most": report.out_of, "share": percent(report.mean_share.value or 0.0)}
        return _("%(points)s of %(most)s points (%(share)s)") % told

    passed, mean = _("The share of people who passed with their first attempt."), _("What people earn on average.")
    yield _("Passed at once"), report.passed, percent, passed
    if report.out_of is None:
        yield _("Mean"), report.mean_share, percent, mean
    else:
        yield _("Mean"), report.mean, points, mean
    spread = _("How far people are from the mean, as a rule: about two in three lie closer than this.")
    yield _("Spread (standard deviation)"), report.deviation, _points, spread
    yield _("Time"), report.minutes, minutes, _("Half of the people took less time from starting to handing in.")


def _of_the_instrument(report: QuizReport) -> Iterator[_Row]:
    decision = _(
        "How dependable it is on which side of the pass mark people stand, and how far: near 1 is good. "
        "In a quiz that most people pass, this figure counts more than the next."
    )
    yield _("Decision at the pass mark (Livingston’s K²)"), report.consistency, number, decision
    name = _("Consistency (KR-20)") if report.kr20.is_known else _("Consistency (Cronbach’s alpha)")
    agreement = _(
        "How far the questions agree about who knows more: above 0.75 is good. "
        "Where nearly everybody is right, it is low in a good quiz, too."
    )
    yield name, report.alpha, number, agreement
    error = _("By about so much would the points of one person vary by chance from one such quiz to the next.")
    yield _("Error of measurement"), report.standard_error, _points, error


def _points(value: float) -> str:
    return ngettext("%(points)s point", "%(points)s points", 1 if value == 1 else 2) % {"points": number(value)}


def of_flag(raised: Raised) -> str:
    """Why a question is flagged, in sentences."""
    figures = raised.figures
    letters = phrases.listed([letter(one) for one in raised.options])
    if raised.flag is Flag.MIS_KEYED:
        return " ".join(_mis_keyed(raised, letters))
    if raised.flag is Flag.DRIFTED:
        told = {"former": percent(figures["former"]), "now": percent(figures["now"])}
        return (
            _("%(now)s are right, %(former)s were with the version before. Chance alone hardly explains that.") % told
        )
    if raised.flag is Flag.TOO_HARD:
        told = {"share": percent(figures["facility"]), "chance": percent(figures["chance"])}
        if figures["facility"] < figures["chance"]:
            return _("People earn %(share)s; guessing would earn %(chance)s.") % told
        return _("People earn %(share)s of its point.") % told
    if raised.flag is Flag.TOO_EASY:
        return _("People earn %(share)s of its point, so it says little about anybody.") % {
            "share": percent(figures["facility"])
        }
    if raised.flag is Flag.NOT_TELLING:
        return _("Whether people are right here has little to do with how they do otherwise (%(value)s).") % {
            "value": number(figures["discrimination"])
        }
    return ngettext(
        "Fewer than one person in twenty chose %(letters)s.",
        "Fewer than one person in twenty chose each of %(letters)s.",
        len(raised.options),
    ) % {"letters": letters}


def _mis_keyed(raised: Raised, letters: str) -> list[str]:
    said = []
    if "discrimination" in raised.figures:
        told = {"value": number(raised.figures["discrimination"])}
        said.append(_("People who do well otherwise do worse here (%(value)s).") % told)
    if raised.options:
        told = {"letters": letters}
        said.append(_("More of the upper group chose %(letters)s than what is held to be right.") % told)
    return said
