"""Bring a curriculum to what a bundle says, or say what would change."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.bundles import importing
from courses.bundles.shapes import BundleRefused

_SIGNS = {"new": "+", "changed": "~", "removed": "-", "unchanged": "="}


class Command(BaseCommand):
    help = "Import a curriculum bundle (docs/guides/bundles.md): a folder or a .zip, all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the bundle's folder or .zip")
        parser.add_argument("--check", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: Any, path: Path, check: bool, **options: Any) -> None:
        try:
            result = importing.import_path(path, check=check)
        except BundleRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            count = len(refused.problems)
            raise CommandError(f"Nothing was changed. {count} {'problem' if count == 1 else 'problems'} to mend.")
        for change in result.changes:
            if check or change.state != "unchanged":
                self.stdout.write(f"{_SIGNS[change.state]} {change.kind:<8} {change.state:<9} {change.name}")
        for warning in result.warnings:
            self.stdout.write(f"! {warning}")
        if not result.changed:
            self.stdout.write("Nothing differs.")
        for kind, counts in result.counts().items():
            said = ", ".join(f"{counts[state]} {state}" for state in _SIGNS if counts[state])
            self.stdout.write(f"{kind}: {said}")
