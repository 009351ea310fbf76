"""What counts of a frozen question once it was corrected. Pure: a question, its corrections in order, and an answer.

Nobody loses by a correction. An attempt is graded by what counted when it was handed in, and by what counted after each
correction since; each question earns the most of these, and a question that was dropped is left out where that helps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from courses.contents import assessment
from courses.contents.questions import registry
from courses.contents.questions.base import Answer, Data


class How(StrEnum):
    """In which way a question is corrected."""

    ACCEPT = "accept"  # another answer counts, too
    REKEY = "re-key"  # another answer counts instead
    ANSWERED = "answered"  # whoever answered has the point
    EVERYBODY = "everybody"  # whoever was asked has it
    DROP = "drop"  # it counts for nobody


KEYED = (How.ACCEPT, How.REKEY)  # those that name an answer


@dataclass(frozen=True)
class Correction:
    """One correction; `answer` is what counts also, or instead."""

    how: str
    answer: Answer = ()


@dataclass(frozen=True)
class Counting:
    """What counts of a question. `readings` are the question with each of its right answers: the best one grades."""

    readings: tuple[Data, ...]
    is_answered_enough: bool = False  # whoever answered has the point
    is_given: bool = False  # everybody has it
    is_dropped: bool = False

    def earned(self, answer: Answer) -> Fraction:
        """The share of the point that an answer earns."""
        if self.is_given or (self.is_answered_enough and answer):
            return Fraction(1)
        return self.by_key(answer)

    def by_key(self, answer: Answer) -> Fraction:
        """The share that an answer earns by what is right, whatever everybody is given: for telling how a question does."""
        return self._keyed(self.reading_for(answer), answer)

    def reading_for(self, answer: Answer) -> Data:
        """The question with the right answer that suits this one best; the first of them, where none does."""
        return max(self.readings, key=lambda reading: self._keyed(reading, answer))

    @staticmethod
    def _keyed(reading: Data, answer: Answer) -> Fraction:
        return registry.type_of(reading).grade(reading, answer)

    def after(self, correction: Correction) -> "Counting":
        """What counts once this was corrected, too. All but re-keying may come in any order."""
        type_ = registry.type_of(self.readings[0])
        match correction.how:
            case How.ACCEPT:
                more = [one for reading in self.readings for one in type_.accepting(reading, correction.answer)]
                return replace(self, readings=tuple(one for n, one in enumerate(more) if one not in more[:n]))
            case How.REKEY:
                return Counting((type_.rekeyed(self.readings[0], correction.answer),))
            case How.ANSWERED:
                return replace(self, is_answered_enough=True)
            case How.EVERYBODY:
                return replace(self, is_given=True)
            case How.DROP:
                return replace(self, is_dropped=True)
        raise ValueError(f"There is no correction {correction.how!r}.")


@dataclass(frozen=True)
class History:
    """The corrections of one question as an attempt meets them: those it was handed in under, and those that came later."""

    question: Data
    known: tuple[Correction, ...] = ()
    later: tuple[Correction, ...] = ()

    @cached_property
    def steps(self) -> tuple[Counting, ...]:
        """What counted when it was handed in, and after each later correction."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[Counting]:
        counting = counted(self.question, self.known)
        yield counting
        for one in self.later:
            counting = counting.after(one)
            yield counting

    def earned(self, answer: Answer) -> Fraction:
        """The most that the answer earned at any of them."""
        return max(step.earned(answer) for step in self.steps)

    @property
    def is_out(self) -> bool:
        """Whether the question never counted."""
        return all(step.is_dropped for step in self.steps)

    @property
    def may_be_out(self) -> bool:
        """Whether it did not count at one of them, so that it is left out where that helps."""
        return any(step.is_dropped for step in self.steps)


def counted(question: Data, corrections: Sequence[Correction]) -> Counting:
    """What counts of a question after these corrections."""
    counting = Counting((question,))
    for one in corrections:
        counting = counting.after(one)
    return counting


def grade(
    hashes: Sequence[str],
    questions: assessment.Questions,
    answers: Mapping[str, Sequence[Any]],
    histories: Mapping[str, History],
) -> assessment.Score:
    """As `assessment.grade`, with what was corrected. One correction more never makes less of an attempt.

    Where nothing is left that counts, everybody has every point: a quiz can always be passed.
    """
    if not histories:
        return assessment.grade(hashes, questions, answers)
    plain = assessment.grade([hash_ for hash_ in hashes if hash_ not in histories], questions, answers)
    earned = {
        hash_: histories[hash_].earned(answers.get(hash_, ())) if hash_ in histories else plain.earned[hash_]
        for hash_ in hashes
    }
    out = {hash_ for hash_ in earned if hash_ in histories and histories[hash_].is_out}
    may_be_out = {hash_ for hash_ in earned if hash_ in histories and histories[hash_].may_be_out}
    missed = [
        hash_
        for hash_, share in earned.items()
        if share != 1 and hash_ not in may_be_out and assessment.is_critical(questions[hash_])
    ]
    if earned and len(may_be_out) == len(earned):
        return assessment.Score(Fraction(len(earned)), len(earned), dict.fromkeys(earned, Fraction(1)))
    points, count = _best(earned, out, may_be_out)
    return assessment.Score(points, count, earned, missed)


def _best(earned: Mapping[str, Fraction], out: set[str], may_be_out: set[str]) -> tuple[Fraction, int]:
    """Points and of how many: the questions that may be left out are, from the weakest on, while that raises the share."""
    points = sum((share for hash_, share in earned.items() if hash_ not in out), Fraction())
    count = len(earned) - len(out)
    for share in sorted(earned[hash_] for hash_ in may_be_out - out):
        if share * count >= points:
            break
        points, count = points - share, count - 1
    return points, count
