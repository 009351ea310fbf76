"""Taking a quiz: start, save, submit. Every step may be repeated without harm."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.contents import assessment, correcting, quiz_rules, remembering
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import allowances, completion, corrections, corrective, saving, succession
from courses.learning.models import Attempt, Enrolment
from lms import dates
from lms.compiled import Compiled, Small
from lms.locking import Kind, for_locking, lock_known, lock_with
from lms.refusals import Refusal

_RESULT = ("points", "points_over", "out_of", "earned", "passed", "to_study", "graded_with")

_ATTEMPT = Compiled(lambda pk: for_locking(Attempt.objects.filter(pk=pk).select_related("quiz")), pk=int)
_TO_GRADE = Compiled(
    lambda pk: (
        Attempt.objects.filter(pk=pk)
        .select_related("quiz", "enrolment__release")
        .select_for_update(of=("enrolment", "self"), no_key=True)
    ),
    pk=int,
)
_TRIED = Compiled(
    lambda **same: Attempt.objects.filter(**same).with_results().order_by("submitted_at", "pk"),
    quiz=str,
    enrolment__user=int,
    enrolment__curriculum=int,
    enrolment__cycle=Small,
    enrolment__kind=str,
)
_QUIZ = Compiled(lambda pk: Content.objects.filter(pk=pk), pk=str)


def made(enrolment: Enrolment, quiz_hash: str) -> list[Attempt]:
    """The person's submitted attempts at this quiz in this cycle, moves between releases and corrected words included.

    An update is a training of its own: what was passed before it does not count, or nothing could be retaken.
    """
    return tried(enrolment, quiz_hash)[0]


def tried(enrolment: Enrolment, quiz_hash: str) -> tuple[list[Attempt], Attempt | None]:
    """As `made`, with the attempt that is under way in this enrolment beside it, if any."""
    found = _tried(enrolment, succession.words_of(enrolment.release, quiz_hash))
    submitted = [attempt for attempt in found if attempt.submitted_at is not None]
    mine = [one for one in found if one.submitted_at is None and one.enrolment_id == enrolment.pk]
    return submitted, mine[0] if mine and enrolment.is_open else None


def _tried(enrolment: Enrolment, words: Sequence[str]) -> list[Attempt]:
    same = allowances.same_training(enrolment)
    if enrolment.kind == Enrolment.Kind.UPDATE or len(words) != 1:
        found = Attempt.objects.filter(quiz__in=words, **same)
        return list(found.with_results().order_by("submitted_at", "pk"))
    return _TRIED.all(quiz=words[0], **same)


def quiz_of(hash_: str) -> Content:
    """The frozen quiz. KeyError for one that is not there."""
    found = _QUIZ.first(pk=hash_)
    if found is None:
        raise KeyError(hash_)
    return found


def quiz_now(attempt: Attempt) -> str:
    """The quiz of the attempt's release that the attempt counts for: the one it shows, or its successor in words."""
    return succession.standing_for(attempt.enrolment.release, attempt.quiz_id) or attempt.quiz_id


def why_not_start(enrolment: Enrolment, quiz: Content, earlier: Sequence[Attempt], *, at: datetime) -> str | None:
    """The reason why no new attempt can be started at that instant, or None."""
    if quiz.hash not in {item["hash"] for item in outline_items(enrolment.release.outline)}:
        return _("This quiz is not part of the release you are taking.")
    if enrolment.closed_at is not None:
        return _("You have moved on from this release. Go on from My training.")
    if enrolment.completed_at is not None:
        return _("You have completed this training.")
    if any(attempt.result.passed for attempt in earlier):
        return _("You have passed this quiz.")
    allowed = allowances.limit(enrolment, quiz)
    if allowed is not None and len(earlier) >= allowed:
        return allowances.used_up(enrolment, allowed)
    if waiting := corrective.waiting(enrolment.release.outline, earlier):
        return corrective.in_words(enrolment.release.outline, waiting)
    return _too_early(quiz, earlier, at)


def _too_early(quiz: Content, earlier: Sequence[Attempt], at: datetime) -> str | None:
    rules = quiz_rules.of(quiz.data)
    handed_in = earlier[-1].submitted_at if earlier else None
    if handed_in is None or not rules.wait_hours or at >= rules.again_from(handed_in):
        return None
    words = _("You can try again from %(moment)s. Until then there is time to look at the lessons.")
    return words % {"moment": dates.full_with_time(rules.again_from(handed_in))}


@transaction.atomic
def start(enrolment: Enrolment, quiz: Content, *, has_declared: bool = True, at: datetime) -> Attempt:
    """The open attempt if there is one, else a new one with questions drawn and shuffled. Raises Refusal.

    `has_declared`: the person has made the declaration that the quiz asks for, if it asks for one.
    """
    enrolment = lock_known(Kind.ENROLMENT, completion.TRAINING, pk=enrolment.pk)
    earlier, under_way = tried(enrolment, quiz.hash)
    if under_way is not None:
        return under_way
    if reason := why_not_start(enrolment, quiz, earlier, at=at):
        raise Refusal(reason)
    if quiz_rules.of(quiz.data).honour and not has_declared:
        raise Refusal(_("Please make the declaration first: tick the box above the button."))
    chance = SystemRandom()
    hashes = assessment.draw(quiz.data, _seen(quiz, earlier), chance)
    return Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=max((one.number for one in earlier if one.enrolment_id == enrolment.pk), default=0) + 1,
        shown=assessment.arrange(hashes, questions(hashes), chance),
        started_at=at,
    )


