"""The log of who looked at whose record."""

from datetime import datetime

from accounts.models import AccessLogEntry, User


def record(*, viewer: User, subject: User | None, action: str, detail: str = "", at: datetime) -> AccessLogEntry:
    """Note that `viewer` did `action` with the record of `subject` (None: of many people, named in `detail`)."""
    return AccessLogEntry.objects.create(viewer=viewer, subject=subject, action=action, detail=detail[:200], at=at)
