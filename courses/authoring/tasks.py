"""Background work on what is written."""

from celery import shared_task
from django.utils import timezone

from courses.authoring import publishing


@shared_task
def publish_scheduled() -> None:
    """Publish and expire the pages and questions whose time has come."""
    publishing.publish_due(at=timezone.now())
