"""A breathing exercise: steps, a file to listen to, and the claim that it helps."""

from typing import Any

from wagtail.blocks import Block, CharBlock, IntegerBlock, ListBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.contents import files
from courses.contents.blocks.base import BlockKind, Data, Renditions
from courses.contents.noting import Notes
from courses.contents.problems import Problem


class BreathingBlock(StructBlock):
    steps = ListBlock(CharBlock(), min_num=1)
    times = IntegerBlock(default=1)
    sound = DocumentChooserBlock(required=False)
    claim = SnippetChooserBlock("evidence.Claim")


class Breathing(BlockKind):
    order = 55
    written_as = {"times": "how_often"}

    def editor(self) -> Block:
        return BreathingBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {
            "steps": list(value["steps"]),
            "times": value["times"],
            "sound": notes.document(value["sound"]),
            "claim": notes.claim(value["claim"]),
        }

    def texts(self, data: Data) -> list[str]:
        return [*data["steps"], f"{data['times']} times"]

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        return {"listen": files.address(data["sound"])}

    def claims(self, data: Data) -> list[Data]:
        return [data["claim"]]

    def files(self, data: Data) -> list[Data]:
        return [data["sound"]]

    def problems(self, value: Any) -> list[Problem]:
        return [] if value["times"] > 0 else [Problem("Nobody breathes less than once.")]


KIND = Breathing()
