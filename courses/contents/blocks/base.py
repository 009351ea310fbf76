"""What a kind of lesson block offers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Any

from wagtail.blocks import Block, RichTextBlock

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


class BlockKind(ABC):
    """One kind of block. Its folder holds a module `kind` with a `KIND` of this class, and `block.html`.

    The template gets the frozen data as `block`, its number in the lesson as `number`, and what `context` adds.
    """

    order: int  # where authors meet it in the menu
    form = Form.FIELDS
    written_as: Mapping[str, str] = {}  # fields that have another name in bundles

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

    def claims(self, data: Data) -> list[Data]:
        """The frozen claims that a frozen block shows."""
        return []

    def files(self, data: Data) -> list[Data]:
        """The frozen files that a frozen block names."""
        return []

    def problems(self, value: Any) -> list[Problem]:
        """What speaks against a block: the editor's value, a bundle's plain value or frozen data alike."""
        return []
