"""Rules of a frozen quiz, carried only where they differ from the usual, so that older quizzes keep their hash. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

AFTER_EACH, WHEN_SETTLED = "each", "settled"


@dataclass(frozen=True)
class Rules:
    """How a quiz is taken, beside its pass mark, its attempts and its layout."""

    wait_hours: int = 0  # from handing in an attempt that was not passed to beginning the next
    explains: str = (
        AFTER_EACH  # when right answers and reasons are shown: after each attempt, or once nothing follows it
    )
    shuffles: bool = False  # whether questions come in an order of chance
    honour: str = ""  # what whoever begins an attempt declares

    def again_from(self, handed_in: datetime) -> datetime:
        """From when on the next attempt may begin, after one that was handed in then."""
        return handed_in + timedelta(hours=self.wait_hours)

    def explains_now(self, *, is_settled: bool) -> bool:
        """Whether right answers and reasons are shown. Settled: the quiz is passed, or no attempt can follow."""
        return self.explains == AFTER_EACH or is_settled

    def as_data(self) -> dict[str, Any]:
        """Those that differ from the usual."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) != one.default}


def of(quiz: Mapping[str, Any]) -> Rules:
    """The rules of a frozen quiz."""
    return Rules(**{one.name: quiz[one.name] for one in fields(Rules) if one.name in quiz})
