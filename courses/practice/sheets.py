"""An observation as screens show it: every item with its choices, its mark in words, and what was written beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.practice import rubrics
from courses.practice.models import Observation
from courses.practice.rubrics import NO, NOT_SEEN, SEEN, SKIPPED, YES, Item
from courses.practice.scoring import Result


@dataclass(frozen=True)
class Line:
    """One item."""

    item: Item
    mark: Any
    note: str
    against: bool = False  # a rule does not hold because of it

    @property
    def key(self) -> str:
        key: str = self.item["key"]
        return key

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """What can be chosen: the value, its words, and whether it is chosen."""
        return [(value, words, value == str(self.mark)) for value, words in choices_of(self.item)]

    @property
    def counts(self) -> list[tuple[str, object]]:
        """What is counted, with the number so far."""
        if self.item["kind"] == "count":
            return [(_("How often"), "" if self.mark is None else self.mark)]
        first, second = self.mark if isinstance(self.mark, list) else (None, None)
        halves = ((self.item["first"], first), (self.item["second"], second))
        return [(name, "" if half is None else half) for name, half in halves]

    @property
    def is_counted(self) -> bool:
        return self.item["kind"] in ("count", "ratio")

    @property
    def in_words(self) -> str:
        """The mark, for readers."""
        if rubrics.known(self.item, self.mark) is None:
            return _("No mark yet")
        if self.item["kind"] == "ratio":
            return _("%(first)s: %(a)d, %(second)s: %(b)d") % {**self.item, "a": self.mark[0], "b": self.mark[1]}
        return dict(choices_of(self.item)).get(str(self.mark), str(self.mark))


def choices_of(item: Item) -> list[tuple[str, str]]:
    """The marks that can be chosen, with their words; none where something is counted."""
    skipped = [(SKIPPED, _("Does not apply"))] if item.get("may_skip") else []
    if item["kind"] == "check":
        return [(YES, _("Yes")), (NO, _("No")), *skipped]
    if item["kind"] == "scale":
        levels = enumerate(item["levels"], start=1)
        return [*((str(n), _("%(level)d: %(words)s") % {"level": n, "words": words}) for n, words in levels), *skipped]
    return [(NOT_SEEN, _("Not seen")), (SEEN, _("Seen"))] if item["kind"] == "never" else []


@dataclass(frozen=True)
class Section:
    title: str
    lines: Sequence[Line]


def sections_of(observation: Observation, result: Result | None = None) -> list[Section]:
    """The whole sheet; with a result, items because of which a rule does not hold say so."""
    against = {key for rule in result.rules for key in rule.against} if result else set()
    return [
        Section(section["title"], [_line(item, observation, against) for item in section["items"]])
        for section in observation.data["sections"]
    ]


def _line(item: Item, observation: Observation, against: set[str]) -> Line:
    key = item["key"]
    return Line(item, observation.marks.get(key), observation.notes.get(key, ""), key in against)


def sent_marks(observation: Observation, values: Mapping[str, Sequence[str]]) -> dict[str, rubrics.Mark | None]:
    """The marks that a form sent, by key: those of items whose field was there."""
    items = rubrics.items_of(observation.data)
    return {item["key"]: rubrics.read(item, values[item["key"]]) for item in items if item["key"] in values}
