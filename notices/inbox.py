"""What a person has been told: reading it, and how much is still unread."""

from collections.abc import Iterable
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from lms.compiled import Compiled
from notices.models import Notice

_KEPT = 60  # seconds: for caches that other processes cannot reach; else forgotten whenever a notice is told or read

_NEWEST = Compiled(lambda user: Notice.objects.filter(recipient=user)[:3], user=int)
_UNREAD = Compiled(
    lambda user: (
        Notice.objects.filter(recipient=user, read_at__isnull=True)
        .order_by()
        .values("recipient")
        .annotate(number=Count("pk"))
        .values_list("number")
    ),
    user=int,
)


def notices_of(user: User) -> QuerySet[Notice]:
    """Everything the person was told, newest first."""
    return Notice.objects.filter(recipient=user)


def newest(user: User) -> list[Notice]:
    """The three told last, newest first."""
    return _NEWEST.all(user=user.pk)


def unread_count(user: User) -> int:
    """How many notices are not read yet; asked of the database only when the cache does not know."""
    key = _key(user.pk)
    count: int | None = cache.get(key)
    if count is None:
        count = sum(number for (number,) in _UNREAD.all(user=user.pk))
        cache.set(key, count, _KEPT)
    return count


def read(notice: Notice, *, at: datetime) -> None:
    """Note that the recipient opened the notice; the first time counts."""
    if notice.read_at is None and Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at):
        notice.read_at = at
        forget_count(notice.recipient_id)


def read_all(user: User, *, at: datetime) -> int:
    """Mark everything as read; returns how many were not."""
    marked = notices_of(user).filter(read_at__isnull=True).update(read_at=at)
    forget_count(user.pk)
    return marked


def settle(people: Iterable[User], *facts: str, at: datetime) -> None:
    """Count as read what told these people of something that is done or decided now: its `dedupe_key` is one of these
    facts, or one of them followed by a colon and more.
    """
    keys = [person.pk for person in people]
    told = Q(pk__in=())
    for fact in facts:
        told |= Q(dedupe_key=fact) | Q(dedupe_key__startswith=f"{fact}:")
    waiting = Notice.objects.filter(told, recipient__in=keys, read_at__isnull=True)
    if facts and waiting.update(read_at=at):
        forget_count(*keys)


def forget_count(*user_pks: int) -> None:
    """Count anew at the next look: now for this process's own eyes, and again once others can see the rows."""
    keys = [_key(pk) for pk in user_pks]
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys), robust=True)


def _key(user_pk: int) -> str:
    return f"notices:unread:{user_pk}"
