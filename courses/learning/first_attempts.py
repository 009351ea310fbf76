"""The first attempts that people handed in at frozen quizzes, read as they come and without their people."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from courses.contents import assessment
from courses.contents.correcting import Counting
from courses.learning.models import Attempt
from courses.learning.statistics.reports import Met

MOST = 20_000  # the latest so many are read: far more than figures need, and memory stays what it is
_PIECE = 500

Questions = Mapping[str, Mapping[str, Any]]
NOTHING_CORRECTED: Mapping[str, Counting] = {}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A first attempt, whoever made it: the questions shown, what each earned, and which options were picked.

    Of a question that was corrected, `earned` says what is earned by the key of today; `counted` is what it adds to the
    result, None where it does not count.
    """

    quiz: str
    release: int
    shown: tuple[str, ...]
    earned: tuple[Fraction, ...]
    counted: tuple[Fraction | None, ...]
    rests: tuple[Fraction | None, ...]  # for each question, the mean of the others; None without others
    answers: tuple[tuple[int, ...], ...]
    passed: bool
    minutes: float

    @property
    def points(self) -> Fraction:
        return sum((share for share in self.counted if share is not None), Fraction())

    def met(self, place: int) -> Met:
        """What happened to the question at a place."""
        return Met(self.earned[place], self.answers[place], self.rests[place])


@dataclass(frozen=True, slots=True)
class Meeting:
    """Somebody met a version of a question for the first time. `fresh`: and had met no version of it before."""

    question: str
    quiz: str
    release: int
    met: Met
    fresh: bool


def sittings(
    quizzes: Collection[str],
    releases: Collection[int],
    questions: Questions,
    counting: Mapping[str, Counting] = NOTHING_CORRECTED,
) -> Iterator[Sitting]:
    """Everybody's first attempt at each of these quizzes, of those made in these releases, the oldest first. One query.

    `questions` holds the frozen questions of the quizzes, for grading again what was handed in before earned parts were
    kept; `counting` says what counts of those that were corrected.
    """
    return (sitting for _person, sitting in _read(quizzes, releases, questions, counting))


def meetings(
    keys: Mapping[str, str],
    quizzes: Collection[str],
    releases: Collection[int],
    questions: Questions,
    counting: Mapping[str, Counting] = NOTHING_CORRECTED,
) -> Iterator[Meeting]:
    """How people did with versions of questions ({hash: key}) when they met each first, once a person. One query."""
    known: set[tuple[int, str]] = set()
    for person, sitting in _read(quizzes, releases, questions, counting):
        for place, hash_ in enumerate(sitting.shown):
            if hash_ not in keys or (person, hash_) in known:
                continue
            fresh = (person, keys[hash_]) not in known
            known |= {(person, hash_), (person, keys[hash_])}
            yield Meeting(hash_, sitting.quiz, sitting.release, sitting.met(place), fresh)


def _first(quizzes: Collection[str]) -> QuerySet[Attempt]:
    """The attempt that each person handed in first at each quiz, in whichever training."""
    place = Window(
        RowNumber(), partition_by=[F("enrolment__user"), F("quiz")], order_by=[F("submitted_at").asc(), F("pk").asc()]
    )
    submitted = Attempt.objects.filter(quiz__in=quizzes, submitted_at__isnull=False)
    return submitted.annotate(place=place).filter(place=1)


def _read(
    quizzes: Collection[str], releases: Collection[int], questions: Questions, counting: Mapping[str, Counting]
) -> Iterator[tuple[int, Sitting]]:
    inside = Attempt.objects.filter(pk__in=_first(quizzes).values("pk"), enrolment__release__in=releases)
    latest = inside.order_by("-submitted_at", "-pk").values("pk")[:MOST]
    rows = Attempt.objects.filter(pk__in=latest).with_results().order_by("submitted_at", "pk")
    columns = (
        *("enrolment__user", "quiz", "enrolment__release", "shown", "answers", "earned"),
        *("passed", "corrected", "started_at", "submitted_at"),
    )
    same = _Same()
    for person, quiz, release, shown, answers, earned, passed, corrected, started_at, submitted_at in rows.values_list(
        *columns
    ).iterator(chunk_size=_PIECE):
        hashes = same.of(tuple(one["question"] for one in shown))
        graded = _earned(hashes, earned, answers, questions, same)
        shares = same.of(_by_key(hashes, graded, answers, counting))
        yield (
            person,
            Sitting(
                same.of(quiz),
                release,
                hashes,
                shares,
                same.of(_counted(hashes, graded, answers, counting)),
                same.rests(shares),
                same.of(tuple(same.of(_picked(answers.get(hash_, ()))) for hash_ in hashes)),
                bool(corrected["passed"] if corrected else passed),
                _minutes(started_at, submitted_at),
            ),
        )


class _Same:
    """One object for all that are equal, so that thousands of attempts hold little."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def of(self, value: Any) -> Any:
        return self._known.setdefault(value, value)

    def share(self, text: str) -> Fraction:
        """The share that a text stands for; read once."""
        found: Fraction | None = self._known.get(("share", text))
        if found is None:
            found = self._known["share", text] = Fraction(text)
        return found

    def rests(self, shares: tuple[Fraction, ...]) -> tuple[Fraction | None, ...]:
        """For each of these shares, the mean of the others; computed once."""
        found: tuple[Fraction | None, ...] | None = self._known.get(("rests", shares))
        if found is None:
            total, others = sum(shares, Fraction()), len(shares) - 1
            found = tuple((total - share) / others if others else None for share in shares)
            self._known["rests", shares] = found
        return found


def _earned(
    hashes: Sequence[str],
    earned: Mapping[str, str] | None,
    answers: Mapping[str, Any],
    questions: Questions,
    same: _Same,
) -> tuple[Fraction, ...]:
    """What each question earned, as stored; graded anew where only the sum was kept."""
    if earned is None or not all(hash_ in earned for hash_ in hashes):
        graded = assessment.grade(hashes, questions, answers).earned
        return tuple(graded[hash_] for hash_ in hashes)
    return tuple(same.share(earned[hash_]) for hash_ in hashes)


def _by_key(
    hashes: Sequence[str], graded: tuple[Fraction, ...], answers: Mapping[str, Any], counting: Mapping[str, Counting]
) -> tuple[Fraction, ...]:
    """The same, by what is right today."""
    return tuple(
        counting[hash_].by_key(answers.get(hash_, ())) if hash_ in counting else share
        for hash_, share in zip(hashes, graded, strict=True)
    )


def _counted(
    hashes: Sequence[str], graded: tuple[Fraction, ...], answers: Mapping[str, Any], counting: Mapping[str, Counting]
) -> tuple[Fraction | None, ...]:
    """What each adds to a result today; None for a question that was dropped."""
    found: list[Fraction | None] = []
    for hash_, share in zip(hashes, graded, strict=True):
        now = counting.get(hash_)
        found.append(share if now is None else None if now.is_dropped else now.earned(answers.get(hash_, ())))
    return tuple(found)


def _picked(answer: Sequence[Any]) -> tuple[int, ...]:
    """The options picked. Of a type without options, only whether there is an answer can be read from it."""
    return tuple(one if isinstance(one, int) else -1 for one in answer)


def _minutes(started_at: datetime, submitted_at: datetime) -> float:
    return max((submitted_at - started_at).total_seconds(), 0.0) / 60
