"""What happened to a certificate; each is sent inside the transaction that made the row."""

from django.dispatch import Signal

certificate_issued = Signal()  # certificate: Certificate, at: datetime
certificate_ruled = Signal()  # ruling: Ruling, at: datetime
