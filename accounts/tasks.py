"""Background doors: letters about accounts."""

from celery import shared_task
from django.utils import timezone

from accounts import posting


@shared_task
def post(pk: int) -> None:
    """Send one letter, when it is due and nobody else is sending it."""
    posting.send(pk, at=timezone.now())


@shared_task
def post_waiting() -> None:
    """Send every letter that is due; each minute."""
    posting.send_waiting(at=timezone.now())
