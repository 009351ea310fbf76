"""Cut the heading typeface for the web."""

from django.conf import settings
from django.core.management.base import BaseCommand

from lms import fonts


class Command(BaseCommand):
    help = "Writes the heading typeface's web fonts and their stylesheet; quick when they are there already."
    requires_system_checks = []

    def handle(self, **options: object) -> None:
        built = fonts.build(settings.BUILT_DIR)
        self.stdout.write("Fonts built." if built else "Fonts are up to date.")
