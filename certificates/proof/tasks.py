"""Background work on the files of certificates: thin doors, safe to run twice and to lose half-way."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from certificates.ledger.models import Certificate
from certificates.proof import pdf
from lms import later

_LOOK_BACK = timedelta(days=365)


@shared_task
def render_pdf(certificate_id: int) -> None:
    """Render and keep the PDF of a certificate, unless it is there already."""
    pdf.file_of(Certificate.objects.get(pk=certificate_id), at=timezone.now())


@shared_task
def render_missing() -> None:
    """Ask for the PDFs that nobody has rendered yet; normally there are none."""
    for certificate in pdf.missing(since=timezone.now() - _LOOK_BACK):
        later.ask(render_pdf, certificate.pk)
