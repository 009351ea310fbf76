"""Between a block's YAML, its plain value and Wagtail's value, led by the block's own definition.

A plain value is made of dicts, lists, texts, numbers and booleans. Rich text is canonical HTML, a claim is its key, an image
or document the SHA-1 of its file. A new block in courses.models.blocks needs no code here unless it holds a new kind of value.
"""

from typing import Any

import yaml
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.bundles import html, markdown
from courses.bundles.located import Mapping, Reader, line_of
from courses.contents.blocks import LessonBody

BODY = LessonBody()
BODY.set_name("body")
# Blocks that hold Markdown between their lines, instead of YAML.
PROSE = {"text", "key_idea", "example"}
# A figure's image is called "file" in bundles, as in downloads.
_NAMES = {("image", "image"): "file"}
_HTML = "_html"

MediaNames = dict[str, str]  # between names in the bundle and SHA-1s, whichever way is needed


def _empty(block: blocks.Block) -> Any:
    """What a field holds when nothing was given."""
    if isinstance(block, blocks.BooleanBlock):
        return False
    if isinstance(block, blocks.ListBlock):
        return []
    if isinstance(block, blocks.IntegerBlock):
        return block.get_default()
    return None if isinstance(block, ImageChooserBlock | DocumentChooserBlock) else ""


def yaml_name(block_type: str, name: str) -> str:
    """What a block's field is called in YAML."""
    return _NAMES.get((block_type, name), name)


class BlockReader:
    """Plain values from the YAML of one file. Problems go to the file's reader."""

    def __init__(self, reader: Reader, media: MediaNames) -> None:
        self.reader = reader
        self.media = media

    def read(self, block_type: str, text: str) -> dict[str, Any] | None:
        """The plain value of a YAML block of the body."""
        block = BODY.child_blocks[block_type]
        mapping = self.reader.mapping(text, self._fields(block_type, block))
        return None if mapping is None else self._struct(block_type, block, mapping)

    @staticmethod
    def _fields(block_type: str, block: blocks.StructBlock) -> set[str]:
        names = {yaml_name(block_type, name) for name in block.child_blocks}
        rich = {name + _HTML for name, child in block.child_blocks.items() if isinstance(child, blocks.RichTextBlock)}
        return names | rich

    def _struct(self, block_type: str, block: blocks.StructBlock, mapping: Mapping) -> dict[str, Any]:
        found = {}
        for name, child in block.child_blocks.items():
            written = yaml_name(block_type, name)
            node = mapping.node(written)
            if isinstance(child, blocks.RichTextBlock) and node is None and mapping.node(written + _HTML) is not None:
                found[name] = self.raw_html(mapping.text(written + _HTML))
                continue
            if node is None and child.required and _empty(child) in ("", None):
                mapping.problem(written, f'"{written}" is missing.')
            found[name] = self._value(child, node, mapping.line_of(written), written)
        return found

    def _value(self, block: blocks.Block, node: yaml.Node | None, line: int, name: str) -> Any:
        if isinstance(block, blocks.StructBlock):
            mapping = self.reader.as_mapping(node, self._fields("", block)) if node is not None else None
            return {} if mapping is None else self._struct("", block, mapping)
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
            self.reader.problem(line, f'"{name}" needs at least {least} {"entry" if least == 1 else "entries"}.')
        if most and len(entries) > most:
            self.reader.problem(line, f'"{name}" takes {most} entries at most.')
        return [self._value(block.child_block, entry, line_of(entry), name) for entry in entries]

    def _leaf(self, block: blocks.Block, text: str, line: int, name: str) -> Any:
        if isinstance(block, blocks.RichTextBlock):
            return self.rich_text(text, line)
        if isinstance(block, blocks.BooleanBlock):
            if text.lower() not in ("", "true", "false", "yes", "no"):
                self.reader.problem(line, f'"{name}" must be true or false.')
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
            self.reader.problem(line, f'There is no file "{name}" in this bundle.')
        return self.media.get(name)

    def rich_text(self, text: str, line: int) -> str:
        """Canonical HTML of a Markdown text that starts at `line`."""
        return self._portable(markdown.to_html(text, lambda below, message: self.reader.problem(line + below, message)))

    def raw_html(self, text: str, line: int = 1) -> str:
        """Canonical HTML of an :::html block, cleaned."""
        try:
            return html.cleaned(self._portable(html.canonical(text)))
        except RecursionError:
            self.reader.problem(line, "This HTML is nested too deeply.")
            return ""

    def _portable(self, source: str) -> str:
        return html.map_links(
            source, lambda address: f"document:{self.media[address]}" if address in self.media else address
        )


# ------------------------------------------------------------------------------------------------- writing YAML
def writable(block_type: str, value: dict[str, Any], names: MediaNames) -> dict[str, Any]:
    """A plain value as it is written in YAML: rich text as Markdown, files by name, empty fields left out."""
    return _write_struct(block_type, BODY.child_blocks[block_type], value, names)


def _write_struct(
    block_type: str, block: blocks.StructBlock, value: dict[str, Any], names: MediaNames
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, child in block.child_blocks.items():
        written, part = yaml_name(block_type, name), value.get(name)
        if isinstance(child, blocks.RichTextBlock):
            text = markdown.from_html(named_links(part or "", names))
            if text is None:
                written, text = written + _HTML, named_links(part, names)
            part = text
        elif isinstance(child, blocks.ListBlock | blocks.StructBlock):
            part = _write_value(child, part, names)
        elif isinstance(child, ImageChooserBlock | DocumentChooserBlock):
            part = names.get(part)
        if part != _empty(child) or (child.required and part == ""):
            found[written] = part
    return found


def _write_value(block: blocks.Block, value: Any, names: MediaNames) -> Any:
    if isinstance(block, blocks.StructBlock):
        return _write_struct("", block, value, names)
    if isinstance(block, blocks.ListBlock):
        return [_write_value(block.child_block, entry, names) for entry in value or []]
    return value


def named_links(source: str, names: MediaNames) -> str:
    """Canonical HTML with links to documents as names in the bundle."""

    def named(address: str) -> str:
        kind, _, sha1 = address.partition(":")
        return names.get(sha1, address) if kind == "document" else address

    return html.map_links(source, named)
