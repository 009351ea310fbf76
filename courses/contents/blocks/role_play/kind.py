"""A conversation to read or act, line by line."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, ListBlock, StructBlock, TextBlock

from courses.contents.blocks.base import BlockKind, Data, Renditions
from courses.contents.noting import Notes


class SpeakerLineBlock(StructBlock):
    speaker = CharBlock(max_length=60, label=_("Speaker"))
    text = TextBlock(rows=2, label=_("Text"))


class RolePlayBlock(StructBlock):
    title = CharBlock(max_length=120, label=_("Title"))
    setting = TextBlock(
        required=False,
        rows=2,
        label=_("Setting"),
        help_text=_("Where we are, who is there, what has just happened."),
    )
    lines = ListBlock(SpeakerLineBlock(), min_num=1, label=_("Lines"))
    debrief = TextBlock(
        required=False, rows=2, label=_("Debrief"), help_text=_("A question to think or talk about afterwards.")
    )

    class Meta:
        icon = "group"
        label = _("Role-play")


class RolePlay(BlockKind):
    order = 40

    def editor(self) -> Block:
        return RolePlayBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        lines = [{"speaker": line["speaker"], "text": line["text"]} for line in value["lines"]]
        return {"title": value["title"], "setting": value["setting"], "lines": lines, "debrief": value["debrief"]}

    def texts(self, data: Data) -> list[str]:
        lines = [f"{line['speaker']}: {line['text']}" for line in data["lines"]]
        return [data["title"], data["setting"], *lines, data["debrief"]]

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        """Each line with whether the person who facilitates says it."""
        return {"lines": [{**line, "facilitates": "facilitator" in line["speaker"].lower()} for line in data["lines"]]}


KIND = RolePlay()
