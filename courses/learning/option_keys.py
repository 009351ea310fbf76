"""What statistics need of a frozen question: which of its options are right, and how well guessing does. Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any

from courses.contents.correcting import Counting
from courses.contents.questions import registry
from courses.contents.questions.options import Options
from courses.learning.statistics.reports import Asked

_MOST_OPTIONS = 10  # of which every pick is tried


def asked_of(question: Mapping[str, Any], counting: Counting | None = None) -> Asked:
    """Of a question whose answer is picked from options; of any other, that there is nothing to pick from.

    Where it was corrected, `counting` says which options are right today.
    """
    kind = registry.type_of(question)
    if not isinstance(kind, Options):
        return Asked()
    readings = counting.readings if counting else (question,)
    right = {number for reading in readings for number in kind.right_answer(reading)}
    numbers = range(len(question["options"]))
    return Asked(tuple(number in right for number in numbers), _chance(kind, readings))


def _chance(kind: Options, readings: Sequence[Mapping[str, Any]]) -> Fraction | None:
    """What picks earn on average, when every one that the form lets through is equally likely."""
    count = len(readings[0]["options"])
    if count > _MOST_OPTIONS:
        return None
    takes_one = len(kind.clean(readings[0], range(count))) == 1
    picks = _picks(count, 1 if takes_one else count)
    earned = [max(kind.grade(reading, pick) for reading in readings) for pick in picks]
    return sum(earned, Fraction()) / len(earned) if earned else None


@lru_cache(maxsize=32)
def _picks(count: int, most: int) -> list[tuple[int, ...]]:
    return [pick for size in range(1, most + 1) for pick in combinations(range(count), size)]
