"""The question sheet of an attempt: questions and options in the order shown, with what was picked. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One option of a question; `number` is its place in the frozen question, whatever the order shown."""

    number: int
    text: str
    picked: bool
    correct: bool
    rationale: str


@dataclass(frozen=True)
class Asked:
    """One question as shown."""

    number: int
    hash: str
    stem: str
    several: bool
    choices: tuple[Choice, ...]
    flagged: bool

    @property
    def is_answered(self) -> bool:
        return any(choice.picked for choice in self.choices)

    @property
    def is_right(self) -> bool:
        """Exactly the correct options are picked, as courses.contents.assessment.grade has it."""
        return all(choice.picked == choice.correct for choice in self.choices)


@dataclass(frozen=True)
class Sheet:
    """A whole attempt as shown."""

    asked: tuple[Asked, ...]

    @property
    def answered(self) -> int:
        return sum(question.is_answered for question in self.asked)

    @property
    def unanswered(self) -> int:
        return len(self.asked) - self.answered

    @property
    def flagged(self) -> int:
        return sum(question.flagged for question in self.asked)

    @property
    def first_open(self) -> int | None:
        """The number of the first question without an answer, or None."""
        return next((question.number for question in self.asked if not question.is_answered), None)


def asked(
    hash_: str,
    question: Mapping[str, Any],
    *,
    number: int = 1,
    order: Sequence[int] | None = None,
    picked: Collection[int] = (),
    flagged: bool = False,
) -> Asked:
    """One frozen question as shown; without an order, as it was written (previews)."""
    options = question["options"]
    places = range(len(options)) if order is None else order
    choices = tuple(
        Choice(n, options[n]["text"], n in picked, options[n]["correct"], options[n]["rationale"]) for n in places
    )
    return Asked(number, hash_, question["stem"], question["type"] == "multiple", choices, flagged)


def sheet(
    shown: Sequence[Mapping[str, Any]],
    questions: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, Collection[int]],
    flagged: Collection[str],
) -> Sheet:
    """The sheet of an attempt from what it stores and the frozen questions."""
    return Sheet(
        tuple(
            asked(
                one["question"],
                questions[one["question"]],
                number=number,
                order=one["order"],
                picked=answers.get(one["question"], ()),
                flagged=one["question"] in flagged,
            )
            for number, one in enumerate(shown, start=1)
        )
    )
