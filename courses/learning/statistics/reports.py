"""Everything that is said about one question, and about one quiz, from the first attempts at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from courses.learning.statistics import items, reliability
from courses.learning.statistics.choices import Answer, Choices, choices
from courses.learning.statistics.drift import Drift, Tally
from courses.learning.statistics.figures import Figure, Reason, unknown
from courses.learning.statistics.scores import Pair, Scores, Share, mean, root, variance

FEWEST = 30  # first attempts; figures of fewer say more about chance than about the question


@dataclass(frozen=True)
class Asked:
    """A frozen question: which of its options are right (none, where it has no options), and how well guessing does."""

    right: tuple[bool, ...] = ()
    chance: Fraction | None = None


@dataclass(frozen=True)
class Met:
    """Somebody met a question: what they earned, chose, and earned on average on the others (None without others)."""

    earned: Share
    answer: Answer
    rest: Share | None


@dataclass(frozen=True)
class QuestionReport:
    """One question. `choices` is None where its type has no options, `drift` where there was no version before it."""

    people: int
    facility: Figure
    deviation: Figure
    discrimination: Figure
    left_open: int
    chance: float | None
    choices: Choices | None
    drift: Drift | None

    @property
    def is_enough(self) -> bool:
        return self.people >= FEWEST


def of_question(met: Sequence[Sequence[Met]], asked: Asked, drift: Drift | None = None) -> QuestionReport:
    """The report on a question from what people did with it, quiz by quiz."""
    everybody = [one for quiz in met for one in quiz]
    pairs: list[list[Pair]] = [[(one.earned, one.rest) for one in quiz if one.rest is not None] for quiz in met]
    alone = bool(everybody) and not any(pairs)
    chosen = choices([[(one.answer, one.rest) for one in quiz] for quiz in met], asked.right) if asked.right else None
    earned = [one.earned for one in everybody]
    return QuestionReport(
        len(everybody),
        items.facility(earned),
        items.deviation(earned),
        unknown(Reason.ONE_QUESTION) if alone else items.discrimination(*pairs),
        sum(not one.answer for one in everybody),
        None if asked.chance is None else float(asked.chance),
        chosen,
        drift,
    )


def tally(met: Sequence[Sequence[Met]]) -> Tally:
    """How many earned the whole point."""
    everybody = [one for quiz in met for one in quiz]
    return Tally(sum(one.earned == 1 for one in everybody), len(everybody))


@dataclass(frozen=True)
class QuizReport:
    """A whole quiz. Means and the error are in points of `out_of`, which is None where attempts differ in length."""

    people: int
    out_of: int | None
    passed: Figure
    mean: Figure
    deviation: Figure
    mean_share: Figure
    alpha: Figure
    kr20: Figure
    standard_error: Figure
    consistency: Figure
    minutes: Figure
    histogram: tuple[int, ...]  # people by whole points earned, parts rounded down

    @property
    def is_enough(self) -> bool:
        return self.people >= FEWEST


def of_quiz(scores: Scores, pass_mark: int, passed: int, minutes: Sequence[float]) -> QuizReport:
    """The report on a quiz from the matrix of what people earned, how many passed, and how long each took."""
    lengths = set(scores.shown)
    out_of = lengths.pop() if len(lengths) == 1 else None
    points = scores.points
    shares = [one / count for one, count in zip(points, scores.shown, strict=True) if count]
    nobody = unknown(Reason.NOBODY)
    uneven = unknown(Reason.DIFFERENT_QUESTIONS) if points else nobody
    few = unknown(Reason.ONE_PERSON if points else Reason.NOBODY)
    return QuizReport(
        people=scores.people,
        out_of=out_of,
        passed=Figure(float(Fraction(passed, scores.people))) if scores.people else nobody,
        mean=uneven if out_of is None else Figure(float(mean(points))),
        deviation=uneven if out_of is None else few if len(points) < 2 else Figure(root(variance(points))),
        mean_share=Figure(float(mean(shares))) if shares else nobody,
        alpha=reliability.alpha(scores),
        kr20=reliability.kr20(scores),
        standard_error=reliability.standard_error(scores),
        consistency=reliability.decision_consistency(scores, pass_mark),
        minutes=Figure(float(median(minutes))) if minutes else nobody,
        histogram=_histogram(points, out_of),
    )


def _histogram(points: Sequence[Fraction], out_of: int | None) -> tuple[int, ...]:
    if out_of is None:
        return ()
    counts = [0] * (out_of + 1)
    for one in points:
        counts[max(0, min(int(one), out_of))] += 1
    return tuple(counts)
