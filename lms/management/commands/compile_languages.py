"""Compile the words of every language from locale/, where a catalogue has changed."""

from django.core.management.base import BaseCommand

from lms.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po into the .mo files that the site reads."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        for path in compile_all():
            self.stdout.write(f"Compiled {path.parent.parent.name}/{path.name}")
