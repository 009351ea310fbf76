"""The log of who looked at whose record."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import AccessLogEntry, User

# How an action reads in "Beatriz … on 3 May 2026".
_WORDS = {
    "view": "opened your record",
    "download": "downloaded a certificate of yours",
    "export": "exported a list with your record",
    "rule": "decided about your certificate",
    "suspend": "suspended a certificate of yours",
    "reinstate": "reinstated a certificate of yours",
    "revoke": "revoked a certificate of yours",
    "deactivate": "closed your account",
    "anonymise": "anonymised your account",
}


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
    """What was done, as the rest of a sentence that begins with the viewer's name."""
    return _WORDS.get(entry.action, entry.action.replace("_", " ").replace("-", " "))
