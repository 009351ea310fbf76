"""Who works in the background, told by what they write: a part that stopped writes nothing, so nobody can claim for it."""

from datetime import datetime, timedelta

from operations.models import Heartbeat

# The clock asks for a beat every minute, and the worker answers in its turn, behind what it is doing.
QUIET = {Heartbeat.Part.WORKER: timedelta(minutes=5), Heartbeat.Part.CLOCK: timedelta(minutes=3)}


def note(part: Heartbeat.Part, *, at: datetime) -> None:
    """A part is at work."""
    Heartbeat.objects.update_or_create(part=part, defaults={"at": at})


def last_seen() -> dict[str, datetime]:
    """When each part was last at work; one that never was is left out."""
    return dict(Heartbeat.objects.values_list("part", "at"))


def is_at_work(part: Heartbeat.Part, seen: datetime | None, *, at: datetime) -> bool:
    """Whether a part was seen lately enough to believe that it still is."""
    return seen is not None and at - seen <= QUIET[part]
