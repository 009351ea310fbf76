"""A worked example."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, StructBlock

from courses.contents.blocks.base import BlockKind, Data, Form, prose
from courses.contents.noting import Notes
from courses.contents.plain import paragraphs


class ExampleBlock(StructBlock):
    title = CharBlock(required=False, max_length=120, label=_("Title"))
    text = prose(label=_("Text"), help_text=_("A worked example, step by step."))

    class Meta:
        icon = "list-ol"
        label = _("Worked example")


class Example(BlockKind):
    order = 30
    form = Form.TITLED

    def editor(self) -> Block:
        return ExampleBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {"title": value["title"] or "", "html": notes.html(value["text"])}

    def texts(self, data: Data) -> list[str]:
        return [data["title"], *paragraphs(data["html"])]


KIND = Example()
