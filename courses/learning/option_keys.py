"""What statistics need of a frozen question: which of its options are right, and how well guessing does. Pure."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any

from courses.contents.questions import registry
from courses.contents.questions.options import Options
from courses.learning.statistics.reports import Asked

_MOST_OPTIONS = 10  # of which every pick is tried


def asked_of(question: Mapping[str, Any]) -> Asked:
    """Of a question whose answer is picked from options; of any other, that there is nothing to pick from."""
    kind = registry.type_of(question)
    if not isinstance(kind, Options):
        return Asked()
    right = set(kind.right_answer(question))
    numbers = range(len(question["options"]))
    return Asked(tuple(number in right for number in numbers), _chance(kind, question))


def _chance(kind: Options, question: Mapping[str, Any]) -> Fraction | None:
    """What picks earn on average, when every one that the form lets through is equally likely."""
    count = len(question["options"])
    if count > _MOST_OPTIONS:
        return None
    takes_one = len(kind.clean(question, range(count))) == 1
    earned = [kind.grade(question, pick) for pick in _picks(count, 1 if takes_one else count)]
    return sum(earned, Fraction()) / len(earned) if earned else None


@lru_cache(maxsize=32)
def _picks(count: int, most: int) -> list[tuple[int, ...]]:
    return [pick for size in range(1, most + 1) for pick in combinations(range(count), size)]
