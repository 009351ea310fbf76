"""Running text."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block

from courses.contents.blocks.base import BlockKind, Data, Form, prose
from courses.contents.noting import Notes
from courses.contents.plain import paragraphs


class Text(BlockKind):
    order = 10
    form = Form.PROSE

    def editor(self) -> Block:
        return prose(icon="pilcrow", label=_("Text"))

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {"html": notes.html(value)}

    def texts(self, data: Data) -> list[str]:
        return paragraphs(data["html"])


KIND = Text()
