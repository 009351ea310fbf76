"""Between Wagtail's block values in the database and the plain values of a bundle."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bs4 import Tag
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.utils.file import hash_filelike

from courses.bundles import html
from courses.bundles.shapes import BlockShape
from courses.contents.blocks import registry


@dataclass
class Known:
    """What the values met so far rest on: files by SHA-1, and the paths of pages by primary key."""

    catalogue_path: str
    files: dict[str, Any] = field(default_factory=dict)

    def file(self, chosen: Any) -> str | None:
        """The SHA-1 of an image or document, which is kept in `files`."""
        if chosen is None:
            return None
        sha1: str = chosen.file_hash or _hash_of(chosen)
        self.files.setdefault(sha1, chosen)
        return sha1

    def link(self, tag: Tag) -> str:
        """The portable address of a link as the editor stores it."""
        if tag.get("linktype") == "page":
            page = Page.objects.filter(pk=tag.get("id")).first()
            return f"page:{page_path(page, self.catalogue_path)}" if page else ""
        if tag.get("linktype") == "document":
            document = get_document_model().objects.filter(pk=tag.get("id")).first()
            return f"document:{self.file(document)}" if document else ""
        return html.attribute(tag, "href")


def _hash_of(chosen: Any) -> str:
    with chosen.open_file() as stream:
        found: str = hash_filelike(stream)
    return found


def page_path(page: Page, catalogue_path: str) -> str:
    """A page's path below the site's home page, which has a name of its own on every site."""
    home = catalogue_path.rstrip("/").rpartition("/")[0] + "/"
    path: str = page.url_path
    return path.removeprefix(home).strip("/")


def plain_body(body: Any, known: Known) -> list[BlockShape]:
    """A lesson's body as plain values."""
    return [BlockShape(child.block_type, plain(child.block, child.value, known)) for child in body]


def plain(block: blocks.Block, value: Any, known: Known) -> Any:
    if isinstance(block, blocks.RichTextBlock):
        return html.canonical(value.source if value else "", known.link)
    if isinstance(block, blocks.StructBlock):
        return {name: plain(child, value.get(name), known) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [plain(block.child_block, entry, known) for entry in value]
    if isinstance(block, ImageChooserBlock | DocumentChooserBlock):
        return known.file(value)
    if isinstance(block, SnippetChooserBlock):
        return value.key if value else ""
    if isinstance(block, blocks.BooleanBlock):
        return bool(value)
    if isinstance(block, blocks.IntegerBlock):
        return block.get_default() if value is None else value
    if isinstance(block, blocks.ChoiceBlock):
        return value or block.get_default() or ""
    return value or ""


@dataclass
class Maker:
    """Makes Wagtail's values from plain ones; `claim` gives a claim by key, `image` and `document` a file by SHA-1."""

    claim: Callable[[str], Any]
    image: Callable[[str], Any]
    document: Callable[[str], Any]
    home_path: str

    def body(self, shapes: list[BlockShape]) -> list[tuple[str, Any]]:
        """A lesson's body, ready to be set on the page."""
        return [(shape.type, self.value(registry.kind(shape.type).block, shape.value)) for shape in shapes]

    def value(self, block: blocks.Block, plain: Any) -> Any:
        """One value, as its block holds it."""
        if isinstance(block, blocks.RichTextBlock):
            return RichText(self._stored(plain))
        if isinstance(block, blocks.StructBlock):
            return {name: self.value(child, plain.get(name)) for name, child in block.child_blocks.items()}
        if isinstance(block, blocks.ListBlock):
            return [self.value(block.child_block, entry) for entry in plain or []]
        if isinstance(block, ImageChooserBlock):
            return self.image(plain) if plain else None
        if isinstance(block, DocumentChooserBlock):
            return self.document(plain) if plain else None
        if isinstance(block, SnippetChooserBlock):
            return self.claim(plain)
        return plain

    def _stored(self, source: str) -> str:
        """Canonical HTML with links as the editor stores them. A page that is gone leaves a plain address."""
        for address in dict.fromkeys(html.links_of(source)):
            kind, _colon, rest = address.partition(":")
            number = None
            if kind == "page":
                page = Page.objects.filter(url_path=f"{self.home_path}{rest}/").first()
                number = page.pk if page else None
            elif kind == "document":
                number = self.document(rest).pk
            if number is not None:
                source = source.replace(html.link_tag(address), f'<a linktype="{kind}" id="{number}">')
        return source


def image_with(sha1: str) -> AbstractImage | None:
    """The image with this content, or None."""
    return get_image_model().objects.filter(file_hash=sha1).order_by("pk").first()


def document_with(sha1: str) -> AbstractDocument | None:
    """The document with this content, or None."""
    return get_document_model().objects.filter(file_hash=sha1).order_by("pk").first()
