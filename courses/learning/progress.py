"""How far a person is in the release they take. Pure: outline and completed hashes in, progress out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from courses.contents.outlines import outline_items


@dataclass(frozen=True)
class ModuleProgress:
    """One module's share: items done and in all, and the minutes left in it."""

    key: str
    title: str
    done: int
    total: int
    minutes_left: int

    @property
    def is_complete(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True)
class Progress:
    """Completed items of a release. `done` never exceeds `total`."""

    modules: tuple[ModuleProgress, ...]
    next_item: dict[str, Any] | None
    minutes_left: int

    @property
    def done(self) -> int:
        return sum(module.done for module in self.modules)

    @property
    def total(self) -> int:
        return sum(module.total for module in self.modules)

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done == self.total

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down: 100 only when everything is done."""
        return self.done * 100 // self.total if self.total else 0


def progress(outline: dict[str, Any], completed: Collection[str], last_seen: str = "") -> Progress:
    """Completed hashes ∩ release hashes, by module, with the item to go on with.

    The next item is the one opened last if it is not done, else the first one not done after it, else the first one not
    done at all, else None.
    """
    modules = tuple(_module(module, completed) for module in outline["modules"])
    items = outline_items(outline)
    places = [place for place, item in enumerate(items) if item["hash"] == last_seen]
    start = places[0] if places else 0
    left = [item for item in [*items[start:], *items[:start]] if item["hash"] not in completed]
    return Progress(modules, left[0] if left else None, sum(module.minutes_left for module in modules))


def _module(module: dict[str, Any], completed: Collection[str]) -> ModuleProgress:
    left = [item for item in module["items"] if item["hash"] not in completed]
    total = len(module["items"])
    return ModuleProgress(
        module["key"], module["title"], total - len(left), total, sum(item["minutes"] for item in left)
    )
