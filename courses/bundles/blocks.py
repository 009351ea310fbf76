"""Between a block's YAML, its plain value and Wagtail's value, led by the block's own definition.

A plain value is made of dicts, lists, texts, numbers and booleans. Rich text is canonical HTML, a claim is its key, an image
or document the SHA-1 of its file. No kind of block and no type of question is known here, only the fields they are made of.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.bundles import html, located, markdown
from courses.bundles.located import Reader, line_of
from courses.bundles.shapes import BlockShape, Bundle
from courses.contents.blocks import registry
from courses.contents.blocks.base import BlockKind

_HTML = "_html"

MediaNames = dict[str, str]  # between names in the bundle and SHA-1s, whichever way is needed
Names = Mapping[str, str]  # what fields are called in YAML, where they have another name there
_AS_THEY_ARE: Names = {}


def leaves(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Every single value within a plain value, with the block it belongs to."""
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from leaves(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for entry in value or []:
            yield from leaves(block.child_block, entry)
    else:
        yield block, value


def _claim_keys(block: blocks.Block, value: Any) -> list[str]:
    """The keys of the claims that a plain value names, in order."""
    return [key for leaf, key in leaves(block, value) if isinstance(leaf, SnippetChooserBlock) and key]


def claims_shown(bundle: Bundle) -> list[tuple[BlockShape, str]]:
    """The keys of the claims that lessons show, in order, each with its block."""
    found = [block for lesson in bundle.lessons() for block in lesson.body]
    return [(block, key) for block in found for key in _claim_keys(registry.kind(block.type).block, block.value)]


def _empty(block: blocks.Block) -> Any:
    """What a field holds when nothing was given."""
    if isinstance(block, blocks.BooleanBlock):
        return False
    if isinstance(block, blocks.ListBlock):
        return []
    if isinstance(block, blocks.IntegerBlock):
        return block.get_default()
    if isinstance(block, blocks.ChoiceBlock):
        return block.get_default() or ""
    return None if isinstance(block, ImageChooserBlock | DocumentChooserBlock) else ""


class BlockReader:
    """Plain values from the YAML of one file. Problems go to the file's reader."""

    def __init__(self, reader: Reader, media: MediaNames) -> None:
        self.reader = reader
        self.media = media

    def read(self, kind: BlockKind, text: str) -> dict[str, Any] | None:
        """The plain value of a YAML block of the body."""
        mapping = self.reader.mapping(text, fields_of(kind.block, kind.written_as))
        return None if mapping is None else self.struct(kind.block, mapping, kind.written_as)

    def struct(
        self, block: blocks.StructBlock, mapping: located.Mapping, names: Names = _AS_THEY_ARE
    ) -> dict[str, Any]:
        """The plain value of a block of fields."""
        found = {}
        for name, child in block.child_blocks.items():
            written = names.get(name, name)
            node = mapping.node(written)
            if isinstance(child, blocks.RichTextBlock) and node is None and mapping.node(written + _HTML) is not None:
                found[name] = self.raw_html(mapping.text(written + _HTML))
                continue
            if node is None and child.required and _empty(child) in ("", None):
                mapping.problem(written, _('"%(written)s" is missing.') % {"written": written})
            found[name] = self._value(child, node, mapping.line_of(written), written)
        return found

    def _value(self, block: blocks.Block, node: yaml.Node | None, line: int, name: str) -> Any:
        if isinstance(block, blocks.StructBlock):
            mapping = self.reader.as_mapping(node, fields_of(block)) if node is not None else None
            return {} if mapping is None else self.struct(block, mapping)
        if isinstance(block, blocks.ListBlock):
            return self._list(block, node, line, name)
        if node is None:
            return _empty(block)
        text = self.reader.as_text(node) or ""
        line = line_of(node) + (1 if getattr(node, "style", None) in ("|", ">") else 0)
        return self._leaf(block, text, line, name)

    def _list(self, block: blocks.ListBlock, node: yaml.Node | None, line: int, name: str) -> list[Any]:
        entries = self.reader.as_list(node) if node is not None else []
        least, most = block.meta.min_num, block.meta.max_num
        if least and len(entries) < least:
            self.reader.problem(
                line,
                ngettext(
                    '"%(name)s" needs at least %(least)s entry.', '"%(name)s" needs at least %(least)s entries.', least
                )
                % {"name": name, "least": least},
            )
        if most and len(entries) > most:
            self.reader.problem(line, _('"%(name)s" takes %(most)s entries at most.') % {"name": name, "most": most})
        return [self._value(block.child_block, entry, line_of(entry), name) for entry in entries]

    def _leaf(self, block: blocks.Block, text: str, line: int, name: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return self.rich_text(text, line)
        if isinstance(block, blocks.BooleanBlock):
            if text.lower() not in ("", "true", "false", "yes", "no"):
                self.reader.problem(line, _('"%(name)s" must be true or false.') % {"name": name})
            return text.lower() in ("true", "yes")
        if isinstance(block, SnippetChooserBlock):
            return text
        if isinstance(block, ImageChooserBlock | DocumentChooserBlock):
            return self._media(text, line)
        return self._checked(block, text, line, name)

    def _checked(self, block: blocks.FieldBlock, text: str, line: int, name: str) -> Any:
        try:
            cleaned = block.field.clean(text)
        except ValidationError as error:
            self.reader.problem(line, f'"{name}": {" ".join(error.messages)}')
            return text
        return cleaned if isinstance(block, blocks.IntegerBlock) else text

    def _media(self, name: str, line: int) -> str | None:
        if not name:
            return None
        if name not in self.media:
            self.reader.problem(line, _('There is no file "%(name)s" in this bundle.') % {"name": name})
        return self.media.get(name)

    def rich_text(self, text: str, line: int) -> str:
        """Canonical HTML of a Markdown text that starts at `line`."""
        return self._portable(markdown.to_html(text, lambda below, message: self.reader.problem(line + below, message)))

    def raw_html(self, text: str, line: int = 1) -> str:
        """Canonical HTML of an :::html block, cleaned."""
        try:
            return html.cleaned(self._portable(html.canonical(text)))
        except RecursionError:
            self.reader.problem(line, _("This HTML is nested too deeply."))
            return ""

    def _portable(self, source: str) -> str:
        return html.map_links(
            source, lambda address: f"document:{self.media[address]}" if address in self.media else address
        )


def fields_of(block: blocks.StructBlock, names: Names = _AS_THEY_ARE) -> set[str]:
    """What may stand in the YAML of a block of fields."""
    found = set()
    for name, child in block.child_blocks.items():
        written = names.get(name, name)
        found |= {written, written + _HTML} if isinstance(child, blocks.RichTextBlock) else {written}
    return found


# ------------------------------------------------------------------------------------------------- writing YAML
def writable(
    block: blocks.StructBlock, value: dict[str, Any], media: MediaNames, names: Names = _AS_THEY_ARE
) -> dict[str, Any]:
    """A plain value as it is written in YAML: rich text as Markdown, files by name, empty fields left out."""
    found: dict[str, Any] = {}
    for name, child in block.child_blocks.items():
        written, part = names.get(name, name), value.get(name)
        if isinstance(child, blocks.RichTextBlock):
            source = named_links(part or "", media)
            part = markdown.from_html(source)
            if part is None:
                written, part = written + _HTML, source
        elif isinstance(child, blocks.ListBlock | blocks.StructBlock):
            part = _write_value(child, part, media)
        elif isinstance(child, ImageChooserBlock | DocumentChooserBlock):
            part = media.get(part) if part else None
        if part != _empty(child) or (child.required and part == ""):
            found[written] = part
    return found


def _write_value(block: blocks.Block, value: Any, media: MediaNames) -> Any:
    if isinstance(block, blocks.StructBlock):
        return writable(block, value, media)
    if isinstance(block, blocks.ListBlock):
        return [_write_value(block.child_block, entry, media) for entry in value or []]
    return value


def named_links(source: str, names: MediaNames) -> str:
    """Canonical HTML with links to documents as names in the bundle."""

    def named(address: str) -> str:
        kind, _colon, sha1 = address.partition(":")
        return names.get(sha1, address) if kind == "document" else address

    return html.map_links(source, named)
