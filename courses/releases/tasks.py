"""Background work on releases: thin doors, safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from courses.authoring.models import CurriculumPage
from courses.releases import releasing, reviewing
from evidence.models import EvidenceUpdate
from lms import later


@shared_task
def open_missing_review_tasks() -> int:
    """Open the review tasks that updates of the last year should have opened; normally there is nothing to do."""
    at = timezone.now()
    recent = EvidenceUpdate.objects.filter(recorded_at__gte=at - timedelta(days=365))
    return sum(reviewing.open_tasks(update, at=at) for update in recent)


@shared_task
def release_what_is_due() -> None:
    """Ask for the releases whose hour has come, a task for each curriculum, so that none holds up another."""
    for curriculum in releasing.curricula_due(at=timezone.now()):
        later.ask(release_due, curriculum.pk)


@shared_task
def release_due(curriculum_id: int) -> None:
    """Release what waited in one curriculum."""
    releasing.release_due(CurriculumPage.objects.get(pk=curriculum_id), at=timezone.now())
