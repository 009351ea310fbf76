"""Make a site out of an empty database, or finish one that was left half done."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from home import starting
from lms import organisation
from lms.commands import InTheOrganisationsZone
from lms.refusals import Refusal

_ASKED = {
    "name": "Name of the organisation, as certificates print it",
    "time_zone": "Time zone in which certificates end, for example America/Toronto",
    "letters_address": "Address that letters come from",
    "signatory_name": "Who signs certificates",
    "signatory_title": "Their title",
}


class Command(InTheOrganisationsZone):
    help = (
        "Makes the home page, the catalogue, the legal pages and the regions, and keeps what the organisation decides. "
        "May be run again: what people have made or decided stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-input", action="store_true", help="ask nothing; take what the environment says")
        parser.add_argument("--regions", type=Path, help="a text file of regions, one a line, what lies in it indented")

    def handle(self, *args: Any, **options: Any) -> None:
        decisions = starting.undecided(settings.ORGANISATION_STARTS_WITH)
        if not options["no_input"] and sys.stdin.isatty():
            decisions |= self._ask(decisions)
        try:
            regions = options["regions"].read_text(encoding="utf-8-sig") if options["regions"] else ""
            made = starting.set_up(decisions, regions=regions)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The list of regions cannot be read: {error}") from error
        except Refusal as refused:
            raise CommandError("Nothing was changed.\n" + "\n".join(refused.reasons)) from refused
        for title in made.pages:
            self.stdout.write(f"Made the page {title}.")
        if made.regions:
            self.stdout.write(f"Added {made.regions} regions.")
        self._say_what_is_missing(made.facts)

    def _ask(self, known: dict[str, str]) -> dict[str, str]:
        """What is typed; an empty answer leaves the value in brackets, or leaves it open."""
        kept = organisation.kept()
        found = {}
        for name, question in _ASKED.items():
            if getattr(kept, name):
                continue
            start = f" [{known[name]}]" if known.get(name) else ""
            if answer := input(f"{question}{start}: ").strip():
                found[name] = answer
        return found

    def _say_what_is_missing(self, facts: organisation.Facts) -> None:
        if facts.is_decided:
            self.stdout.write(self.style.SUCCESS(f"The site is set up. {facts.name} issues its certificates."))
            return
        self.stdout.write(
            self.style.WARNING(
                f"No certificate is issued yet. Still to decide: {', '.join(facts.missing)}. "
                f"Do it at {settings.SITE_URL}/set-up/, or set the environment and run this again."
            )
        )
