"""Background work on certificates: thin doors, safe to run twice and to lose half-way."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from certificates import awarding, pdf, reminders, rollout
from certificates.models import Certificate
from courses.models import Release
from lms import later

_LOOK_BACK = timedelta(days=365)


@shared_task
def render_pdf(certificate_id: int) -> None:
    """Render and keep the PDF of a certificate, unless it is there already."""
    pdf.file_of(Certificate.objects.get(pk=certificate_id), at=timezone.now())


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
def award_missing() -> None:
    """Issue certificates that were earned and not issued, and render PDFs that are missing; normally none are."""
    at = timezone.now()
    awarding.award_missing(since=at - _LOOK_BACK, at=at)
    for certificate in pdf.missing(since=at - _LOOK_BACK):
        later.ask(render_pdf, certificate.pk)


@shared_task
def queue_reminders() -> None:
    """Tell holders about the days that come: renewal, expiry, updates due."""
    reminders.send(at=timezone.now())