def _seen(quiz: Content, earlier: Iterable[Attempt]) -> dict[str, int]:
    """How often the questions a quiz draws from were shown before, in whatever words."""
    shown = Counter(one["question"] for attempt in earlier for one in attempt.shown)
    pool = {hash_ for draw in quiz.data["draws"] for hash_ in draw["pool"]}
    if not shown or not pool:
        return {}
    keys = dict(Content.objects.filter(hash__in=pool | set(shown)).values_list("hash", "key"))
    met: Counter[str] = Counter()
    for hash_, times in shown.items():
        met[keys[hash_]] += times
    return {hash_: met[keys[hash_]] for hash_ in pool}


def questions(hashes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The frozen questions by hash, in the order asked for. At most one query."""
    return remembering.data_of(hashes)


def shown_questions(attempt: Attempt) -> dict[str, dict[str, Any]]:
    """The frozen questions this attempt shows, in its order."""
    return questions([shown["question"] for shown in attempt.shown])


@transaction.atomic
def save(
    attempt: Attempt,
    raw: Mapping[str, Sequence[Any]],
    *,
    flagged: Sequence[str] | None = None,
    known: Mapping[str, saving.Known] | None = None,
    page: saving.Page | None = None,
    at: datetime,
) -> Attempt:
    """Keep what a page changed: answers to the questions named in `raw`, and with `flagged` which of them are flagged.

    `known` is what the page knew of each question. What it did not touch stays as it was saved; a newer answer from
    another page stays, too, and the older one waits beside it for a choice. A question not in `known` is simply replaced.
    An attempt already submitted is left as it is.
    """
    attempt = _locked(attempt)
    if attempt.submitted_at is not None:
        return attempt
    asked = shown_questions(attempt)
    changes = _changes(asked, raw, flagged, known or {})
    return _keep(attempt, asked, saving.merged(kept(attempt), changes, page=page or saving.Page(), at=at), at)


def comes_late(
    attempt: Attempt, raw: Mapping[str, Sequence[Any]], known: Mapping[str, saving.Known] | None = None
) -> bool:
    """Whether a page holds an answer that a submitted attempt was graded without."""
    changes = _changes(shown_questions(attempt), raw, None, known or {})
    return any(
        change.touches_answer and change.answer != attempt.answers.get(hash_, []) for hash_, change in changes.items()
    )


@transaction.atomic
def choose(attempt: Attempt, question: str, given_at: str, *, page: saving.Page, at: datetime) -> Attempt:
    """Settle which of several answers to a question counts: the one another page gave then, or, with "", the one kept.

    Choosing what is not there any more, or after handing in, changes nothing.
    """
    attempt = _locked(attempt)
    now = kept(attempt)
    others = now.others(question)
    answers = [one["answer"] for one in others if one["at"] == given_at] or [list(now.answers.get(question, []))]
    if attempt.submitted_at is not None or not others:
        return attempt
    return _keep(attempt, shown_questions(attempt), saving.chosen(now, question, answers[0], page=page, at=at), at)


def kept(attempt: Attempt) -> saving.Kept:
    """The answers of an attempt, as saved."""
    return saving.Kept(attempt.answers, attempt.flagged, attempt.saves)


def _changes(
    asked: Mapping[str, Mapping[str, Any]],
    raw: Mapping[str, Sequence[Any]],
    flagged: Sequence[str] | None,
    known: Mapping[str, saving.Known],
) -> dict[str, saving.Change]:
    named = {hash_: question for hash_, question in asked.items() if hash_ in raw}
    answers = assessment.clean_answers(raw, named)
    return {
        hash_: saving.Change(
            list(answers.get(hash_, [])), None if flagged is None else hash_ in flagged, known.get(hash_)
        )
        for hash_ in named
    }


def _keep(attempt: Attempt, asked: Mapping[str, Any], now: saving.Kept, at: datetime) -> Attempt:
    attempt.answers, attempt.saves = dict(now.answers), dict(now.saves)
    attempt.flagged = [hash_ for hash_ in asked if hash_ in now.flagged]
    attempt.saved_at = at
    attempt.save(update_fields=["answers", "flagged", "saves", "saved_at"])
    return attempt


@transaction.atomic
def submit(attempt: Attempt, *, at: datetime) -> Attempt:
    """Grade and seal the attempt; passing completes the quiz, and perhaps the course, in the same transaction.

    Submitting twice, even at the same moment, gives the first result. Corrections of its questions count from the start.
    """
    lock_known(Kind.USER, completion.PERSON, pk=attempt.enrolment.user_id)  # nobody is moved from here on
    attempt = lock_with(_TO_GRADE, ("enrolment", Kind.ENROLMENT), ("self", Kind.ATTEMPT), pk=attempt.pk)
    enrolment = attempt.enrolment
    if attempt.submitted_at is not None:
        return attempt
    if enrolment.closed_at is not None:
        raise Refusal(_("You have moved on from this release. Go on from My training."))
    asked = shown_questions(attempt)
    book = corrections.book(asked)
    attempt.graded_with = [one.pk for one in book.concerning(list(asked))]
    histories = book.histories(list(asked), attempt.graded_with, ())
    score = correcting.grade(list(asked), asked, attempt.answers, histories)
    attempt.points, attempt.points_over = score.points.numerator, score.points.denominator
    attempt.out_of = score.out_of
    attempt.earned = {hash_: str(earned) for hash_, earned in score.earned.items()}
    attempt.passed = score.passes(attempt.quiz.data["pass_mark"])
    attempt.to_study = corrective.lessons(
        enrolment.release.outline, quiz_now(attempt), [asked[hash_] for hash_ in score.missed]
    )
    attempt.submitted_at = at
    attempt.save(update_fields=[*_RESULT, "submitted_at"])
    if attempt.passed:
        completion.record(enrolment, quiz_now(attempt), at=at)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    return lock_known(Kind.ATTEMPT, _ATTEMPT, pk=attempt.pk)
