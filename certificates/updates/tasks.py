"""Background work on updates: thin doors, safe to run twice and to lose half-way."""

from celery import shared_task
from django.utils import timezone

from certificates.updates import asking, reminders, rollout
from courses.releases.models import Release


@shared_task
def carry_out(release_id: int) -> None:
    """Carry out a release for everybody it touches."""
    rollout.carry_out(Release.objects.get(pk=release_id), at=timezone.now())


@shared_task
def apply_effective_releases() -> None:
    """Carry out the releases whose hour has come and that were not carried out to the end."""
    at = timezone.now()
    for release in rollout.waiting(at=at):
        rollout.carry_out(release, at=at)


@shared_task
def queue_reminders() -> None:
    """Tell holders about the days that come: renewal, expiry, updates due."""
    reminders.send(at=timezone.now())


@shared_task
def ask_missing() -> None:
    """Ask holders for what they owe and were not asked for; normally there is nothing."""
    asking.sweep(at=timezone.now())
