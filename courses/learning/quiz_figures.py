"""How a frozen quiz and its questions do: read from first attempts, told without their people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.contents import remembering
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import asked_versions, corrections, first_attempts, option_keys
from courses.learning.asked_versions import Line
from courses.learning.first_attempts import Sitting
from courses.learning.statistics import reports
from courses.learning.statistics.drift import Drift, Tally
from courses.learning.statistics.flags import Raised, flags_of
from courses.learning.statistics.reports import Met, QuestionReport, QuizReport
from courses.learning.statistics.scores import Scores
from courses.releases.models import Release


@dataclass(frozen=True)
class QuestionRow:
    """One question of a quiz. `number` is its place; `always` says that every attempt shows it."""

    number: int
    hash: str
    key: str
    data: Mapping[str, Any]
    always: bool
    report: QuestionReport
    flags: list[Raised]


@dataclass(frozen=True)
class QuizFigures:
    """A frozen quiz in a release. `lines` are the releases, in the same language, that hold this very quiz."""

    quiz: Content
    lines: list[Line]
    report: QuizReport
    questions: list[QuestionRow]


def quiz_in(release: Release, key: str) -> Content | None:
    """The frozen quiz with this key in a release."""
    hashes = [item["hash"] for item in outline_items(release.outline) if item["kind"] == "quiz" and item["key"] == key]
    return Content.objects.filter(pk__in=hashes).first()


def of_quiz(release: Release, quiz: Content, *, only_here: bool = False) -> QuizFigures:
    """The figures of a frozen quiz, from first attempts in any release of the same language that holds it, or only in this
    release. The number of queries does not grow with anything.
    """
    everything = [
        line
        for line in asked_versions.lines(curriculum=release.curriculum_id)
        if line.language == release.outline.get("language", "")
    ]
    holding = asked_versions.releases_with([quiz.hash], [line.pk for line in everything])[quiz.hash]
    lines = [line for line in everything if line.pk in holding]
    chosen = [release.pk] if only_here else [line.pk for line in lines]
    hashes = asked_versions.asked_by(quiz.data)
    questions = remembering.data_of(hashes)
    counting = corrections.book(questions).counting()
    sat = list(first_attempts.sittings([quiz.hash], chosen, questions, counting))
    keys = dict(Content.objects.filter(pk__in=hashes).values_list("pk", "key"))
    drifts, met, always = _drifts(keys, everything), _met(sat), set(quiz.data["questions"])
    rows = []
    for number, hash_ in enumerate(hashes, start=1):
        data = questions[hash_]
        report = reports.of_question(
            [met.get(hash_, [])], option_keys.asked_of(data, counting.get(hash_)), drifts.get(hash_)
        )
        rows.append(QuestionRow(number, hash_, keys[hash_], data, hash_ in always, report, flags_of(report)))
    return QuizFigures(quiz, lines, _whole(sat, quiz, hashes), rows)


def _whole(sat: Sequence[Sitting], quiz: Content, hashes: Sequence[str]) -> QuizReport:
    rows: list[list[Fraction | None]] = []
    for sitting in sat:
        earned = dict(zip(sitting.shown, sitting.counted, strict=True))
        rows.append([earned.get(hash_) for hash_ in hashes])
    return reports.of_quiz(
        Scores.of(rows),
        quiz.data["pass_mark"],
        sum(sitting.passed for sitting in sat),
        [sitting.minutes for sitting in sat],
    )


def _met(sat: Sequence[Sitting]) -> dict[str, list[Met]]:
    """What happened to each question."""
    found: dict[str, list[Met]] = {}
    for sitting in sat:
        for place, hash_ in enumerate(sitting.shown):
            found.setdefault(hash_, []).append(sitting.met(place))
    return found


def _drifts(keys: Mapping[str, str], lines: Sequence[Line]) -> dict[str, Drift]:
    """Of these questions ({hash: key}), each that had a version before it in these releases: whether the two differ."""
    releases = [line.pk for line in lines]
    history = asked_versions.history(asked_versions.places_of(set(keys.values()), releases), lines)
    former = {
        hash_: versions[place - 1]
        for hash_, key in keys.items()
        if (versions := history.get(key, [])) and (place := versions.index(hash_) if hash_ in versions else 0)
    }
    if not former:
        return {}
    wanted = {hash_: keys[now] for now, before in former.items() for hash_ in (now, before)}
    asking = asked_versions.asking(wanted, asked_versions.quizzes_of(releases))
    questions = remembering.data_of({hash_ for asked in asking.values() for hash_ in asked})
    met: dict[str, list[Met]] = {hash_: [] for hash_ in wanted}
    counting = corrections.book(questions).counting()
    for one in first_attempts.meetings(wanted, list(asking), releases, questions, counting):
        if one.fresh:
            met[one.question].append(one.met)
    tallies: dict[str, Tally] = {hash_: reports.tally([found]) for hash_, found in met.items()}
    return {hash_: Drift.between(tallies[before], tallies[hash_]) for hash_, before in former.items()}
