"""What a figure is: a number, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a figure cannot be computed."""

    NOBODY = "nobody"  # no attempt yet
    ONE_PERSON = "one-person"  # a single attempt has no spread
    ONE_QUESTION = "one-question"  # there are no other questions to compare with
    SAME_SCORES = "same-scores"  # everybody has the same total
    SAME_ANSWERS = "same-answers"  # everybody earned the same on the question
    SAME_REST = "same-rest"  # everybody earned the same on the other questions
    DIFFERENT_QUESTIONS = "different-questions"  # questions are drawn: not everybody saw the same ones
    PARTS = "parts"  # parts of a point were earned, so answers are not just right or wrong
    NOT_CONSISTENT = "not-consistent"  # alpha is below nought, which no reliability is
    TIED = "tied"  # too many people have the same points to tell an upper from a lower group
    FEW_CASES = "few-cases"  # fewer than five right or wrong answers in one of two versions


@dataclass(frozen=True)
class Figure:
    """A number, or None with its reason. Never both, never neither."""

    value: float | None
    reason: Reason | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("A figure is a number or has a reason why it is none.")

    @property
    def is_known(self) -> bool:
        return self.value is not None


def unknown(reason: Reason) -> Figure:
    """No number, and why."""
    return Figure(None, reason)
