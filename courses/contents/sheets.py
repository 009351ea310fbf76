"""The question sheet of an attempt: questions in the order shown, with what was answered. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.contents.questions import registry


@dataclass(frozen=True)
class Asked:
    """One question as shown. `shown` is what its type's templates need: its options, for example."""

    number: int
    hash: str
    stem: str
    shown: Any
    is_answered: bool
    is_right: bool
    flagged: bool
    asked_template: str
    explained_template: str


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
    answer: Sequence[Any] = (),
    flagged: bool = False,
) -> Asked:
    """One frozen question as shown; without an order, as it was written (previews)."""
    type_ = registry.type_of(question)
    return Asked(
        number=number,
        hash=hash_,
        stem=question["stem"],
        shown=type_.shown(question, order, answer),
        is_answered=bool(answer),
        is_right=type_.grade(question, answer) == 1,
        flagged=flagged,
        asked_template=type_.asked_template,
        explained_template=type_.explained_template,
    )


def sheet(
    shown: Sequence[Mapping[str, Any]],
    questions: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, Sequence[Any]],
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
                answer=answers.get(one["question"], ()),
                flagged=one["question"] in flagged,
            )
            for number, one in enumerate(shown, start=1)
        )
    )
