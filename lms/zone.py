"""The zone in which days are counted: every request, task and command works in the organisation's own."""

from django.utils import timezone

from lms import organisation


def activate(facts: organisation.Facts | None = None) -> None:
    """Count days in the organisation's zone from here on, in this thread.

    Left active, as the language is: what is streamed is written after a view returns, and whoever comes next says again
    which zone counts.
    """
    timezone.activate((facts or organisation.now()).zone)
