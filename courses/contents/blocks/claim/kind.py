"""A claim and what it rests on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, StructBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.contents import claims
from courses.contents.blocks.base import BlockKind, Data, Renditions
from courses.contents.noting import Notes
from evidence.models import Certainty


class ClaimBlock(StructBlock):
    claim = SnippetChooserBlock("evidence.Claim", label=_("Claim"))

    class Meta:
        icon = "openquote"
        label = _("Claim and what it rests on")


class Claim(BlockKind):
    order = 100

    def editor(self) -> Block:
        return ClaimBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return notes.claim(value["claim"])

    def texts(self, data: Data) -> list[str]:
        certainty = f"{Certainty(data['certainty']).label}. {data['certainty_note']}"
        return [data["statement"], certainty.strip()]

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        return {**claims.card(data), "flag_marker": claims.flag_marker(data["key"])}

    def claims(self, data: Data) -> list[Data]:
        return [data]


KIND = Claim()
