"""manage.py restore_backup FILE: the site as it was when the backup was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lms.refusals import Refusal
from operations.backups import restoring


class Command(BaseCommand):
    help = "Brings the site back from a backup. Stop web server, worker and clock first."
    # a site that has no tables yet cannot be checked, and is what a backup is for
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", metavar="NAME", help="the name of the site, whose data the backup replaces")

    def handle(self, *args: Any, file: Path, replace: str | None, **options: Any) -> None:
        try:
            kept, check = restoring.restore(file, replace=replace, clock=timezone.now)
        except Refusal as refusal:
            raise CommandError(" ".join(refusal.reasons))
        self.stdout.write(
            f"The site is what it was on {kept.moment:%Y-%m-%d %H:%M %Z}: {sum(kept.rows.values())} rows, "
            f"{len(kept.parts) - 1} files. Everybody logs in anew."
        )
        if check.damages:
            raise CommandError(f"{check.damages} records are damaged: manage.py check_records names them.")
        self.stdout.write(self.style.SUCCESS(f"Every record is whole ({check.kinds} kinds of damage looked for)."))
