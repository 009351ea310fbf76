"""A release was published; sent inside the transaction that made the row."""

from django.dispatch import Signal

release_published = Signal()  # release: Release, at: datetime
