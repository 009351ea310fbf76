"""What a format offers, and what is handed to it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from courses.bundles.exchange.items import Entry, NotOurs
from courses.bundles.shapes import QuestionShape
from courses.contents.finding import folder_of
from lms.refusals import Refusal

MOST_BYTES = 100 * 1024 * 1024
MOST_TEXT_BYTES = 8 * 1024 * 1024
OURS = "cairn."  # before the key of a question in what we export, so that it is known again


class FileRefused(Refusal):
    """The file as a whole cannot be read: why, and what to do."""


@dataclass
class Source:
    """A file to read. `notes` collects what is to be said about the file as a whole."""

    name: str
    stream: IO[bytes]
    notes: list[str] = field(default_factory=list)

    def head(self) -> bytes:
        """How the file begins."""
        self.stream.seek(0)
        found = self.stream.read(4096)
        self.stream.seek(0)
        return found

    def text_bytes(self) -> bytes:
        """Everything in a file of text. Raises FileRefused when it is too large for one."""
        self.stream.seek(0)
        data = self.stream.read(MOST_TEXT_BYTES + 1)
        if len(data) > MOST_TEXT_BYTES:
            limit = MOST_TEXT_BYTES // (1024 * 1024)
            raise FileRefused(_("This file of text is larger than %(limit)s MB. Divide it.") % {"limit": limit})
        return data


@dataclass(frozen=True)
class Gone:
    """One question of an export: as it went out, or not. `reason` is empty when it is in the file."""

    key: str
    title: str
    remarks: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Written:
    """A file for another system, with what became of every question."""

    data: bytes
    gone: tuple[Gone, ...]


class Format(ABC):
    """One format. Its folder holds a module `kind` with a `KIND` of this class."""

    order: int
    label: Any
    about: Any  # a sentence: what the format carries
    extension: str
    media_type: str

    @property
    def name(self) -> str:
        return folder_of(self)

    @abstractmethod
    def recognises(self, name: str, head: bytes) -> bool:
        """Whether a file of that name, which begins so, is of this format."""

    @abstractmethod
    def read(self, source: Source) -> Iterator[Entry]:
        """Every item of the file in its order, taken in or lost by name. Raises FileRefused."""

    @abstractmethod
    def write(self, questions: Sequence[QuestionShape]) -> Written:
        """The file of these questions."""


def one_by_one(questions: Sequence[QuestionShape], write: Any) -> tuple[list[tuple[QuestionShape, Any]], list[Gone]]:
    """Each question through `write`, which gives what goes into the file and remarks, or raises NotOurs."""
    parts, gone = [], []
    for question in questions:
        try:
            part, remarks = write(question)
        except NotOurs as why:
            gone.append(Gone(question.key, question.stem, reason=str(why)))
        else:
            parts.append((question, part))
            gone.append(Gone(question.key, question.stem, tuple(dict.fromkeys([*remarks, *_left_behind(question)]))))
    return parts, gone


def _left_behind(question: QuestionShape) -> Iterator[str]:
    if question.critical:
        yield _("That it is critical, and its lesson to read again, are not in the file.")
    if question.claims:
        yield _("The claims it rests on are not in the file.")
