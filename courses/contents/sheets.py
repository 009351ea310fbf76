"""The question sheet of an attempt: questions in the order shown, with what was answered. Pure."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.contents.assessment import is_critical
from courses.contents.correcting import Counting
from courses.contents.questions import registry


@dataclass(frozen=True)
class Asked:
    """One question as shown. `shown` is what its type's templates need: its options, for example."""

    number: int
    hash: str
    field: str  # what its field is called in a form, or how the names of its fields begin
    stem: str
    shown: Any
    words: tuple[str, ...]  # the answer as people read it
    is_answered: bool
    is_right: bool
    earned: Fraction  # of its one point
    gives_parts: bool  # whether an answer may earn a part of it
    is_critical: bool
    flagged: bool
    asked_template: str
    explained_template: str
    like: Hashable  # the same for all that look the same; None with words of somebody's own in it


@dataclass(frozen=True)
class Sheet:
    """A whole attempt as shown."""

    asked: tuple[Asked, ...]

    @property
    def like(self) -> Hashable:
        """The same for all whose questions are answered and flagged alike."""
        return tuple((question.is_answered, question.flagged) for question in self.asked)

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


MOST_FIELDS = 50  # of one question


def field_of(hash_: str) -> str:
    """What the field of a question is called in a form."""
    return f"q-{hash_}"


def values_sent(hash_: str, values_of: Callable[[str], list[str]], names: Collection[str]) -> Sequence[Any]:
    """What a form sent for a question: the values of its one field, or a list of values for each of several fields.

    `names` are all names in the form, `values_of` gives the values of one.
    """
    field = field_of(hash_)
    numbers = [int(end) for name in names if (end := name.removeprefix(f"{field}-")) != name and _is_short_number(end)]
    if not numbers:
        return values_of(field)
    return [values_of(f"{field}-{number}") for number in range(max(numbers) + 1)]


def _is_short_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) < MOST_FIELDS


def fields_filled(hash_: str, question: Mapping[str, Any], answer: Sequence[Any]) -> dict[str, list[str]]:
    """By name, the values of the fields of a question when it is answered so."""
    filled = registry.type_of(question).fields(question, answer)
    return {f"{field_of(hash_)}{end}": values for end, values in filled.items()}


def asked(
    hash_: str,
    question: Mapping[str, Any],
    *,
    number: int = 1,
    order: Sequence[int] | None = None,
    answer: Sequence[Any] = (),
    flagged: bool = False,
    counting: Counting | None = None,
    earned: Fraction | None = None,
) -> Asked:
    """One frozen question as shown; without an order, as it was written (previews).

    `counting` says what counts of a question that was corrected, `earned` what an answer to it was given.
    """
    type_ = registry.type_of(question)
    if counting is not None:
        question = counting.reading_for(answer)
    if earned is None:
        earned = counting.earned(answer) if counting else type_.grade(question, answer)
    return Asked(
        number=number,
        hash=hash_,
        field=field_of(hash_),
        stem=question["stem"],
        shown=type_.shown(question, order, answer),
        words=tuple(type_.in_words(question, answer)) if answer else (),
        is_answered=bool(answer),
        is_right=earned == 1,
        earned=earned,
        gives_parts=type_.gives_parts(question),
        is_critical=is_critical(question),
        flagged=flagged,
        asked_template=type_.asked_template,
        explained_template=type_.explained_template,
        like=None if counting or _has_words(answer) else (hash_, number, repr(order), repr(answer), flagged),
    )


def _has_words(answer: Sequence[Any]) -> bool:
    return any(isinstance(part, str) for part in answer)


def sheet(
    shown: Sequence[Mapping[str, Any]],
    questions: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, Sequence[Any]],
    flagged: Collection[str],
    counting: Mapping[str, Counting] | None = None,
    earned: Mapping[str, str] | None = None,
) -> Sheet:
    """The sheet of an attempt from what it stores and the frozen questions, with what counts of those that were corrected."""
    now, given = counting or {}, earned or {}
    return Sheet(
        tuple(
            asked(
                one["question"],
                questions[one["question"]],
                number=number,
                order=one["order"],
                answer=answers.get(one["question"], ()),
                flagged=one["question"] in flagged,
                counting=now.get(one["question"]),
                earned=Fraction(given[one["question"]])
                if one["question"] in now and one["question"] in given
                else None,
            )
            for number, one in enumerate(shown, start=1)
        )
    )
