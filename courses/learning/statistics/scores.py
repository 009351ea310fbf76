"""What people earned, as a matrix: a row a person, a column a question, None where a question was not shown.

Shares of a point are exact. They are kept as whole numbers over one denominator, so that sums are exact and quick; a
float is made of a result only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm, sqrt

Share = Fraction | int
Pair = tuple[Share, Share]


@dataclass(frozen=True)
class Scores:
    """The matrix: what a cell holds is so many `over`ths of a point."""

    rows: tuple[tuple[int | None, ...], ...]
    over: int

    @classmethod
    def of(cls, rows: Sequence[Sequence[Share | None]]) -> "Scores":
        """From shares of a point; a row that is shorter than others did not show what it lacks."""
        width = max(map(len, rows), default=0)
        over = lcm(*{cell.denominator for row in rows for cell in row if cell is not None})
        return cls(
            tuple(
                tuple(None if cell is None else cell.numerator * (over // cell.denominator) for cell in row)
                + (None,) * (width - len(row))
                for row in rows
            ),
            over,
        )

    @property
    def people(self) -> int:
        return len(self.rows)

    @property
    def questions(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @cached_property
    def shown(self) -> list[int]:
        """How many questions each person was shown."""
        return [sum(cell is not None for cell in row) for row in self.rows]

    @cached_property
    def totals(self) -> list[int]:
        """What each person earned in all, in `over`ths of a point."""
        return [sum(cell for cell in row if cell is not None) for row in self.rows]

    @property
    def is_whole(self) -> bool:
        """Whether everybody saw every question."""
        return all(count == self.questions for count in self.shown)

    @property
    def is_right_or_wrong(self) -> bool:
        """Whether every answer earned its whole point or nothing."""
        return all(cell in (None, 0, self.over) for row in self.rows for cell in row)

    def column(self, question: int) -> list[int]:
        """What those who saw a question earned on it."""
        return [cell for row in self.rows if (cell := row[question]) is not None]

    def pairs(self, question: int) -> list[Pair]:
        """For each person who saw a question and others: what they earned on it, and their mean on the others.

        Each on a scale of this matrix, which no correlation and no order depends on.
        """
        scale = lcm(*{count - 1 for count in self.shown if count > 1})
        return [
            (cell, (total - cell) * (scale // (count - 1)))
            for row, total, count in zip(self.rows, self.totals, self.shown, strict=True)
            if (cell := row[question]) is not None and count > 1
        ]

    @property
    def points(self) -> list[Fraction]:
        """What each person earned in all, in points."""
        return [Fraction(total, self.over) for total in self.totals]


def whole_numbers(values: Sequence[Share]) -> tuple[list[int], int]:
    """Shares as whole numbers over one denominator."""
    over = lcm(*{value.denominator for value in values})
    return [value.numerator * (over // value.denominator) for value in values], over


def spread(values: Sequence[int]) -> int:
    """The square of their number times their variance: n·Σx² − (Σx)²."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2


def variance(values: Sequence[Share]) -> Fraction:
    """The variance of these values themselves, not of a population they would be a sample of; 0 for none."""
    whole, over = whole_numbers(values)
    return Fraction(spread(whole), (len(whole) * over) ** 2) if whole else Fraction()


def mean(values: Sequence[Share]) -> Fraction:
    """0 for none."""
    whole, over = whole_numbers(values)
    return Fraction(sum(whole), len(whole) * over) if whole else Fraction()


def root(value: Fraction) -> float:
    return sqrt(value)


@dataclass(frozen=True)
class Shared:
    """How two values vary, each about its own mean in each group: sums of squares and of products."""

    first: Fraction
    second: Fraction
    both: Fraction

    @property
    def correlation(self) -> float | None:
        """Pearson's r, from −1 to 1; None where one of them does not vary."""
        if not self.first or not self.second:
            return None
        size = root(self.both**2 / (self.first * self.second))
        return -size if self.both < 0 else size


def shared(groups: Iterable[Sequence[Pair]]) -> Shared:
    """How the two values of pairs vary together. Each group has its own means."""
    first, second, both = Fraction(), Fraction(), Fraction()
    for group in groups:
        if not group:
            continue
        xs, over_x = whole_numbers([one for one, _other in group])
        ys, over_y = whole_numbers([other for _one, other in group])
        products = sum(x * y for x, y in zip(xs, ys, strict=True))
        first += Fraction(spread(xs), len(xs) * over_x**2)
        second += Fraction(spread(ys), len(ys) * over_y**2)
        both += Fraction(len(xs) * products - sum(xs) * sum(ys), len(xs) * over_x * over_y)
    return Shared(first, second, both)
