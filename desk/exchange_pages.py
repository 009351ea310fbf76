"""What the pages about questions of other systems show: each question as it will look, with its remarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.bundles.exchange.base import Gone, Written
from courses.bundles.exchange.bringing import CHANGED, HERE, LOST, NEW, Line, Plan
from courses.contents import sheets
from courses.contents.noting import Notes
from courses.contents.questions import registry as types
from courses.contents.sheets import Asked

LABELS: dict[str, Promise] = {
    LOST: _("Not imported"),
    CHANGED: _("Imported with changes"),
    NEW: _("Imported as they are"),
    HERE: _("Here already"),
}


@dataclass(frozen=True)
class Shown:
    """One item of a file; `question` is None when it does not come in."""

    line: Line
    question: Asked | None
    type: str

    @property
    def is_lost(self) -> bool:
        return self.line.state == LOST

    @property
    def is_here(self) -> bool:
        return self.line.state == HERE


def shown(lines: Sequence[Line]) -> list[Shown]:
    """Items with their questions as they are explained after an attempt: what is right, and why."""
    return [_one(line) for line in lines]


def _one(line: Line) -> Shown:
    if line.found is None:
        return Shown(line, None, "")
    made = line.found.made
    type_ = types.named(made.kind)
    data = {**type_.freeze(made.value, Notes(line.key)), "type": made.kind, "stem": line.found.stem}
    return Shown(line, sheets.asked(line.key, data), str(type_.label))


@dataclass(frozen=True)
class Group:
    """One sentence about an export, and the questions it is said of."""

    said: str
    questions: list[Gone]


def groups(written: Written) -> tuple[list[Group], list[Group]]:
    """Why questions are not in a file, and what changes on the way out; what is said of most of them first."""
    left: dict[str, list[Gone]] = {}
    changed: dict[str, list[Gone]] = {}
    for one in written.gone:
        if one.reason:
            left.setdefault(one.reason, []).append(one)
        for remark in one.remarks:
            changed.setdefault(remark, []).append(one)
    return _sorted(left), _sorted(changed)


def _sorted(found: dict[str, list[Gone]]) -> list[Group]:
    return sorted((Group(*pair) for pair in found.items()), key=lambda group: -len(group.questions))


def chips(plan: Plan, state: str, query: str) -> list[dict[str, Any]]:
    """The ways to narrow the list to what becomes of the items."""
    every: list[tuple[str, str | Promise, int]] = [("", _("Everything"), len(plan.lines))]
    every += [(name, LABELS[name], count) for name, count in plan.counts.items() if count]
    return [
        {"label": label, "url": f"?{query}&show={name}", "active": name == state, "count": count}
        for name, label, count in every
    ]
