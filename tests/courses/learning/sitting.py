"""Many first attempts at once: rows as handing in leaves them, without walking through every training."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import User
from courses.contents import assessment
from courses.contents.models import Content
from courses.learning import attempts
from courses.learning.models import Attempt, Enrolment
from courses.releases.models import Release
from tests.factories import NOON

_numbers = count(1)
Answers = Mapping[str, Sequence[int]]


def people(number: int) -> list[User]:
    """So many people without a password."""
    made = [User(email=f"sitter{next(_numbers)}@example.org", display_name="Sam", password="!") for _ in range(number)]
    return User.objects.bulk_create(made)


def sit(
    release: Release,
    quiz: Content,
    answers: Sequence[Answers],
    *,
    by: Sequence[User] = (),
    at: datetime = NOON,
    shown: Sequence[Sequence[str]] | None = None,
    minutes: float = 10,
    parts_kept: bool = True,
    kind: str = Enrolment.Kind.FIRST,
    number: int = 1,
) -> list[User]:
    """Everybody hands in one attempt at a quiz of a release; new people, where none are named. Returns them."""
    sitters = list(by) or people(len(answers))
    for person in sitters:
        Enrolment.objects.get_or_create(
            user=person,
            release=release,
            kind=kind,
            defaults={"curriculum": release.curriculum, "enrolled_at": at, "enrolled_by": person, "closed_at": at},
        )
    enrolments = {one.user_id: one for one in Enrolment.objects.filter(release=release, kind=kind)}
    asked = shown or [quiz.data["questions"]] * len(sitters)
    rows = [
        _row(enrolments[person.pk], quiz, hashes, answer, at, minutes, parts_kept, number)
        for person, hashes, answer in zip(sitters, asked, answers, strict=True)
    ]
    Attempt.objects.bulk_create(rows)
    return sitters


def _row(
    enrolment: Enrolment,
    quiz: Content,
    hashes: Sequence[str],
    answers: Answers,
    at: datetime,
    minutes: float,
    parts_kept: bool,
    number: int,
) -> Attempt:
    questions: dict[str, Any] = attempts.questions(list(hashes))
    score = assessment.grade(list(hashes), questions, answers)
    return Attempt(
        enrolment=enrolment,
        quiz=quiz,
        number=number,
        shown=[{"question": hash_, "order": []} for hash_ in hashes],
        answers={hash_: list(picked) for hash_, picked in answers.items()},
        started_at=at - timedelta(minutes=minutes),
        submitted_at=at,
        points=score.points.numerator,
        points_over=score.points.denominator,
        earned={hash_: str(earned) for hash_, earned in score.earned.items()} if parts_kept else None,
        out_of=score.out_of,
        passed=score.passes(quiz.data["pass_mark"]),
    )


def picks(quiz: Content, *patterns: str) -> list[dict[str, list[int]]]:
    """One person a pattern: the option picked of each question always asked; a dot leaves it open."""
    hashes = quiz.data["questions"]
    return [
        {hash_: [int(option)] for hash_, option in zip(hashes, pattern, strict=True) if option != "."}
        for pattern in patterns
    ]
