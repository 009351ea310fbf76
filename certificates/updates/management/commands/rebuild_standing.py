"""Write the index of standings anew from the records."""

from typing import Any

from certificates.updates import standing
from lms.commands import InTheOrganisationsZone


class Command(InTheOrganisationsZone):
    help = "Write the index that lists and counts read anew from the records. Safe at any time; changes no record."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{standing.rebuild()} standings.")
