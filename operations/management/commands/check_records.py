"""manage.py check_records: whether every record still says what was promised of it."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from lms import records
from lms.commands import InTheOrganisationsZone
from lms.records import Damage
from operations import checking


class Command(InTheOrganisationsZone):
    help = (
        "Compares records with each other and re-hashes what is frozen; names each that is damaged, with a safe repair."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", help="look for one kind of damage: its name as --list shows it")
        parser.add_argument("--list", action="store_true", help="name every kind of damage that is looked for")

    def handle(self, *args: Any, **options: Any) -> None:
        known = records.names()
        if options["list"]:
            self.stdout.write("\n".join(known))
            return
        if options["only"] and options["only"] not in known:
            raise CommandError("There is no such check. --list names them all.")
        looked = 1 if options["only"] else len(known)
        if count := self._count(options["only"]):
            raise CommandError(f"{count} records are damaged.")
        self.stdout.write(self.style.SUCCESS(f"Every record is whole ({looked} kinds of damage looked for)."))

    def _count(self, only: str | None) -> int:
        """How many are damaged. Only a look at everything is kept for the operations page."""
        if not only:
            return checking.check(clock=timezone.now, found=self._say).damages
        count = 0
        for count, damage in enumerate(records.damages(only), start=1):  # noqa: B007 (counted for the last line)
            self._say(damage)
        return count

    def _say(self, damage: Damage) -> None:
        self.stdout.write(f"{damage.record}: {damage.what}. {damage.repair}")
