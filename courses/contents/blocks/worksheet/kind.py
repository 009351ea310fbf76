"""A table to work through, with empty rows for paper."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, IntegerBlock, ListBlock, StructBlock, TextBlock

from courses.contents.blocks.base import BlockKind, Data, Renditions
from courses.contents.noting import Notes


class WorksheetBlock(StructBlock):
    title = CharBlock(max_length=120, label=_("Title"))
    intro = TextBlock(required=False, rows=2, label=_("Introduction"))
    columns = ListBlock(CharBlock(max_length=80), min_num=1, max_num=6, label=_("Columns"))
    rows = ListBlock(
        ListBlock(TextBlock(required=False, rows=1)),
        label=_("Rows"),
        help_text=_("One entry a column, in each row."),
    )
    blank_rows = IntegerBlock(
        default=0, min_value=0, max_value=20, label=_("Empty rows"), help_text=_("Empty rows to fill in on paper.")
    )

    class Meta:
        icon = "table"
        label = _("Worksheet")


class Worksheet(BlockKind):
    order = 60

    def editor(self) -> Block:
        return WorksheetBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {
            "title": value["title"],
            "intro": value["intro"],
            "columns": list(value["columns"]),
            "rows": [list(row) for row in value["rows"]],
            "blank_rows": value["blank_rows"] or 0,
        }

    def texts(self, data: Data) -> list[str]:
        return [data["title"], data["intro"], *(" | ".join(row) for row in [data["columns"], *data["rows"]])]

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        """Rows with each cell beside its column's name, as long as the table is wide."""
        columns = data["columns"]
        rows = [
            [(column, row[place] if place < len(row) else "") for place, column in enumerate(columns)]
            for row in data["rows"]
        ]
        return {"table": rows, "blanks": range(data["blank_rows"])}


KIND = Worksheet()
