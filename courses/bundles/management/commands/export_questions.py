"""Write questions of the bank to a file for another system."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.bundles.exchange import registry, taking
from courses.bundles.exchange.base import Gone
from lms.refusals import Refusal

REFUSED, SOME_LEFT = 1, 3


class Command(BaseCommand):
    help = "Export questions with their right answers (docs/guides/exchange.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the file to write")
        parser.add_argument("--format", choices=registry.names(), required=True)
        parser.add_argument("--topic", action="append", default=[], help="only this topic; may be given several times")
        parser.add_argument("--drafts", action="store_true", help="also questions that were never published")
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, path: Path, format: str, topic: list[str], drafts: bool, **options: Any) -> None:
        try:
            written = taking.take(registry.named(format), taking.chosen(topics=topic, drafts=drafts))
            path.write_bytes(written.data)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=REFUSED)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=REFUSED)
        left = [one for one in written.gone if one.reason]
        if options["json"]:
            data = {"file": str(path), "format": format, "written": len(written.gone) - len(left)}
            items = [_item(one) for one in written.gone]
            self.stdout.write(json.dumps({**data, "left_out": len(left), "items": items}, ensure_ascii=False, indent=2))
        else:
            self._say(written.gone, path)
        if left:
            said = "question is" if len(left) == 1 else "questions are"
            raise CommandError(f"{len(left)} {said} not in the file.", returncode=SOME_LEFT)

    def _say(self, gone: tuple[Gone, ...], path: Path) -> None:
        for one in gone:
            if one.reason or one.remarks:
                self.stdout.write(f"{'-' if one.reason else '~'} {one.key}: {one.title[:70]!r}")
                for said in (one.reason, *one.remarks):
                    self.stdout.write(f"    {said}" if said else "", ending="\n" if said else "")
        left = sum(bool(one.reason) for one in gone)
        self.stdout.write(f"{len(gone) - left} of {len(gone)} questions written to {path}")


def _item(one: Gone) -> dict[str, Any]:
    state = "left_out" if one.reason else "changed" if one.remarks else "written"
    return {
        "state": state,
        "key": one.key,
        "title": one.title,
        "said": [one.reason] if one.reason else list(one.remarks),
    }
