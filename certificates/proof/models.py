"""The file of a certificate."""

from django.core.files.storage import Storage, storages
from django.db import models

from certificates.ledger.models import Certificate
from lms.append_only import AppendOnly


def private_storage() -> Storage:
    """Where files live that only their owner may fetch: never under a public address."""
    return storages["private"]


class CertificateFile(AppendOnly):
    """The PDF of a certificate, rendered once."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="pdf")
    file = models.FileField(upload_to="certificates/%Y/", storage=private_storage)
    sha256 = models.CharField(max_length=64)
    rendered_at = models.DateTimeField()
