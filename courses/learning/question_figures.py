"""How each version of a question does, wherever it was asked: read from first attempts, told without their people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.contents import remembering
from courses.learning import asked_versions, corrections, first_attempts, option_keys
from courses.learning.asked_versions import Line
from courses.learning.first_attempts import Meeting
from courses.learning.statistics import reports
from courses.learning.statistics.drift import Drift, Tally
from courses.learning.statistics.flags import Raised, flags_of
from courses.learning.statistics.reports import Asked, Met, QuestionReport

Place = tuple[str, str]  # a language, and a version of the question in it


@dataclass(frozen=True)
class Asking:
    """A frozen quiz that asked a version, in the newest release that did, with how it did there."""

    title: str
    quiz_key: str
    line: Line
    report: QuestionReport


@dataclass(frozen=True)
class Version:
    """One frozen question in releases of one language, the first of them first. `number` counts its versions there."""

    number: int
    hash: str
    language: str
    lines: list[Line]
    data: Mapping[str, Any]
    report: QuestionReport
    flags: list[Raised]
    asked_in: list[Asking]


def of_question(key: str, curricula: Collection[int]) -> list[Version]:
    """The versions of a question that releases of these curricula asked, language by language, the newest first.

    Each person counts once for a version, with the first attempt at a quiz that showed it. The number of queries does
    not grow with anything.
    """
    lines = asked_versions.lines(curriculum__in=curricula, items__content__key=key)
    places = asked_versions.places_of([key], [line.pk for line in lines])
    if not places:
        return []
    everywhere = _Everywhere(lines, places)
    return [version for language in everywhere.languages for version in reversed(everywhere.versions(language))]


class _Everywhere:
    """One question in all releases that asked it, and what people did with it."""

    def __init__(self, lines: Sequence[Line], places: Sequence[tuple[str, str, int]]) -> None:
        self.lines, self.places = lines, places
        spoken = {line.pk: line.language for line in lines}
        self.languages = sorted(set(spoken.values()))
        keys = {hash_: key for hash_, key, _release in places}
        self.quizzes = {quiz.hash: quiz for quiz in asked_versions.quizzes_of(list(spoken))}
        self.asking = asked_versions.asking(keys, self.quizzes.values())
        self.held = asked_versions.releases_with([*keys, *self.asking], list(spoken))
        self.questions = remembering.data_of(keys.keys() | {hash_ for asked in self.asking.values() for hash_ in asked})
        self.counting = corrections.book(self.questions).counting()
        self.met: dict[Place, dict[str, list[Meeting]]] = {}
        for one in first_attempts.meetings(keys, list(self.asking), list(spoken), self.questions, self.counting):
            by_quiz = self.met.setdefault((spoken[one.release], one.question), {})
            by_quiz.setdefault(one.quiz, []).append(one)

    def versions(self, language: str) -> list[Version]:
        """The versions in one language, the first of them first."""
        lines = [line for line in self.lines if line.language == language]
        pks = {line.pk for line in lines}
        (order,) = asked_versions.history([place for place in self.places if place[2] in pks], lines).values()
        found: list[Version] = []
        former: Tally | None = None
        for number, hash_ in enumerate(order, start=1):
            by_quiz = self.met.get((language, hash_), {})
            now = reports.tally([[one.met for one in rows if one.fresh] for rows in by_quiz.values()])
            asked = option_keys.asked_of(self.questions[hash_], self.counting.get(hash_))
            drift = None if former is None else Drift.between(former, now)
            report = reports.of_question([_met(rows) for rows in by_quiz.values()], asked, drift)
            own = [line for line in lines if line.pk in self.held[hash_]]
            where = [self._asking(quiz, own, by_quiz.get(quiz, ()), asked) for quiz in self._quizzes(hash_, own)]
            data = self.questions[hash_]
            found.append(Version(number, hash_, language, own, data, report, flags_of(report), where))
            former = now
        return found

    def _quizzes(self, hash_: str, lines: Sequence[Line]) -> list[str]:
        """The quizzes of these releases that ask a version."""
        pks = {line.pk for line in lines}
        return [quiz for quiz, asked in self.asking.items() if hash_ in asked and self.held[quiz] & pks]

    def _asking(self, quiz: str, lines: Sequence[Line], rows: Sequence[Meeting], asked: Asked) -> Asking:
        newest = [line for line in lines if line.pk in self.held[quiz]][-1]
        content = self.quizzes[quiz]
        return Asking(content.data["title"], content.key, newest, reports.of_question([_met(rows)], asked))


def _met(rows: Sequence[Meeting]) -> list[Met]:
    return [one.met for one in rows]
