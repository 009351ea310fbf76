"""Telling people things: one notice a fact, whatever is repeated, and a letter when the person wants one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from accounts.models import User
from lms import later
from notices import inbox, tasks
from notices.kinds import kind as kind_of
from notices.models import Delivery, Notice, Preference

_BATCH = 500  # rows a statement; SQLite allows no more than so many parameters


@dataclass(frozen=True)
class Message:
    """What `tell_many` tells one person. `dedupe_key` names the fact; `body` is plain text, paragraphs apart."""

    recipient: User
    kind: str
    dedupe_key: str
    subject: str
    body: str
    action_label: str = ""
    action_path: str = ""


@transaction.atomic
def tell(
    recipient: User,
    *,
    kind: str,
    dedupe_key: str,
    subject: str,
    body: str,
    action_label: str = "",
    action_path: str = "",
    at: datetime,
) -> Notice | None:
    """Tell a person something, once: the notice in the site, and a letter unless they chose not to get this kind.

    Everything is written in the caller's transaction; the letter is asked for when it commits. Telling the same fact
    again changes nothing and returns the notice there is. A closed account is told nothing: None.
    """
    message = Message(recipient, kind, dedupe_key, subject, body, action_label, action_path)
    required = kind_of(kind).required
    if not _reachable(recipient):
        return None
    notice, created = Notice.objects.get_or_create(dedupe_key=dedupe_key, defaults=_fields(message, at))
    if not created:
        return notice
    inbox.forget_count(recipient.pk)
    if required or not Preference.objects.filter(user=recipient, kind=kind, by_mail=False).exists():
        delivery = Delivery.objects.create(notice=notice, next_try_at=at)
        later.ask(tasks.deliver, delivery.pk)
    return notice


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
    required = {m.kind for m in batch if kind_of(m.kind).required}
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
        "kind": message.kind,
        "subject": message.subject[:200],
        "body": message.body,
        "action_label": message.action_label,
        "action_path": message.action_path,
        "created_at": at,
    }
