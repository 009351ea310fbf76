"""What a correction would change, read before it takes effect. It streams: however many attempts there are, a page is held."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from accounts import roles
from accounts.models import User
from courses.contents import assessment, correcting
from courses.contents.correcting import Counting
from courses.learning import corrections, regrading
from courses.learning.corrections import Book
from courses.learning.models import Attempt, Correction
from courses.learning.results import Result

PAGE = 50  # attempts of a page of the list
_PIECE = 200  # people looked at together
_LOWERING = (Correction.How.REKEY, Correction.How.DROP)
_COLUMNS = (
    *("pk", "enrolment_id", "quiz_id", "shown", "answers", "graded_with", "to_study"),
    *("points", "points_over", "out_of", "earned", "passed", "submitted_at", "enrolment__user_id"),
)

Place = tuple[int, int]  # of a person and an attempt of theirs: the order of the list


class Change(StrEnum):
    """What becomes of an attempt."""

    PASSES = "passes"  # it is passed now
    RISES = "rises"
    KEEPS = "keeps"  # it would be lower, and stays as it is


@dataclass(frozen=True)
class Row:
    """One attempt of the list. `after` is what it gets, or what it would have had; `person` is named to who may see it."""

    place: Place
    quiz: str
    before: Result
    after: Result
    change: Change
    handed_in: datetime | None
    person: str = ""

    @property
    def loses_pass(self) -> bool:
        return self.before.passed and not self.after.passed


@dataclass
class Preview:
    """How many attempts a correction touches, in which way; `rows` is a page of the list, and `following` where it goes on."""

    asked: int = 0  # attempts handed in that showed the question
    passes: int = 0
    rises: int = 0
    keeps: int = 0
    people: int = 0  # whose result changes
    stay_passed: int = 0  # of those that keep theirs, the ones that would not be passed any more
    touches_own: bool = False  # a result of the person who looks changes
    rows: list[Row] = field(default_factory=list)
    following: Place | None = None

    @property
    def changed(self) -> int:
        """Attempts whose result changes."""
        return self.passes + self.rises


def of(correction: Correction, *, by: User, only: str = "", after: Place = (0, 0)) -> Preview:
    """What a correction would do to the attempts there are, and a page of them: of one change only, after a place.

    A bounded number of queries for each piece of people.
    """
    found, last = Preview(), 0
    for row in _walk(correction, found):
        person = row.place[0]
        setattr(found, row.change, getattr(found, row.change) + 1)
        if row.change is Change.KEEPS:
            found.stay_passed += row.loses_pass
        else:
            found.people += person != last
            found.touches_own = found.touches_own or person == by.pk
            last = person
        if row.place > after and only in ("", row.change):
            if len(found.rows) < PAGE:
                found.rows.append(row)
            else:
                found.following = found.rows[-1].place
    found.rows = _named(found.rows, by)
    return found


def raises_own(correction: Correction, by: User) -> bool:
    """Whether a result of this very person would change."""
    rows = _looked_at([by.pk], _Ground(correction), Preview())
    return any(row.change is not Change.KEEPS for row in rows)


class _Ground:
    """What is read once for all attempts: where the question was asked, and the corrections with this one after them."""

    def __init__(self, correction: Correction) -> None:
        self.correction = correction
        self.quizzes = regrading.quizzes_asking(correction.question_id)
        self.curricula = list(corrections.curricula_asking(correction.question).values_list("pk", flat=True))
        now = regrading.book_of(self.quizzes)
        self.book = Book(now.questions, [*now.concerning(list(now.by_question)), correction])
        self._before = now.counting().get(correction.question_id, Counting((correction.question.data,)))
        self._after = self._before.after(corrections.pure(correction))

    def may_change(self, answer: Sequence[Any]) -> bool:
        """Whether an attempt with this answer to the question needs a closer look; most do not, and that is quickly told."""
        counts_otherwise = self._after.is_dropped or self._after.is_dropped != self._before.is_dropped
        return counts_otherwise or self._after.earned(answer) != self._before.earned(answer)


def _walk(correction: Correction, found: Preview) -> Iterator[Row]:
    ground, last = _Ground(correction), 0
    while people := regrading.people_after(ground.curricula, last, _PIECE):
        yield from _looked_at(people, ground, found)
        last = people[-1]


def _looked_at(people: list[int], ground: _Ground, found: Preview) -> Iterator[Row]:
    made = regrading.attempts_of(people, ground.curricula, ground.quizzes).filter(submitted_at__isnull=False)
    question, looked_for = ground.correction.question_id, []
    for pk, shown, answers in made.values_list("pk", "shown", "answers").iterator(chunk_size=500):
        if any(one["question"] == question for one in shown):
            found.asked += 1
            if ground.may_change(answers.get(question, ())):
                looked_for.append(pk)
    some = Attempt.objects.filter(pk__in=looked_for).select_related("enrolment").only(*_COLUMNS)
    for attempt in some.order_by("enrolment__user", "pk"):
        quiz = ground.quizzes[attempt.quiz_id].data
        if row := _change(attempt, ground.correction, ground.book, quiz["pass_mark"]):
            yield replace(row, place=(attempt.enrolment.user_id, attempt.pk), quiz=quiz["title"])


def _change(attempt: Attempt, correction: Correction, book: Book, mark: int) -> Row | None:
    """What becomes of one attempt; None: nothing."""
    now = attempt.handed_in
    for one in regrading.raised(attempt, book, mark, lambda whose, _missed: whose.to_study):
        if one.correction is correction:
            return Row(
                (0, 0),
                "",
                one.before,
                one.after,
                Change.PASSES if one.passes_now else Change.RISES,
                attempt.submitted_at,
            )
        now = one.after
    if correction.how not in _LOWERING:
        return None
    hashes = [one["question"] for one in attempt.shown]
    known = [one.pk for one in book.concerning(hashes)]
    before, after = (_plainly(attempt, hashes, book, some) for some in (known[:-1], known))
    if after.points / after.out_of >= before.points / before.out_of and after.passes(mark) >= before.passes(mark):
        return None
    return Row((0, 0), "", now, Result.graded(after, pass_mark=mark, to_study=[]), Change.KEEPS, attempt.submitted_at)


def _plainly(attempt: Attempt, hashes: list[str], book: Book, known: list[int]) -> assessment.Score:
    """What an attempt would have, were it handed in with these corrections known."""
    return correcting.grade(hashes, book.questions, attempt.answers, book.histories(hashes, known, ()))


def _named(rows: list[Row], by: User) -> list[Row]:
    """With names, where they are of people whom the person who looks answers for. One query."""
    people = roles.people_of(by).filter(pk__in={row.place[0] for row in rows}) if rows else ()
    names = {one.pk: str(one) for one in people}
    return [replace(row, person=names.get(row.place[0], "")) for row in rows]
