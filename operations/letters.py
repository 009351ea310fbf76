"""Letters on their way, of both kinds together, and what a person who runs the site may do about them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts import access_log, posting
from accounts.models import AccessLogEntry, User
from notices import delivery, waiting
from notices.models import Delivery

RELEASED, TRIED_AGAIN = "release_letters", "retry_letters"
_SHOWN = 20


@dataclass(frozen=True)
class Letters:
    """How many letters wait, stand still or are lost, and the newest of those that were given up."""

    due: int
    since: datetime | None  # when the oldest of them was due
    later: int
    is_held: bool
    given_up: int
    account_given_up: int  # their words are gone: people ask anew
    given_up_lately: list[Delivery]

    @property
    def can_be_tried_again(self) -> int:
        return self.later + self.given_up


def look(at: datetime) -> Letters:
    """What there is to say about letters now, in a bounded number of queries."""
    notices, account, lost = waiting.waiting(at), posting.waiting(at), waiting.given_up(at)
    since = [one for one in (notices.since, account["since"]) if one]
    return Letters(
        due=notices.due + account["due"],
        since=min(since, default=None),
        later=notices.later + account["later"],
        is_held=delivery.is_held(at),
        given_up=lost.count(),
        account_given_up=account["given_up"],
        given_up_lately=list(lost[:_SHOWN]),
    )


@transaction.atomic
def release(*, by: User, at: datetime) -> int:
    """Let the held letters go with the next run, and note who did; returns how many."""
    return _noted(RELEASED, waiting.release(at=at), by, at)


@transaction.atomic
def try_again(*, by: User, at: datetime) -> int:
    """Have the next run try what was put off or given up, and note who asked; returns how many letters."""
    return _noted(TRIED_AGAIN, waiting.try_again(at=at) + posting.try_again(at=at), by, at)


def _noted(action: str, letters: int, by: User, at: datetime) -> int:
    if letters:
        access_log.record(viewer=by, subject=None, action=action, detail=str(letters), at=at)
    return letters


def done_lately() -> QuerySet[AccessLogEntry]:
    """The last times that somebody released letters or had them tried again."""
    entries = AccessLogEntry.objects.filter(subject=None, action__in=(RELEASED, TRIED_AGAIN))
    return entries.select_related("viewer").order_by("-at", "-pk")[:3]
