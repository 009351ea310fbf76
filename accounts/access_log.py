"""The log of who looked at whose record."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.models import AccessLogEntry, User

# What was done, as a sentence about the person who did it; every room declares its own (`declare`).
_WORDS: dict[str, str | Promise] = {}
_DETAILS: dict[str, Callable[[str], str]] = {}


def declare(**words: str | Promise) -> None:
    """Say, for a room, what an action is called: a sentence with %(viewer)s, told to the person it concerns."""
    _WORDS.update(words)


def declare_detail(action: str, say: Callable[[str], str]) -> None:
    """Say, for a room, how the detail of an action is put into words; others are shown as they were written."""
    _DETAILS[action] = say


def record(*, viewer: User, subject: User | None, action: str, detail: str = "", at: datetime) -> AccessLogEntry:
    """Note that `viewer` did `action` with the record of `subject` (None: of many people, named in `detail`)."""
    return AccessLogEntry.objects.create(viewer=viewer, subject=subject, action=action, detail=detail[:200], at=at)


def record_many(*, viewer: User, subjects: Iterable[User], action: str, detail: str = "", at: datetime) -> None:
    """Note the same for many people, each of whom can see it. A bounded number of queries a thousand."""
    entries = [
        AccessLogEntry(viewer=viewer, subject=one, action=action, detail=detail[:200], at=at) for one in subjects
    ]
    AccessLogEntry.objects.bulk_create(entries, batch_size=500)


def about(subject: User) -> QuerySet[AccessLogEntry]:
    """Who looked at this person's record, newest first."""
    return AccessLogEntry.objects.filter(subject=subject).select_related("viewer").order_by("-at", "-pk")


def in_words(entry: AccessLogEntry) -> str:
    """Who did what, as a sentence for the person it concerns."""
    viewer = entry.viewer.get_full_name()
    words = _WORDS[entry.action] % {"viewer": viewer} if entry.action in _WORDS else f"{viewer} {entry.action}"
    if not entry.detail:
        return words
    detail = _DETAILS[entry.action](entry.detail) if entry.action in _DETAILS else entry.detail
    return gettext("%(what)s: %(detail)s") % {"what": words, "detail": detail}
