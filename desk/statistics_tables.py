"""The questions of a quiz as a table: in the order asked for, and as CSV."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.learning.quiz_figures import QuestionRow
from courses.learning.statistics.figures import Figure
from courses.learning.statistics.flags import Raised
from desk import statistics_words as words
from desk.roster_csv import plain

ORDER, FACILITY, DISCRIMINATION, LEFT_OPEN, FLAGS = "", "facility", "discrimination", "open", "flags"


@dataclass(frozen=True)
class Row:
    """One line. What is not known yet, because too few people met the question, is None."""

    question: QuestionRow
    people: str  # how many there are of those needed; empty where there are enough
    facility: str
    discrimination: str
    why: str
    left_open: str
    flags: list[tuple[Raised, str]]


def rows(questions: Sequence[QuestionRow], sort: str = ORDER) -> list[Row]:
    """The questions in the order asked for; those that cannot be compared stand at the end."""
    return [_row(one) for one in sorted(questions, key=_SORTS.get(sort, _SORTS[ORDER]))]


def _row(question: QuestionRow) -> Row:
    report = question.report
    if not report.is_enough:
        return Row(question, words.few(report.people), "", "", "", "", [])
    return Row(
        question,
        "",
        words.in_words(report.facility, words.percent),
        words.in_words(report.discrimination),
        words.why(report.discrimination),
        words.percent(report.left_open / report.people),
        [(raised, words.of_flag(raised)) for raised in question.flags],
    )


def _by(figure: Callable[[QuestionRow], Figure]) -> Callable[[QuestionRow], Any]:
    """Lowest first; without a figure, or with one of too few people, last."""

    def key(row: QuestionRow) -> tuple[bool, float, int]:
        value = figure(row).value if row.report.is_enough else None
        return value is None, value or 0.0, row.number

    return key


def _open(row: QuestionRow) -> tuple[bool, float, int]:
    report = row.report
    return not report.is_enough, -report.left_open / max(report.people, 1), row.number


_SORTS: dict[str, Callable[[QuestionRow], Any]] = {
    ORDER: lambda row: row.number,
    FACILITY: _by(lambda row: row.report.facility),
    DISCRIMINATION: _by(lambda row: row.report.discrimination),
    LEFT_OPEN: _open,
    FLAGS: lambda row: (-len(row.flags), row.number),
}
SORTS = tuple(_SORTS)

HEADER = (
    gettext_lazy("Place"),
    gettext_lazy("Key"),
    gettext_lazy("Question"),
    gettext_lazy("First attempts"),
    gettext_lazy("Share earned"),
    gettext_lazy("Standard deviation"),
    gettext_lazy("Discrimination"),
    gettext_lazy("Left open"),
    gettext_lazy("To look at"),
)


def csv_text(questions: Sequence[QuestionRow]) -> str:
    """The table as CSV, with figures to four decimals and a point. What too few people met has its number only."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([str(heading) for heading in HEADER])
    writer.writerows([plain(cell) for cell in line] for line in _lines(questions))
    return "\ufeff" + text.getvalue()  # the mark lets spreadsheets read the accents


def _lines(questions: Sequence[QuestionRow]) -> Iterator[list[str]]:
    for row in questions:
        report = row.report
        start = [str(row.number), row.key, row.data["stem"], str(report.people)]
        if not report.is_enough:
            yield [*start, "", "", "", "", _("too few to say")]
            continue
        flags = "; ".join(f"{words.LOOKS[one.flag].label}: {words.of_flag(one)}" for one in row.flags)
        shown = [_cell(one) for one in (report.facility, report.deviation, report.discrimination)]
        yield [*start, *shown, str(report.left_open), flags]


def _cell(figure: Figure) -> str:
    return "" if figure.value is None else f"{figure.value:.4f}"
