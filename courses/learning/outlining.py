"""The outline of a release as a person sees it: numbered steps by module, and which are done. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from courses.contents.outlines import outline_items
from courses.contents.typography import typeset_text
from courses.learning.progress import ModuleProgress, Progress, progress


@dataclass(frozen=True)
class Step:
    """One lesson or quiz at its place in the release; `number` counts from 1 and never shifts."""

    number: int
    kind: str
    key: str
    hash: str
    title: str
    summary: str
    minutes: int
    done: bool

    @property
    def is_quiz(self) -> bool:
        return self.kind == "quiz"

    @property
    def state(self) -> str:
        """A key of lms/statuses.py."""
        if self.done:
            return "passed" if self.is_quiz else "done"
        return "not-started"


@dataclass(frozen=True)
class Part:
    """One module with its steps."""

    number: int
    summary: str
    progress: ModuleProgress
    steps: tuple[Step, ...]

    @property
    def title(self) -> str:
        return self.progress.title


@dataclass(frozen=True)
class Outline:
    """A release as one person sees it."""

    parts: tuple[Part, ...]
    progress: Progress

    @property
    def steps(self) -> list[Step]:
        return [step for part in self.parts for step in part.steps]

    @property
    def next_step(self) -> Step | None:
        """The step to go on with, or None when everything is done."""
        wanted = self.progress.next_item
        return next((step for step in self.steps if wanted and step.hash == wanted["hash"]), None)

    def step(self, number: int) -> Step | None:
        """The step at a place, or None."""
        steps = self.steps
        return steps[number - 1] if 1 <= number <= len(steps) else None

    def part_of(self, step: Step) -> Part:
        return next(part for part in self.parts if step in part.steps)

    def around(self, step: Step) -> tuple[Step | None, Step | None]:
        """The steps before and after one."""
        return self.step(step.number - 1), self.step(step.number + 1)


def outline_for(outline: dict[str, Any], completed: Collection[str], last_seen: str = "") -> Outline:
    """The outline of a release with a person's progress in it."""
    language = outline.get("language", "en")
    found = progress(outline, completed, last_seen)
    numbers = {item["hash"]: number for number, item in enumerate(outline_items(outline), start=1)}
    parts = []
    for place, (module, share) in enumerate(zip(outline["modules"], found.modules, strict=True), start=1):
        steps = tuple(
            _step(item, numbers[item["hash"]], item["hash"] in completed, language) for item in module["items"]
        )
        title, summary = typeset_text(module["title"], language), typeset_text(module["summary"], language)
        parts.append(Part(place, summary, replace(share, title=title), steps))
    return Outline(tuple(parts), found)


def _step(item: dict[str, Any], number: int, done: bool, language: str) -> Step:
    title, summary = typeset_text(item["title"], language), typeset_text(item["summary"], language)
    return Step(number, item["kind"], item["key"], item["hash"], title, summary, item["minutes"], done)
