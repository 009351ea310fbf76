"""One version of a question as its page shows it: figures in words, who chose what, and where it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.authoring.models import CurriculumPage
from courses.learning.correction_words import Told, told
from courses.learning.models import Correction
from courses.learning.question_figures import Asking, Version
from courses.learning.statistics.choices import Choices, Option
from courses.learning.statistics.drift import Drift
from courses.learning.statistics.figures import Reason
from courses.learning.statistics.flags import Raised
from courses.learning.statistics.groups import Group
from courses.learning.statistics.reports import QuestionReport
from desk import charts
from desk import statistics_words as words
from desk.charts import OptionChart
from desk.statistics_words import Said

_LANGUAGES = dict(CurriculumPage._meta.get_field("language").flatchoices)


@dataclass(frozen=True)
class Cell:
    """How many of a group chose an option."""

    group: str
    count: int
    share: str


@dataclass(frozen=True)
class OptionRow:
    letter: str
    text: str
    is_right: bool
    cells: list[Cell]


@dataclass(frozen=True)
class OptionTable:
    """Who chose which option, as a drawing, in numbers, and in one sentence an option. `headings` name the groups."""

    headings: list[tuple[str, int]]
    rows: list[OptionRow]
    left_open: int
    chart: OptionChart
    described: str
    tied: str


@dataclass(frozen=True)
class AskedIn:
    asking: Asking
    people: int
    facility: str
    discrimination: str


@dataclass(frozen=True)
class Shown:
    version: Version
    language: str
    few: str
    said: list[Said]
    flags: list[tuple[Raised, str]]
    options: OptionTable | None
    asked_in: list[AskedIn]
    corrected: list[tuple[int, Told]]  # by number, the oldest first
    may_correct: bool


def shown(version: Version, corrections: Sequence[Correction], *, may: bool) -> Shown:
    """A version of a question in words; of one that too few people met, only how many there are.

    `may`: whether the person who looks may correct it.
    """
    corrected = [(one.pk, told(one)) for one in corrections]
    report = version.report
    language = str(_LANGUAGES.get(version.language, version.language))
    asked_in = [_asked_in(one) for one in version.asked_in]
    if not report.is_enough:
        return Shown(version, language, words.few(report.people), [], [], None, asked_in, corrected, may)
    flags = [(raised, words.of_flag(raised)) for raised in version.flags]
    table = _options(report.choices, version) if report.choices else None
    return Shown(version, language, "", _said(report), flags, table, asked_in, corrected, may)


def _said(report: QuestionReport) -> list[Said]:
    earned = _(
        "What people earn of its point on average; of an answer that is right or wrong, the share who are right."
    )
    if report.chance:
        earned += " " + _("Guessing would earn %(share)s.") % {"share": words.percent(report.chance)}
    spread = _("How much that differs from person to person: from 0 to 0.5.")
    told = _(
        "From −1 to 1: whether people who do well on the other questions do well here. From 0.30 it tells them apart."
    )
    left = _("How many handed in without an answer to it.")
    rows = [
        Said(_("First attempts"), str(report.people), _("Each person counts once, when they met this version first.")),
        Said(_("Share earned"), words.in_words(report.facility, words.percent), words.why(report.facility) or earned),
        Said(_("Standard deviation"), words.in_words(report.deviation), words.why(report.deviation) or spread),
        Said(_("Discrimination"), words.in_words(report.discrimination), words.why(report.discrimination) or told),
        Said(_("Left open"), str(report.left_open), left),
    ]
    return [*rows, _drift(report.drift)] if report.drift else rows


def _drift(drift: Drift) -> Said:
    """How this version compares with the one before."""
    value = _("%(now)s right, %(former)s before") % {
        "now": words.percent(float(drift.now.share)),
        "former": words.percent(float(drift.former.share)),
    }
    name = _("Since the version before")
    if drift.chance is None:
        return Said(
            name, value, _("Whether that is more than chance cannot be computed. %(why)s") % {"why": words.why(drift.z)}
        )
    told = {
        "z": words.number(drift.z.value or 0.0),
        "people": drift.now.people,
        "former": drift.former.people,
    }
    if drift.is_found:
        sentence = _(
            "More than chance explains (z = %(z)s; %(people)s and %(former)s people who met no other version before): "
            "so large a difference would come by chance less than once in a hundred times."
        )
    else:
        sentence = _(
            "No more than chance may explain "
            "(z = %(z)s; %(people)s and %(former)s people who met no other version before)."
        )
    return Said(name, value, sentence % told)


def _options(choices: Choices, version: Version) -> OptionTable:
    texts = [option["text"] for option in version.data["options"]]
    groups = {
        str(group): size for group, size in choices.sizes.items() if size
    }  # nobody may stand between upper and lower
    sizes: Mapping[str, int] = {"all": choices.people, **groups}
    rows = [_option(option, texts[option.number], sizes) for option in choices.options]
    drawn = [group for group in sizes if group != "all"] or ["all"]
    chart = charts.option_chart(
        [
            (option.is_right, {str(words.GROUPS[g]): _percent(option, g, sizes[g]) for g in drawn})
            for option in choices.options
        ]
    )
    described = " ".join(_described(row) for row in rows)
    headings = [(str(words.GROUPS[group]), size) for group, size in sizes.items()]
    tied = "" if choices.sizes else str(words.REASONS[Reason.TIED])
    return OptionTable(headings, rows, choices.left_open, chart, described, tied)


def _described(row: OptionRow) -> str:
    """One option of the drawing, for people who do not see it."""
    shares = ", ".join(f"{cell.group} {cell.share}" for cell in row.cells[1:] or row.cells)
    return _("%(letter)s: %(shares)s.") % {"letter": row.letter, "shares": shares}


def _count(option: Option, group: str) -> int:
    return option.chosen if group == "all" else option.by_group.get(Group(group), 0)


def _percent(option: Option, group: str, size: int) -> int:
    return round(100 * _count(option, group) / size) if size else 0


def _option(option: Option, text: str, sizes: Mapping[str, int]) -> OptionRow:
    cells = [
        Cell(
            str(words.GROUPS[group]), _count(option, group), words.percent(_count(option, group) / size if size else 0)
        )
        for group, size in sizes.items()
    ]
    return OptionRow(charts.letter(option.number), text, option.is_right, cells)


def _asked_in(one: Asking) -> AskedIn:
    report = one.report
    if not report.is_enough:
        return AskedIn(one, report.people, "", "")
    return AskedIn(
        one, report.people, words.in_words(report.facility, words.percent), words.in_words(report.discrimination)
    )
