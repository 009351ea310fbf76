"""Taking a quiz: start, save, submit. Every step may be repeated without harm."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.db import transaction

from courses.contents import assessment
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import completion
from courses.learning.models import Attempt, Enrolment
from lms.refusals import Refusal


def made(enrolment: Enrolment, quiz_hash: str) -> list[Attempt]:
    """The person's submitted attempts at exactly this quiz in this cycle, moves between releases included.

    An update is a training of its own: what was passed before it does not count, or nothing could be retaken.
    """
    return tried(enrolment, quiz_hash)[0]


def tried(enrolment: Enrolment, quiz_hash: str) -> tuple[list[Attempt], Attempt | None]:
    """As `made`, with the attempt that is under way in this enrolment beside it, if any."""
    same = Attempt.objects.filter(
        enrolment__user=enrolment.user_id,
        enrolment__curriculum=enrolment.curriculum_id,
        enrolment__cycle=enrolment.cycle,
        enrolment__kind=enrolment.kind,
        quiz=quiz_hash,
    )
    if enrolment.kind == Enrolment.Kind.UPDATE:
        same = same.filter(enrolment__in=completion.lineage(enrolment))
    found = list(same.order_by("submitted_at", "pk"))
    submitted = [attempt for attempt in found if attempt.submitted_at is not None]
    mine = [one for one in found if one.submitted_at is None and one.enrolment_id == enrolment.pk]
    return submitted, mine[0] if mine and enrolment.is_open else None


def why_not_start(enrolment: Enrolment, quiz: Content, earlier: Sequence[Attempt]) -> str | None:
    """The reason why no new attempt can be started, or None."""
    if quiz.hash not in {item["hash"] for item in outline_items(enrolment.release.outline)}:
        return "This quiz is not part of the release you are taking."
    if enrolment.closed_at is not None:
        return "You have moved on from this release. Go on from My training."
    if enrolment.completed_at is not None:
        return "You have completed this training."
    limit = quiz.data["max_attempts"]
    if any(attempt.passed for attempt in earlier):
        return "You have passed this quiz."
    if limit is not None and len(earlier) >= limit:
        return f"You have used all {limit} attempts. Your coordinator or trainer can help you with what comes next."
    return None


@transaction.atomic
def start(enrolment: Enrolment, quiz: Content, *, at: datetime) -> Attempt:
    """The open attempt if there is one, else a new one with questions drawn and shuffled. Raises Refusal."""
    enrolment = completion.locked(enrolment)
    earlier, under_way = tried(enrolment, quiz.hash)
    if under_way is not None:
        return under_way
    if reason := why_not_start(enrolment, quiz, earlier):
        raise Refusal(reason)
    chance = SystemRandom()
    seen = Counter(shown["question"] for attempt in earlier for shown in attempt.shown)
    hashes = assessment.draw(quiz.data, seen, chance)
    return Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=max((one.number for one in earlier if one.enrolment_id == enrolment.pk), default=0) + 1,
        shown=assessment.arrange(hashes, questions(hashes), chance),
        started_at=at,
    )


def questions(hashes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The frozen questions by hash, in the order asked for. One query."""
    rows = dict(Content.objects.filter(hash__in=hashes).values_list("hash", "data"))
    return {hash_: rows[hash_] for hash_ in hashes}


def shown_questions(attempt: Attempt) -> dict[str, dict[str, Any]]:
    """The frozen questions this attempt shows, in its order."""
    return questions([shown["question"] for shown in attempt.shown])


@transaction.atomic
def save(
    attempt: Attempt, raw: Mapping[str, Sequence[Any]], *, flagged: Sequence[str] | None = None, at: datetime
) -> Attempt:
    """Keep the answers given so far: questions named in `raw` are replaced, others stay as they were saved.

    With `flagged`, the questions named in `raw` are flagged if they are among them. An attempt already submitted is left
    as it is.
    """
    attempt = _locked(attempt)
    if attempt.submitted_at is not None:
        return attempt
    asked = shown_questions(attempt)
    named = {hash_: question for hash_, question in asked.items() if hash_ in raw}
    answers = {hash_: picked for hash_, picked in attempt.answers.items() if hash_ not in named}
    attempt.answers = {**answers, **assessment.clean_answers(raw, named)}
    if flagged is not None:
        marked = {*flagged} | {hash_ for hash_ in attempt.flagged if hash_ not in named}
        attempt.flagged = [hash_ for hash_ in asked if hash_ in marked]
    attempt.saved_at = at
    attempt.save(update_fields=["answers", "flagged", "saved_at"])
    return attempt


@transaction.atomic
def submit(attempt: Attempt, *, at: datetime) -> Attempt:
    """Grade and seal the attempt; passing completes the quiz, and perhaps the course, in the same transaction.

    Submitting twice, even at the same moment, gives the first result.
    """
    enrolment = completion.locked(attempt.enrolment)
    attempt = _locked(attempt)
    if attempt.submitted_at is not None:
        return attempt
    if attempt.enrolment_id != enrolment.pk:  # moved to a newer release in between
        enrolment = completion.locked(attempt.enrolment)
    if enrolment.closed_at is not None:
        raise Refusal("You have moved on from this release. Go on from My training.")
    asked = shown_questions(attempt)
    score = assessment.grade(list(asked), asked, attempt.answers)
    attempt.points, attempt.out_of = score.points, score.out_of
    attempt.passed = score.passes(attempt.quiz.data["pass_mark"])
    attempt.submitted_at = at
    attempt.save()
    if attempt.passed:
        completion.record(enrolment, attempt.quiz_id, at=at)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt.pk)
