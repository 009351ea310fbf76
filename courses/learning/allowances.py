"""How many attempts a person may make at a quiz: what the quiz allows, and what somebody gave them beyond it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import roles
from accounts.models import User
from courses.contents.models import Content
from courses.learning import completion
from courses.learning.models import AttemptGrant, Enrolment

_NAMED = 3  # people named in a sentence


def same_training(enrolment: Enrolment) -> dict[str, Any]:
    """What finds the records of one training, moves between releases included, by their enrolment.

    An update is a training of its own: what was passed before it does not count, or nothing could be retaken.
    """
    same: dict[str, Any] = {
        "enrolment__user": enrolment.user_id,
        "enrolment__curriculum": enrolment.curriculum_id,
        "enrolment__cycle": enrolment.cycle,
        "enrolment__kind": enrolment.kind,
    }
    if enrolment.kind == Enrolment.Kind.UPDATE:
        same["enrolment__in"] = completion.lineage(enrolment)
    return same


def limit(enrolment: Enrolment, quiz: Content) -> int | None:
    """How many attempts at a quiz of their release the person may make in all; None: as many as they like."""
    allowed: int | None = quiz.data["max_attempts"]
    if allowed is None:
        return None
    grants = AttemptGrant.objects.filter(quiz_key=quiz.key, **same_training(enrolment))
    return allowed + (grants.aggregate(more=Sum("count"))["more"] or 0)


def left(enrolment: Enrolment, quiz: Content, made: int) -> int | None:
    """How many attempts are left after so many; None: as many as they like."""
    allowed = limit(enrolment, quiz)
    return None if allowed is None else max(allowed - made, 0)


def may_grant(by: User, enrolment: Enrolment) -> bool:
    """Whether somebody may give more attempts: a trainer of the curriculum, a coordinator of the person's region."""
    if by.pk == enrolment.user_id:
        return False
    if by.has_perm("authoring.author_curriculum", enrolment.curriculum):
        return True
    return roles.is_coordinator(by) and roles.people_of(by).filter(pk=enrolment.user_id).exists()


def granters(enrolment: Enrolment) -> list[User]:
    """The people who can give more attempts: the coordinators nearest to the person, then the curriculum's trainers."""
    found = [*roles.answering_for(enrolment.user), *roles.trainers_of(enrolment.curriculum)]
    return [one for one in dict.fromkeys(found) if one.pk != enrolment.user_id]


def used_up(enrolment: Enrolment, allowed: int) -> str:
    """That all attempts are used, and whom to ask for more."""
    used = ngettext("You have used your only attempt.", "You have used all %(count)d attempts.", allowed) % {
        "count": allowed
    }
    return f"{used} {_whom_to_ask([str(one) for one in granters(enrolment)])}"


def _whom_to_ask(names: Sequence[str]) -> str:
    if not names:
        return _("Your coordinator or trainer can give you more.")
    *rest, last = names[:_NAMED]
    either = _("%(names)s or %(last)s") % {"names": ", ".join(rest), "last": last} if rest else last
    return _("Ask %(names)s for more: they can give you another attempt.") % {"names": either}
