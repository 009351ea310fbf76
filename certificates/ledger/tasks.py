"""Background work on certificates: thin doors, safe to run twice and to lose half-way."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from certificates.ledger import awarding

_LOOK_BACK = timedelta(days=365)


@shared_task
def award_missing() -> None:
    """Issue certificates that were earned and not issued; normally none are."""
    at = timezone.now()
    awarding.award_missing(since=at - _LOOK_BACK, at=at)
