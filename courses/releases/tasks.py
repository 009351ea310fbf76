"""Background work on releases: thin doors, safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from courses.releases import reviewing
from evidence.models import EvidenceUpdate


@shared_task
def open_missing_review_tasks() -> int:
    """Open the review tasks that updates of the last year should have opened; normally there is nothing to do."""
    at = timezone.now()
    recent = EvidenceUpdate.objects.filter(recorded_at__gte=at - timedelta(days=365))
    return sum(reviewing.open_tasks(update, at=at) for update in recent)
