"""Bring questions of another system into the bank as drafts, or say what would come."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.bundles.exchange import bringing, registry
from courses.bundles.exchange.base import Source
from courses.bundles.exchange.bringing import CHANGED, HERE, LOST, NEW, Line, Plan
from lms.refusals import Refusal

REFUSED, SOME_LOST = 1, 3
_SIGNS = {NEW: "+", CHANGED: "~", HERE: "=", LOST: "-"}
_WORDS = {NEW: "imported", CHANGED: "imported with changes", HERE: "here already", LOST: "not imported"}


class Command(BaseCommand):
    help = "Import questions as drafts (docs/guides/exchange.md): GIFT, Aiken, Moodle XML, QTI or our own YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument("--format", choices=registry.names(), default="", help="if the file does not tell")
        parser.add_argument("--topic", default="", help="the topic of all; otherwise each one's category in the file")
        parser.add_argument("--check", action="store_true", help="say what would come, and change nothing")
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, path: Path, format: str, topic: str, check: bool, **options: Any) -> None:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if topic and not bringing.is_topic(topic):
            raise CommandError(f'"{topic}" is no topic. Use small letters, digits and hyphens.')
        try:
            with path.open("rb") as stream:
                plan = bringing.plan(Source(path.name, stream), topic=topic, format=format)
            if not check:
                bringing.bring_in(plan)
        except Refusal as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"file": path.name, "refused": refusal.reasons}, ensure_ascii=False))
            raise CommandError(f"Nothing was imported. {refusal}", returncode=REFUSED)
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(plan, check=check), ensure_ascii=False, indent=2))
        else:
            self._say(plan, check=check)
        if lost := plan.counts[LOST]:
            said = "item was" if lost == 1 else "items were"
            raise CommandError(f"{lost} {said} not imported.", returncode=SOME_LOST)

    def _say(self, plan: Plan, *, check: bool) -> None:
        for note in plan.notes:
            self.stdout.write(f"! {note}")
        for line in plan.lines:
            self.stdout.write(f"{_SIGNS[line.state]} {line.where}: {line.title[:70]!r} {line.key}".rstrip())
            for said in line.said:
                self.stdout.write(f"    {said}")
        counts = plan.counts
        totals = ", ".join(f"{counts[state]} {_WORDS[state]}" for state in (NEW, CHANGED, HERE, LOST))
        self.stdout.write(f"{plan.file} ({plan.format}) holds {len(plan.lines)}: {totals}.")
        if check:
            self.stdout.write("Nothing was changed: this was a check.")


def _as_data(plan: Plan, *, check: bool) -> dict[str, Any]:
    return {
        "file": plan.file,
        "format": plan.format,
        "checked_only": check,
        "held": len(plan.lines),
        "counts": plan.counts,
        "notes": list(plan.notes),
        "items": [_item(line) for line in plan.lines],
    }


def _item(line: Line) -> dict[str, Any]:
    found = line.found
    return {
        "state": line.state,
        "where": line.where,
        "title": line.title,
        "key": line.key,
        "topic": line.topic,
        "type": found.made.kind if found else "",
        "said": list(line.said),
        "rationale_missing": bool(found and found.is_unwritten),
    }
