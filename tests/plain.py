"""Notices whose words a test chooses itself: one letter a kind, which says just the facts it was given."""

from datetime import datetime
from typing import Any

from accounts.models import User
from notices import outbox
from notices.kinds import KINDS, Words, letter
from notices.models import Notice

for _kind in KINDS:
    letter(f"plain-{_kind}", kind=_kind)(Words)


def tell(
    recipient: User, *, kind: str, dedupe_key: str, at: datetime, subject: str, body: str, **action: Any
) -> Notice | None:
    """Tell somebody these words."""
    facts = {"subject": subject, "body": body, **action}
    return outbox.tell(recipient, f"plain-{kind}", facts=facts, dedupe_key=dedupe_key, at=at)


def message(recipient: User, kind: str, dedupe_key: str, subject: str, body: str) -> outbox.Message:
    """The same for many people at once."""
    return outbox.Message(recipient, f"plain-{kind}", dedupe_key, {"subject": subject, "body": body})
