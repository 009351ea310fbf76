"""Everything a person wrote for themself, by curriculum and lesson."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from courses.contents.blocks import registry
from courses.contents.blocks.base import Data, Notebook
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning.models import Enrolment, NotebookEntry


@dataclass(frozen=True)
class Note:
    """One thing written, with what was asked."""

    asked: str
    words: str
    block: str
    saved_at: datetime
    place: int  # in its lesson


@dataclass(frozen=True)
class LessonNotes:
    """What was written in one lesson. `number` is its place in the training, if that still has it."""

    title: str
    number: int | None
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class CurriculumNotes:
    """What was written in the lessons of one curriculum, in the order of the newest training in it."""

    training: Enrolment
    lessons: tuple[LessonNotes, ...]

    @property
    def title(self) -> str:
        title: str = self.training.release.outline["title"]
        return title

    @property
    def language(self) -> str:
        language: str = self.training.release.outline["language"]
        return language


def of(user: User) -> list[CurriculumNotes]:
    """What a person wrote, the training begun last on top. Two queries, however much there is; one for whoever wrote
    nothing.
    """
    found: dict[int, dict[str, list[tuple[Content, Note]]]] = {}
    entries = NotebookEntry.objects.filter(enrolment__user=user).select_related("content", "enrolment")
    for entry in entries.order_by("saved_at", "pk"):
        if note := _note_of(entry):
            lessons = found.setdefault(entry.enrolment.curriculum_id, {})
            lessons.setdefault(entry.content.key, []).append((entry.content, note))
    if not found:
        return []
    trainings: dict[int, Enrolment] = {}
    rows = Enrolment.objects.filter(user=user, curriculum__in=found).select_related("release")
    for training in rows.order_by("-enrolled_at", "-pk"):
        trainings.setdefault(training.curriculum_id, training)
    return [
        CurriculumNotes(training, tuple(_lessons(training.release.outline, found[curriculum])))
        for curriculum, training in trainings.items()
    ]


def in_words(entry: NotebookEntry) -> tuple[str, str]:
    """What the lesson asked, and what the person wrote or chose."""
    if (found := _found(entry)) is None:
        return "", str(entry.kept)
    _place, notebook, block = found
    return notebook.asked(block), notebook.in_words(block, entry.kept)


def _note_of(entry: NotebookEntry) -> Note | None:
    """An entry in words; None for what is no note, and for one that was emptied."""
    if (found := _found(entry)) is None:
        return None
    place, notebook, block = found
    words = notebook.in_words(block, entry.kept) if notebook.lasts else ""
    return Note(notebook.asked(block), words, entry.block, entry.saved_at, place) if words else None


def _found(entry: NotebookEntry) -> tuple[int, Notebook, Data] | None:
    """The block an entry was kept in: its number in the frozen lesson, what is kept in such blocks, and its data; None for
    a damaged row (see record_checks).
    """
    for place, name, block in registry.named_blocks(entry.content.data["body"]):
        notebook = registry.kind(block["type"]).notebook
        if name == entry.block and notebook is not None:
            return place, notebook, block
    return None


def _lessons(outline: dict[str, Any], found: dict[str, list[tuple[Content, Note]]]) -> Iterable[LessonNotes]:
    numbers = {item["key"]: number for number, item in enumerate(outline_items(outline), start=1)}
    for key in sorted(found, key=lambda key: numbers.get(key, len(numbers) + 1)):
        notes = sorted((note for _content, note in found[key]), key=lambda note: (note.place, note.saved_at))
        newest = found[key][-1][0]
        yield LessonNotes(newest.data["title"], numbers.get(key), tuple(notes))
