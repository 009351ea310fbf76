"""Carrying corrections to the attempts that were handed in before: what is raised, what follows, and who is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from courses.contents import correcting, remembering
from courses.contents.models import Content
from courses.learning import asked_versions, attempts, completion, correction_words, corrections, corrective, succession
from courses.learning.corrections import Book
from courses.learning.models import AppliedCorrection, Attempt, Completion, CorrectedResult, Correction, Enrolment
from courses.learning.results import Result
from lms.locking import Kind, lock
from notices import outbox

_PIECE = 100  # people a transaction

Quizzes = Mapping[str, Content]  # by hash
Lessons = Callable[[Attempt, Sequence[str]], list[str]]


@dataclass(frozen=True)
class Raised:
    """What one correction raised a result from and to."""

    attempt: Attempt
    correction: Correction
    before: Result
    after: Result

    @property
    def passes_now(self) -> bool:
        return self.after.passed and not self.before.passed


def raised(attempt: Attempt, book: Book, pass_mark: int, lessons: Lessons) -> Iterator[Raised]:
    """What corrections made of an attempt that was handed in, one after the other; only those that won it something.

    It follows from what is stored alone: the answers, the frozen questions, and the corrections there are. No result is ever
    lower than the one before it.
    """
    hashes = [one["question"] for one in attempt.shown]
    coming = [one for one in book.concerning(hashes) if one.pk not in attempt.graded_with]
    before = attempt.handed_in
    for number, one in enumerate(coming, start=1):
        histories = book.histories(hashes, attempt.graded_with, coming[:number])
        score = correcting.grade(hashes, book.questions, attempt.answers, histories)
        to_study = lessons(attempt, score.missed) if before.to_study and score.missed else []
        kept = [key for key in before.to_study if key in to_study]
        after = Result.graded(score, pass_mark=pass_mark, to_study=kept)
        if after.is_better_than(before):
            yield Raised(attempt, one, before, after)
            before = after


def quizzes_asking(question: str) -> Quizzes:
    """The frozen quizzes that may show a question, by hash."""
    quizzes = Content.objects.filter(kind=Content.Kind.QUIZ).order_by("pk").iterator(chunk_size=200)
    return {one.hash: one for one in quizzes if question in asked_versions.asked_by(one.data)}


def book_of(quizzes: Quizzes) -> Book:
    """Every question of these quizzes with its corrections. Two queries at most."""
    hashes = {hash_ for quiz in quizzes.values() for hash_ in asked_versions.asked_by(quiz.data)}
    return corrections.book(remembering.data_of(sorted(hashes)))


def waiting() -> QuerySet[Correction]:
    """Corrections that were not carried to the end."""
    return Correction.objects.filter(applied__isnull=True).order_by("pk")


def apply(correction: Correction, *, at: datetime) -> int:
    """Raise the results that a correction raises; returns how many. Whoever hands in from now on is graded with it.

    Each piece of people is one transaction that ends in their results, what follows from them, and their letters: killed,
    repeated or run twice at once, everybody's result is raised once, and everybody is told once. People are locked, so
    that whoever is handing in at the moment, before the correction was known, is met as well.
    """
    if AppliedCorrection.objects.filter(correction=correction).exists():
        return 0
    quizzes = quizzes_asking(correction.question_id)
    curricula = list(corrections.curricula_asking(correction.question).values_list("pk", flat=True))
    found = last = 0
    while people := people_after(curricula, last, _PIECE):
        found += _apply_to(people, quizzes, curricula, correction.question_id, at)
        last = people[-1]
    AppliedCorrection.objects.get_or_create(correction=correction, defaults={"finished_at": at})
    return found


def people_after(curricula: Sequence[int], last: int, size: int) -> list[int]:
    """The next people who took one of these curricula, by key."""
    taken = Enrolment.objects.filter(curriculum__in=curricula, user__gt=last)
    return list(taken.order_by("user").values_list("user", flat=True).distinct()[:size])


def attempts_of(people: Sequence[int], curricula: Sequence[int], quizzes: Quizzes) -> QuerySet[Attempt]:
    """Their attempts at these quizzes. One query, which keeps the database from reading every attempt at a quiz."""
    taken = Enrolment.objects.filter(user__in=people, curriculum__in=curricula)
    trainings = list(taken.values_list("pk", flat=True))
    return Attempt.objects.filter(enrolment__in=trainings, quiz__in=list(quizzes))


@transaction.atomic
def _apply_to(people: list[int], quizzes: Quizzes, curricula: list[int], question: str, at: datetime) -> int:
    lock(Kind.USER, User.objects.filter(pk__in=people))
    lock(Kind.ENROLMENT, Enrolment.objects.filter(user__in=people, curriculum__in=curricula))
    made = attempts_of(people, curricula, quizzes)
    locked = lock(Kind.ATTEMPT, made.select_related("quiz", "enrolment__release", "enrolment__user"))
    book = book_of(quizzes)  # read with the locks held: what is not known to an attempt, is known here
    asked = [one for one in locked if one.submitted_at and any(part["question"] == question for part in one.shown)]
    done = set(CorrectedResult.objects.filter(attempt__in=asked).values_list("attempt_id", "correction_id"))
    fresh = [
        one
        for attempt in asked
        for one in raised(attempt, book, attempt.quiz.data["pass_mark"], lessons_after)
        if (attempt.pk, one.correction.pk) not in done
    ]
    CorrectedResult.objects.bulk_create([_row(one, at) for one in fresh])
    completed = {one.attempt.pk: _count_as_passed(one.attempt, at=at) for one in fresh if one.passes_now}
    _tell(fresh, completed, at=at)
    return len(fresh)


def lessons_after(attempt: Attempt, missed: Sequence[str]) -> list[str]:
    """The lessons that missed critical questions of an attempt lead to."""
    questions = remembering.data_of(missed)
    outline = attempt.enrolment.release.outline
    return corrective.lessons(outline, attempts.quiz_now(attempt), list(questions.values()))


def _row(one: Raised, at: datetime) -> CorrectedResult:
    now = one.after
    return CorrectedResult(
        attempt=one.attempt,
        correction=one.correction,
        at=at,
        points=now.points,
        points_over=now.points_over,
        out_of=now.out_of,
        earned=now.earned,
        passed=now.passed,
        to_study=now.to_study,
    )


def _count_as_passed(attempt: Attempt, *, at: datetime) -> str:
    """The quiz is completed in the training of the attempt and those it was moved to: it was shown when it was handed in.

    Returns the release that is completed with it, or nothing. Whoever closed their account completes nothing any more.
    """
    training: Enrolment | None = None if attempt.enrolment.user.anonymised_at else attempt.enrolment
    completed = ""
    while training is not None:
        hash_ = succession.standing_for(training.release, attempt.quiz_id)
        if hash_ is not None and training.closed_at is None:
            was_open = training.is_open
            completion.record(training, hash_, at=at, shown_at=attempt.submitted_at)
            completed = str(training.release) if was_open and not training.is_open else completed
        elif hash_ is not None:  # it was left, or moved on from: going on takes what is done along
            Completion.objects.get_or_create(
                enrolment=training, content_id=hash_, defaults={"completed_at": attempt.submitted_at}
            )
        training = Enrolment.objects.filter(moved_from=training).select_related("release", "user").first()
    return completed


def _tell(found: Sequence[Raised], completed: dict[int, str], *, at: datetime) -> None:
    """One letter a person and correction."""
    by_fact: dict[tuple[int, int], list[Raised]] = {}
    for one in found:
        by_fact.setdefault((one.correction.pk, one.attempt.enrolment.user_id), []).append(one)
    messages = [
        outbox.Message(
            recipient=some[0].attempt.enrolment.user,
            letter="result-corrected",
            dedupe_key=f"corrected:{correction}:{person}",
            facts=_facts(some, completed),
        )
        for (correction, person), some in by_fact.items()
    ]
    outbox.tell_many(messages, at=at)


def _facts(some: Sequence[Raised], completed: dict[int, str]) -> dict[str, Any]:
    """What a letter says of the results that one correction raised for one person."""
    first = some[0]
    return {
        "question": corrections.stem_of(first.correction),
        "how": first.correction.how,
        "why": max(correction_words.reason_for(one.correction, one.attempt.quiz, one.after.passed) for one in some),
        "results": [_told(one, completed.get(one.attempt.pk, "")) for one in some],
    }


def _told(one: Raised, completed: str) -> dict[str, Any]:
    return {
        "attempt": one.attempt.pk,
        "quiz": one.attempt.quiz.data["title"],
        "handed_in": one.attempt.submitted_at.isoformat() if one.attempt.submitted_at else "",
        "before": [str(one.before.score), one.before.out_of],
        "after": [str(one.after.score), one.after.out_of],
        "passes_now": one.passes_now,
        "completed": completed,
    }
