"""manage.py backup [FOLDER]: the whole site in one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from lms.refusals import Refusal
from operations.backups import writing


class Command(BaseCommand):
    help = "Writes database, uploads, released files and certificates into one file that only its owner reads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.BACKUP_FOLDER, help="where to; default: %(default)s")

    def handle(self, *args: Any, folder: str, **options: Any) -> None:
        try:
            made = writing.write(Path(folder), at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal))
        self.stdout.write(f"{made}, {filesizeformat(made.stat().st_size)}. Keep a copy away from this machine.")
