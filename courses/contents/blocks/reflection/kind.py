"""A question to think about, for oneself."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, StructBlock, TextBlock

from courses.contents.blocks.base import BlockKind, Data
from courses.contents.noting import Notes


class ReflectionBlock(StructBlock):
    prompt = TextBlock(rows=2, label=_("Question"))
    help = TextBlock(required=False, rows=2, label=_("Help"))

    class Meta:
        icon = "edit"
        label = _("Reflection")


class Reflection(BlockKind):
    order = 50

    def editor(self) -> Block:
        return ReflectionBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {"prompt": value["prompt"], "help": value["help"]}

    def texts(self, data: Data) -> list[str]:
        return [data["prompt"], data["help"]]


KIND = Reflection()
