"""Background work on certificates: thin doors, safe to run twice and to lose half-way."""

from datetime import UTC, datetime, timedelta

from celery import shared_task
from django.utils import timezone

from certificates.ledger import awarding

_LOOK_BACK = timedelta(days=365)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@shared_task
def award_missing() -> None:
    """Issue certificates that were earned and not issued; normally none are."""
    at = timezone.now()
    awarding.award_missing(since=at - _LOOK_BACK, at=at)


@shared_task
def award_waiting() -> None:
    """Issue what waited until it was known who issues, however long it did."""
    awarding.award_missing(since=_EVER, at=timezone.now())
