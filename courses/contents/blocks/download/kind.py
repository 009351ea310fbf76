"""A file to take away."""

from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, CharBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock

from courses.contents import files
from courses.contents.blocks.base import BlockKind, Data, Renditions
from courses.contents.noting import Notes


class DownloadBlock(StructBlock):
    file = DocumentChooserBlock(label=gettext_lazy("File"))
    title = CharBlock(max_length=120, label=gettext_lazy("Title"))
    description = CharBlock(required=False, max_length=250, label=gettext_lazy("Description"))

    class Meta:
        icon = "download"
        label = gettext_lazy("Download")


class Download(BlockKind):
    order = 90

    def editor(self) -> Block:
        return DownloadBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        file = notes.document(notes.needed(value["file"], _("a file")))
        return {"title": value["title"], "description": value["description"], "file": file}

    def texts(self, data: Data) -> list[str]:
        return [data["title"], data["description"]]

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        """Where the file is fetched, and its ending."""
        ending = PurePosixPath(data["file"]["name"]).suffix.lstrip(".")
        return {"address": files.address(data["file"]), "ending": ending.upper()}

    def files(self, data: Data) -> list[Data]:
        return [data["file"]]


KIND = Download()
