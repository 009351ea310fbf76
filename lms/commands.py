"""What commands that count days have in common."""

from typing import Any

from django.core.management.base import BaseCommand

from lms import zone


class InTheOrganisationsZone(BaseCommand):
    """A command that counts days where the organisation is, as pages and tasks do."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        zone.activate()
        return super().execute(*args, **options)
