"""Telling people things: one notice a fact, whatever is repeated, and a letter when the person wants one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from accounts.models import User
from lms import later
from notices import inbox, tasks
from notices.kinds import Kind, kind_of
from notices.models import Delivery, Notice, Preference

_BATCH = 500  # rows a statement; SQLite allows no more than so many parameters


@dataclass(frozen=True)
class Message:
    """What `tell_many` tells one person. `dedupe_key` names the fact; `facts` are what the letter says, as plain JSON."""

    recipient: User
    letter: str
    dedupe_key: str
    facts: Mapping[str, Any]

    @property
    def kind(self) -> Kind:
        return kind_of(self.letter)


@transaction.atomic
def tell(recipient: User, letter: str, *, facts: Mapping[str, Any], dedupe_key: str, at: datetime) -> Notice | None:
    """Tell a person something, once: the notice in the site, and a letter unless they chose not to get this kind.

    Everything is written in the caller's transaction; the letter is asked for when it commits. Telling the same fact
    again changes nothing and returns the notice there is. A closed account is told nothing: None.
    """
    message = Message(recipient, letter, dedupe_key, facts)
    if not _reachable(recipient):
        return None
    notice, created = Notice.objects.get_or_create(dedupe_key=dedupe_key, defaults=_fields(message, at))
    if not created:
        return notice
    inbox.forget_count(recipient.pk)
    if message.kind.required or not _declines(recipient, message.kind):
        delivery = Delivery.objects.create(notice=notice, next_try_at=at)
        later.ask(tasks.deliver, delivery.pk)
    return notice


def _declines(recipient: User, kind: Kind) -> bool:
    return Preference.objects.filter(user=recipient, kind=kind.key, by_mail=False).exists()


def tell_many(messages: Iterable[Message], *, at: datetime) -> int:
    """Tell many people, in a bounded number of queries a thousand; returns how many were not told before."""
    told = 0
    pending = iter(messages)
    while batch := list(islice(pending, _BATCH)):
        told += _tell_batch(batch, at)
    return told


@transaction.atomic
def _tell_batch(batch: Sequence[Message], at: datetime) -> int:
    notices = [Notice(**_fields(m, at), dedupe_key=m.dedupe_key) for m in batch if _reachable(m.recipient)]
    required = {m.kind.key for m in batch if m.kind.required}
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    # our uuids tell the rows just written from those that stood there before
    fresh = list(Notice.objects.filter(uuid__in=[notice.uuid for notice in notices]))
    declined = set(
        Preference.objects.filter(by_mail=False, user__in={notice.recipient_id for notice in fresh}).values_list(
            "user_id", "kind"
        )
    )
    wanted = [n for n in fresh if n.kind in required or (n.recipient_id, n.kind) not in declined]
    Delivery.objects.bulk_create([Delivery(notice=notice, next_try_at=at) for notice in wanted])
    inbox.forget_count(*{notice.recipient_id for notice in fresh})
    if wanted:
        later.ask(tasks.deliver_waiting)
    return len(fresh)


def _reachable(user: User) -> bool:
    return user.is_active and user.anonymised_at is None


def _fields(message: Message, at: datetime) -> dict[str, object]:
    return {
        "recipient": message.recipient,
        "kind": message.kind.key,
        "letter": message.letter,
        "facts": dict(message.facts),
        "created_at": at,
    }
