"""A certificate was issued; sent inside the transaction that made the row."""

from django.dispatch import Signal

certificate_issued = Signal()  # certificate: Certificate, at: datetime
