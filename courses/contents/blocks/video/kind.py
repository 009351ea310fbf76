"""A video with captions, and everything said and shown in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import Block, CharBlock, StructBlock, URLBlock
from wagtail.documents.blocks import DocumentChooserBlock

from courses.contents import files
from courses.contents.blocks.base import BlockKind, Data, Renditions, prose
from courses.contents.noting import Notes
from courses.contents.plain import paragraphs
from courses.contents.problems import Problem

FILMS = (".mp4", ".webm")


class VideoBlock(StructBlock):
    title = CharBlock(max_length=120, label=_("Title"))
    url = URLBlock(
        required=False, label=_("Address"), help_text=_("Address of a video file. Or choose an uploaded file below.")
    )
    file = DocumentChooserBlock(required=False, label=_("File"))
    captions = DocumentChooserBlock(required=False, label=_("Captions"), help_text=_("WebVTT captions."))
    transcript = prose(label=_("Transcript"), help_text=_("Everything that is said and shown."))

    class Meta:
        icon = "media"
        label = _("Video")


class Video(BlockKind):
    order = 80

    def editor(self) -> Block:
        return VideoBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {
            "title": value["title"],
            "url": value["url"] or "",
            "file": notes.document(value["file"]),
            "captions": notes.document(value["captions"]),
            "transcript": notes.html(value["transcript"]),
        }

    def texts(self, data: Data) -> list[str]:
        return [data["title"], *paragraphs(data["transcript"])]

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        """Where the video and its captions are fetched."""
        return {
            "address": files.address(data["file"]) if data["file"] else data["url"],
            "captions": files.address(data["captions"]) if data["captions"] else "",
        }

    def files(self, data: Data) -> list[Data]:
        return [file for file in (data["file"], data["captions"]) if file]

    def problems(self, value: Any) -> list[Problem]:
        """A film has to be one, and its captions too."""
        found = []
        if (name := _name(value["file"])) and not name.lower().endswith(FILMS):
            found.append(Problem(gettext("“%(name)s” is no film. Choose an MP4 or WebM file.") % {"name": name}))
        if (name := _name(value["captions"])) and not name.lower().endswith(".vtt"):
            found.append(Problem(gettext("“%(name)s” holds no captions. Choose a .vtt file.") % {"name": name}))
        return found


def _name(chosen: Any) -> str:
    """How a chosen or frozen file is called; a bundle says its name elsewhere."""
    if isinstance(chosen, Mapping):
        return str(chosen["name"])
    return str(getattr(chosen, "filename", ""))


KIND = Video()
