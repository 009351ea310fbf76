"""Bring locale/ up to date with the words marked in the sources: for whoever writes or translates them."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from lms.catalogues import FOLDER, tidy

_NOT_OURS = [".venv", "var", "out", "node_modules"]
_NOT_SHOWN = ["tests", "bench", "deploy", "samples"]  # nobody reads these on a page


class Command(BaseCommand):
    help = (
        "Collect the marked words of templates, Python and scripts into locale/*/LC_MESSAGES/*.po. Needs GNU gettext."
    )
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        languages = [code for code, _ in settings.LANGUAGES if not settings.LANGUAGE_CODE.startswith(code)]
        for code in languages:
            (FOLDER / code / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        for domain in ("django", "djangojs"):
            call_command(
                "makemessages",
                locale=languages,
                domain=domain,
                add_location="file",
                no_obsolete=True,
                ignore_patterns=[*_NOT_OURS, *_NOT_SHOWN],
                verbosity=0,
            )
        for path in tidy():
            self.stdout.write(str(path.relative_to(FOLDER)))
