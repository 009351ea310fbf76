"""What a kind of lesson block offers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Any

from wagtail.blocks import Block, RichTextBlock

from courses.contents import own
from courses.contents.finding import folder_of, template_of
from courses.contents.noting import Notes
from courses.contents.problems import Problem

Data = Mapping[str, Any]
# The sizes of frozen images by the SHA-256 of the image: address, width and height, the smallest first.
Renditions = Mapping[str, Sequence[Mapping[str, Any]]]

TEXT_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "hr", "blockquote"]


def prose(**options: Any) -> RichTextBlock:
    """The one kind of rich text there is in lessons."""
    return RichTextBlock(features=TEXT_FEATURES, **options)


class Form(Enum):
    """How a bundle writes a block."""

    PROSE = "Markdown between the named blocks; exactly one kind is written so"
    TITLED = "a named block of Markdown (the field text), its title (the field title) on the opening line"
    FIELDS = "a named block of YAML, field by field"


class Notebook(ABC):
    """What a reader keeps for themself in a block of one kind. The value kept is JSON; all of it is pure."""

    lasts = True  # a note: listed, and shown again in a renewal; else it is shown in the same cycle only

    @abstractmethod
    def clean(self, data: Data, raw: Sequence[str]) -> Any:
        """What to keep of what a form sent; cleaning it again changes nothing. Raises Refusal for what cannot be kept."""

    @abstractmethod
    def marks(self, kept: Any) -> Mapping[str, str]:
        """HTML by the name of the mark, as the block shows what is kept."""

    @abstractmethod
    def asked(self, data: Data) -> str:
        """What the block asks, for lists."""

    @abstractmethod
    def in_words(self, data: Data, kept: Any) -> str:
        """What is kept as text; empty when it is nothing."""

    def merged(self, newer: Any, mine: Any) -> Any:
        """What to keep when another page has kept something newer in between, which this page did not know."""
        return mine


class BlockKind(ABC):
    """One kind of block. Its folder holds a module `kind` with a `KIND` of this class, and `block.html`.

    The template gets the frozen data as `block`, its number in the lesson as `number`, and what `context` adds; where
    readers keep something of their own, its lasting name as `name` and its marks as `own` (courses.contents.own).
    """

    order: int  # where authors meet it in the menu
    form = Form.FIELDS
    written_as: Mapping[str, str] = {}  # fields that have another name in bundles
    notebook: "Notebook | None" = None  # what readers keep of their own in such a block, if they do

    @property
    def name(self) -> str:
        return folder_of(self)

    @property
    def template(self) -> str:
        return template_of(self, "block.html")

    @cached_property
    def block(self) -> Block:
        """The editor's block, bound to its name."""
        made = self.editor()
        made.set_name(self.name)
        return made

    @abstractmethod
    def editor(self) -> Block:
        """A new block for the editor; it says which fields there are, here and in bundles."""

    @abstractmethod
    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        """The editor's value as plain JSON data; what it shows and rests on goes into the notes. May raise Refusal."""

    @abstractmethod
    def texts(self, data: Data) -> list[str]:
        """The words of a frozen block, part by part, for saying what changed."""

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        """What the template needs beside the frozen data."""
        return {}

    def marked(self, data: Data, marks: own.Marks) -> dict[str, Any]:
        """What the template needs where readers keep something of their own, beside their marks."""
        return {}

    def claims(self, data: Data) -> list[Data]:
        """The frozen claims that a frozen block shows."""
        return []

    def files(self, data: Data) -> list[Data]:
        """The frozen files that a frozen block names."""
        return []

    def problems(self, value: Any) -> list[Problem]:
        """What speaks against a block: the editor's value, a bundle's plain value or frozen data alike."""
        return []
