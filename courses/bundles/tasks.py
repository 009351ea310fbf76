"""Background work on uploaded bundles."""

from celery import shared_task
from django.utils import timezone

from courses.bundles import uploading


@shared_task
def sweep_uploads() -> int:
    """Remove what was uploaded and never imported."""
    return uploading.sweep(at=timezone.now())
