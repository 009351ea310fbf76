"""A picture with what it says in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, CharBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.contents import files
from courses.contents.blocks.base import BlockKind, Data, Renditions
from courses.contents.noting import Notes
from courses.contents.problems import Problem


class FigureBlock(StructBlock):
    image = ImageChooserBlock(label=gettext_lazy("Image"))
    alt = CharBlock(
        required=False,
        max_length=250,
        label=gettext_lazy("In words"),
        help_text=gettext_lazy("What the image says, for people who do not see it. Empty if decorative."),
    )
    caption = CharBlock(required=False, max_length=250, label=gettext_lazy("Caption"))

    class Meta:
        icon = "image"
        label = gettext_lazy("Image")


class Image(BlockKind):
    order = 70
    written_as = {"image": "file"}

    def editor(self) -> Block:
        return FigureBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {"file": notes.image(value["image"]), "alt": value["alt"], "caption": value["caption"]}

    def texts(self, data: Data) -> list[str]:
        return [data["caption"], data["alt"]]

    def context(self, data: Data, renditions: Renditions) -> dict[str, Any]:
        """The sizes of the image; one that is not kept yet has its own only."""
        file = data["file"]
        own = {"address": files.address(file), "width": file["width"], "height": file["height"]}
        sizes = renditions.get(file["sha256"]) or [own]
        return {"sizes": sizes, "largest": sizes[-1]}

    def files(self, data: Data) -> list[Data]:
        return [data["file"]]

    def problems(self, value: Any) -> list[Problem]:
        """An image without words is fine only where it says nothing."""
        if (value["alt"] or "").strip():
            return []
        words = _("An image has no words for people who do not see it. Write them, unless it is mere decoration.")
        return [Problem(words, blocking=False)]


KIND = Image()
