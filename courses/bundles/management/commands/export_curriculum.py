"""Write a published curriculum to a folder or a .zip."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.authoring.models import CurriculumPage
from courses.bundles import exporting
from lms.refusals import Refusal


class Command(BaseCommand):
    help = "Export a curriculum as a bundle (docs/guides/bundles.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the curriculum's slug, for example rebt")
        parser.add_argument("path", type=Path, help="a folder, or a file that ends in .zip")

    def handle(self, *args: Any, slug: str, path: Path, **options: Any) -> None:
        curriculum = CurriculumPage.objects.filter(slug=slug).first()
        if curriculum is None:
            known = ", ".join(CurriculumPage.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f'There is no curriculum "{slug}". There are: {known}.')
        try:
            written = exporting.export(curriculum, path)
        except Refusal as refusal:
            raise CommandError(str(refusal))
        self.stdout.write(f"{len(written)} files written to {path}")
