"""Background doors: the worker's heartbeat, and the look at the records every night."""

from celery import shared_task
from django.utils import timezone

from operations import checking, heartbeats
from operations.models import Heartbeat


@shared_task
def heartbeat() -> None:
    """Asked for each minute by the clock: whoever runs this is at work."""
    heartbeats.note(Heartbeat.Part.WORKER, at=timezone.now())


@shared_task
def check_records() -> int:
    """Look for damage; each finding is an error in the log. Returns how many there were."""
    return checking.check(clock=timezone.now).damages
