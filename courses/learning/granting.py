"""More attempts at a quiz: who is stuck, asking for more, and giving it. Each is recorded, and each is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access_log
from accounts.models import User
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import allowances, attempts, completion
from courses.learning.models import AttemptGrant, Enrolment
from lms.refusals import Refusal
from notices import outbox

MOST = 5  # attempts given at once


@dataclass(frozen=True)
class Stuck:
    """Somebody who has used every attempt at a quiz of their training."""

    enrolment: Enrolment
    quiz: Content
    attempts: int

    @property
    def title(self) -> str:
        title: str = self.quiz.data["title"]
        return title


def stuck_in(enrolments: Sequence[Enrolment]) -> list[Stuck]:
    """The quizzes of these trainings in which their person can go on only with more attempts."""
    wanted = {item["hash"]: None for one in enrolments for item in _quizzes(one)}
    limited = Content.objects.in_bulk(wanted) if wanted else {}
    found = []
    for enrolment in enrolments:
        for item in _quizzes(enrolment):
            quiz = limited[item["hash"]]
            if quiz.data["max_attempts"] is not None and (stuck := _stuck(enrolment, quiz)):
                found.append(stuck)
    return found


def _quizzes(enrolment: Enrolment) -> list[dict[str, Any]]:
    return [item for item in outline_items(enrolment.release.outline) if item["kind"] == Content.Kind.QUIZ]


def _stuck(enrolment: Enrolment, quiz: Content) -> Stuck | None:
    made, under_way = attempts.tried(enrolment, quiz.hash)
    if not enrolment.is_open or under_way is not None or any(one.result.passed for one in made):
        return None
    return Stuck(enrolment, quiz, len(made)) if allowances.left(enrolment, quiz, len(made)) == 0 else None


def stuck_at(enrolment: Enrolment, quiz_key: str) -> Stuck | None:
    """Where a person is stuck at the quiz of this key in the release they take; None while they can go on."""
    hash_ = next((item["hash"] for item in _quizzes(enrolment) if item["key"] == quiz_key), None)
    return _stuck(enrolment, Content.objects.get(pk=hash_)) if hash_ else None


@transaction.atomic
def grant(enrolment: Enrolment, quiz_key: str, *, count: int, reason: str, by: User, at: datetime) -> AttemptGrant:
    """Give a person more attempts at a quiz when theirs are used up, and tell them. Raises Refusal.

    Only trainers of the curriculum and coordinators of the person's region may, and nobody gives them to themself.
    """
    if not allowances.may_grant(by, enrolment):
        raise Refusal(_("Trainers of this curriculum and coordinators of this person give more attempts."))
    enrolment = completion.locked(enrolment)
    stuck = stuck_at(enrolment, quiz_key)
    if stuck is None:
        raise Refusal(_("There is an attempt left, or the quiz is passed: nothing has to be given."))
    if not 1 <= count <= MOST:
        raise Refusal(_("Give from 1 to %(most)s attempts at once.") % {"most": MOST})
    if not reason.strip():
        raise Refusal(_("Say why you give more attempts."))
    given = AttemptGrant.objects.create(
        enrolment=enrolment, quiz_key=quiz_key, count=count, by=by, at=at, reason=reason.strip()
    )
    access_log.record(viewer=by, subject=enrolment.user, action="grant", detail=stuck.title, at=at)
    facts = {"quiz": stuck.title, "count": count, "by": str(by), "enrolment": enrolment.pk}
    outbox.tell(enrolment.user, "attempts-given", facts=facts, dedupe_key=f"attempts-given:{given.pk}", at=at)
    return given


@transaction.atomic
def ask(enrolment: Enrolment, quiz_key: str, *, at: datetime) -> list[User]:
    """Tell everybody who can give more attempts that a person needs some; returns who they are. Raises Refusal.

    Asking again before more attempts were used tells nobody twice.
    """
    stuck = stuck_at(enrolment, quiz_key)
    people = allowances.granters(enrolment)
    if stuck is None or not people:
        raise Refusal(_("There is nothing to ask for here."))
    facts = {"person": str(enrolment.user), "quiz": stuck.title, "enrolment": enrolment.pk, "quiz_key": quiz_key}
    fact = f"attempts-asked:{enrolment.pk}:{quiz_key}:{stuck.attempts}"
    for one in people:
        outbox.tell(one, "attempts-asked", facts=facts, dedupe_key=f"{fact}:{one.pk}", at=at)
    return people
