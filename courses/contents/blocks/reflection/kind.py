"""A question to think about, for oneself, with room to write that nobody else reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, StructBlock, TextBlock

from courses.contents.blocks.base import BlockKind, Data, Notebook
from courses.contents.noting import Notes
from lms.refusals import Refusal

LONGEST = 20_000  # characters


class ReflectionBlock(StructBlock):
    prompt = TextBlock(rows=2, label=gettext_lazy("Question"))
    help = TextBlock(required=False, rows=2, label=gettext_lazy("Help"))

    class Meta:
        icon = "edit"
        label = gettext_lazy("Reflection")


class Written(Notebook):
    """What somebody wrote, as plain text."""

    def clean(self, data: Data, raw: Sequence[str]) -> str:
        text = "\n".join(" ".join(raw).replace("\0", "").split("\r\n")).strip()
        if len(text) > LONGEST:
            raise Refusal(_("This is longer than what can be kept here (%(count)d characters).") % {"count": LONGEST})
        return text

    def marks(self, kept: Any) -> Mapping[str, str]:
        return {"text": escape(kept), "written": " data-written" if kept else ""}

    def asked(self, data: Data) -> str:
        prompt: str = data["prompt"]
        return prompt

    def in_words(self, data: Data, kept: Any) -> str:
        words: str = kept
        return words

    def merged(self, newer: Any, mine: Any) -> str:
        """Both, the newer one first, unless one holds the other: nothing that was written is lost."""
        if mine in newer:
            return str(newer)
        return str(mine) if newer in mine else f"{newer}\n\n{mine}"


class Reflection(BlockKind):
    order = 50
    notebook = Written()

    def editor(self) -> Block:
        return ReflectionBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {"prompt": value["prompt"], "help": value["help"]}

    def texts(self, data: Data) -> list[str]:
        return [data["prompt"], data["help"]]


KIND = Reflection()
