"""Background work on corrections: thin doors, safe to run twice and to lose half-way."""

from celery import shared_task
from django.utils import timezone

from courses.learning import regrading
from courses.learning.models import Correction
from lms import later


@shared_task
def apply_correction(correction_id: int) -> None:
    """Carry a correction to everybody whose result it raises."""
    regrading.apply(Correction.objects.get(pk=correction_id), at=timezone.now())


@shared_task
def apply_waiting_corrections() -> None:
    """Ask for the corrections that were not carried to the end, a task for each."""
    for correction in regrading.waiting():
        later.ask(apply_correction, correction.pk)
