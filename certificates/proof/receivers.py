"""What is rendered when a certificate is issued."""

from datetime import datetime

from django.dispatch import receiver

from certificates.ledger.models import Certificate
from certificates.ledger.signals import certificate_issued
from certificates.proof import tasks
from lms import later


@receiver(certificate_issued)
def render(sender: object, certificate: Certificate, at: datetime, **kwargs: object) -> None:
    """Ask for the PDF once the certificate is committed; without an answer, the first download or the sweep renders it."""
    later.ask(tasks.render_pdf, certificate.pk)
