"""Background doors: letters that are due."""

from celery import shared_task
from django.utils import timezone

from notices import delivery


@shared_task
def deliver(pk: int) -> None:
    """Send one letter, when it is due and nobody else is sending it."""
    delivery.deliver(pk, at=timezone.now())


@shared_task
def deliver_waiting() -> None:
    """Send every letter that is due; each minute."""
    delivery.deliver_waiting(clock=timezone.now)
