"""The one thing to keep from a part."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, StructBlock

from courses.contents.blocks.base import BlockKind, Data, Form, prose
from courses.contents.noting import Notes
from courses.contents.plain import paragraphs


class KeyIdeaBlock(StructBlock):
    title = CharBlock(required=False, max_length=120, label=_("Title"))
    text = prose(label=_("Text"), help_text=_("The one thing to keep from this part, in two or three sentences."))

    class Meta:
        icon = "pick"
        label = _("Key idea")


class KeyIdea(BlockKind):
    order = 20
    form = Form.TITLED

    def editor(self) -> Block:
        return KeyIdeaBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {"title": value["title"] or "", "html": notes.html(value["text"])}

    def texts(self, data: Data) -> list[str]:
        return [data["title"], *paragraphs(data["html"])]


KIND = KeyIdea()
