"""A picture with what it says in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, BooleanBlock, CharBlock, StructBlock
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
        help_text=gettext_lazy("What the image says, for people who do not see it."),
    )
    decorative = BooleanBlock(
        required=False,
        label=gettext_lazy("Decorative"),
        help_text=gettext_lazy(
            "It says nothing that the words around it do not say. Whoever has the page read aloud misses nothing."
        ),
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
        frozen = {"file": notes.image(value["image"]), "alt": value["alt"], "caption": value["caption"]}
        if value.get("decorative"):
            frozen["decorative"] = True  # only then, so that what was frozen before there was a mark keeps its hash
        return frozen

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
        """An image says in words what it shows, or somebody has said that it says nothing; not both."""
        is_described = bool((value["alt"] or "").strip())
        if is_described is not bool(value.get("decorative")):
            return []
        if is_described:
            return [Problem(_("An image is described and marked as decorative. Take away the mark or the words."))]
        return [Problem(_("An image has no words for people who do not see it. Write them, or mark it as decorative."))]


KIND = Image()
