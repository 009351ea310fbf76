"""Where the parts of a drawing stand. Pure: the templates draw, the tables beside say the same in numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 420
_TOP, _HIGH, _BELOW = 22, 110, 40  # of the histogram: room for counts, the bars, room for the scale
_MOST_LABELS = 12
_BAR, _GAP, _BETWEEN = 16, 4, 14  # of the options
_LEFT, _RIGHT = 112, 52


@dataclass(frozen=True)
class Column:
    """One bar of the histogram: people with so many points."""

    points: int
    people: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    passes: bool
    label: bool


@dataclass(frozen=True)
class Histogram:
    """People by points. `mark` is where the pass mark stands, between those who reach it and those who do not."""

    columns: list[Column]
    mark: float | None
    height: int = _TOP + _HIGH + _BELOW
    ground: int = _TOP + _HIGH
    width: int = WIDTH

    @property
    def scale(self) -> int:
        return self.ground + 16

    @property
    def caption(self) -> int:
        return self.ground + 34


def histogram(people: Sequence[int], needed: float) -> Histogram:
    """A bar for each number of points from 0 on; `needed` points pass."""
    step = WIDTH / max(len(people), 1)
    most = max(people, default=0) or 1
    every = -(-len(people) // _MOST_LABELS)
    columns = []
    for points, count in enumerate(people):
        height = _HIGH * count / most
        columns.append(
            Column(
                points,
                count,
                round(points * step + step * 0.1, 1),
                round(_TOP + _HIGH - height, 1),
                round(step * 0.8, 1),
                round(height, 1),
                round(points * step + step / 2, 1),
                points >= needed,
                points % every == 0,
            )
        )
    first = next((column for column in columns if column.passes), None)
    return Histogram(columns, round(first.points * step, 1) if first else None)


@dataclass(frozen=True)
class Bar:
    """How many per cent of a group chose an option."""

    group: str
    percent: int
    y: int
    width: float

    @property
    def text(self) -> int:
        return self.y + 12

    @property
    def end(self) -> float:
        return _LEFT + self.width + 6


@dataclass(frozen=True)
class OptionBars:
    letter: str
    is_right: bool
    y: int
    bars: list[Bar]


@dataclass(frozen=True)
class OptionChart:
    """Bars for each option, one a group."""

    options: list[OptionBars]
    height: int
    width: int = WIDTH
    left: int = _LEFT
    bar: int = _BAR


def letter(number: int) -> str:
    """A, B, … Z, AA: how an option is called."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def option_chart(options: Sequence[tuple[bool, Mapping[str, int]]]) -> OptionChart:
    """From, for each option, whether it is right and how many per cent of each group chose it."""
    found, y = [], 4
    for number, (is_right, by_group) in enumerate(options):
        bars = []
        for place, (group, percent) in enumerate(by_group.items()):
            width = round((WIDTH - _LEFT - _RIGHT) * percent / 100, 1)
            bars.append(Bar(group, percent, y + place * (_BAR + _GAP), width))
        found.append(OptionBars(letter(number), is_right, y + 13, bars))
        y += max(len(bars), 1) * (_BAR + _GAP) + _BETWEEN
    return OptionChart(found, y)
