"""A lesson file: front matter, Markdown, and blocks between its paragraphs; read and written."""

import re
from typing import Any

from django.utils.translation import gettext as _

from courses.bundles import blocks, markdown
from courses.bundles.blocks import BlockReader, MediaNames
from courses.bundles.located import Mapping, Reader, dump
from courses.bundles.shapes import BlockShape, LessonShape, Place, Problem
from courses.contents.blocks import registry
from courses.contents.blocks.base import BlockKind, Form

FRONT = {"title", "summary", "minutes", "key"}
_OPENING = re.compile(r"^:::([a-z][a-z-]*)(?:[ \t]+(.*?))?[ \t]*$")
_CLOSING = re.compile(r"^:::[ \t]*$")
_FENCE = "---"
_TITLE_LIMIT = 120
_RAW = "html"  # text that Markdown cannot hold


def _written_name(kind: str) -> str:
    return kind.replace("_", "-")


def _kind(name: str) -> BlockKind | None:
    """The kind that a name in a bundle means."""
    return next((kind for kind in registry.kinds() if _written_name(kind.name) == name), None)


def front_matter(text: str) -> tuple[str, list[str], int] | None:
    """The YAML between two `---` lines at the top, the lines after it, and how many lines stand above those."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return _yaml(lines[1:number]), lines[number + 1 :], number + 1
    return None


def _yaml(lines: list[str]) -> str:
    """Lines as a text that ends with a newline, without which a block of lines would lose its last one."""
    return "".join(f"{line}\n" for line in lines)


class LessonReader:
    """Reads the body of one lesson file, block by block."""

    def __init__(self, file: str, problems: list[Problem], media: MediaNames) -> None:
        self.file = file
        self.problems = problems
        self.media = media
        self.whole = Reader(file, problems)

    def front(self, text: str) -> tuple[Mapping | None, list[str], int]:
        """The front matter, the lines of the body, and how many lines stand above the body."""
        found = front_matter(text)
        if found is None:
            self.whole.problem(1, _("A lesson starts with its title, summary and minutes between two lines of ---."))
            return None, text.split("\n"), 0
        source, lines, above = found
        return Reader(self.file, self.problems, above=1).mapping(source, FRONT), lines, above

    def body(self, lines: list[str], above: int) -> list[BlockShape]:
        """The blocks in order; the Markdown between two named blocks is a text block."""
        found: list[BlockShape] = []
        start = at = 0
        while at < len(lines):
            if not lines[at].startswith(":::"):
                at += 1
                continue
            self._text(lines[start:at], above + start, found)
            at = start = self._block(lines, at, above, found)
        self._text(lines[start:], above + start, found)
        return found

    def _text(self, lines: list[str], above: int, found: list[BlockShape]) -> None:
        if any(line.strip() for line in lines):
            found.append(
                BlockShape(registry.prose_kind().name, self._markdown(lines, above), self._place(lines, above))
            )

    def _place(self, lines: list[str], above: int) -> Place:
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        return self.whole.place(above + first + 1)

    def _block(self, lines: list[str], at: int, above: int, found: list[BlockShape]) -> int:
        """Read the block that opens at line `at`; answers the line after it."""
        line = above + at + 1
        opening = _OPENING.match(lines[at])
        if opening is None:
            self.whole.problem(line, "No block is open here. A text that begins with ::: needs a backslash: \\:::")
            return at + 1
        name, title = opening[1], opening[2] or ""
        kind = _kind(name)
        end = self._end(lines, at, prose=kind is not None and kind.form is not Form.FIELDS)
        if end is None:
            self.whole.problem(line, f'The block ":::{name}" is never closed. End it with a line that says only :::')
            end = len(lines)
        value = self._value(name, kind, title, lines[at + 1 : end], line)
        if value is not None:
            found.append(BlockShape((kind or registry.prose_kind()).name, value, self.whole.place(line)))
        return end + 1

    @staticmethod
    def _end(lines: list[str], at: int, prose: bool) -> int | None:
        """The closing line. In Markdown one :::html block may stand inside, with a closing line of its own."""
        inner = False
        for number in range(at + 1, len(lines)):
            if prose and lines[number].rstrip() == f":::{_RAW}":
                inner = True
            elif _CLOSING.match(lines[number]):
                if not inner:
                    return number
                inner = False
        return None

    def _value(self, name: str, kind: BlockKind | None, title: str, lines: list[str], line: int) -> Any:
        if kind is None and name != _RAW:
            names = ", ".join(sorted({_RAW, *map(_written_name, registry.names())}))
            self.whole.problem(
                line, _('There is no block called "%(name)s". There are: %(names)s.') % {"name": name, "names": names}
            )
            return None
        if title and (kind is None or kind.form is not Form.TITLED):
            self.whole.problem(line, _('":::%(name)s" takes no title on its opening line.') % {"name": name})
        if kind is None:
            return self._blocks(line).raw_html("\n".join(lines))
        if kind.form is Form.PROSE:
            return self._prose(lines, line)
        if kind.form is Form.TITLED:
            return self._titled(name, title, lines, line)
        return self._blocks(line).read(kind, _yaml(lines))

    def _titled(self, name: str, title: str, lines: list[str], line: int) -> dict[str, str]:
        """A title, in the opening line or in front matter, and Markdown."""
        front = front_matter("\n".join(lines)) if not title else None
        if front is not None:
            source, lines, above = front
            mapping = Reader(self.file, self.problems, above=line + 1).mapping(source, {"title"})
            title = mapping.text("title") if mapping is not None else ""
            line += above
        if len(title) > _TITLE_LIMIT:
            self.whole.problem(line, _("This title is longer than %(limit)s characters.") % {"limit": _TITLE_LIMIT})
        text = self._prose(lines, line)
        if not text:
            self.whole.problem(line, _('The block ":::%(name)s" is empty.') % {"name": name})
        return {"title": title, "text": text}

    def _prose(self, lines: list[str], above: int) -> str:
        inside = [number for number, text in enumerate(lines) if text.strip()]
        if inside and lines[inside[0]].rstrip() == f":::{_RAW}" and _CLOSING.match(lines[inside[-1]]):
            return self._blocks(above).raw_html("\n".join(lines[inside[0] + 1 : inside[-1]]))
        for number in inside:
            if lines[number].startswith(":::"):
                self.whole.problem(above + number + 1, _("A block cannot stand inside this block."))
        return self._markdown(lines, above)

    def _markdown(self, lines: list[str], above: int) -> str:
        return self._blocks(above).rich_text("\n".join(lines), 1)

    def _blocks(self, above: int) -> BlockReader:
        return BlockReader(Reader(self.file, self.problems, above=above), self.media)


# ------------------------------------------------------------------------------------------------------------- writing
def written(lesson: LessonShape, names: MediaNames, key: str = "") -> str:
    """The lesson as a file. `key` is written where the page has moved from the place its key was made for."""
    front = {"title": lesson.title, "summary": lesson.summary, "minutes": lesson.minutes}
    if key:
        front["key"] = key
    parts = [f"{_FENCE}\n{dump(front)}{_FENCE}\n"]
    before = ""
    for block in lesson.body:
        parts.append(_written_block(block, before, names))
        before = block.type
    return parts[0] + "\n".join(parts[1:])


def _written_block(block: BlockShape, before: str, names: MediaNames) -> str:
    kind, name = registry.kind(block.type), _written_name(block.type)
    if kind.form is Form.PROSE:
        source = blocks.named_links(block.value, names)
        text = markdown.from_html(source)
        if text is None:
            return _raw(source)
        # Two texts in a row would read as one, so the second says that it is a block of its own.
        return f"{text}\n" if text and before != block.type else f":::{name}\n{text}\n:::\n"
    if kind.form is Form.FIELDS:
        return f":::{name}\n{dump(blocks.writable(kind.block, block.value, names, kind.written_as))}:::\n"
    title, source = block.value["title"], blocks.named_links(block.value["text"], names)
    text = markdown.from_html(source)
    inside = _raw(source) if text is None else f"{text}\n"
    if not title:
        return f":::{name}\n{inside}:::\n"
    if title == title.strip() and re.fullmatch(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+", title):
        return f":::{name} {title}\n{inside}:::\n"
    return f":::{name}\n{_FENCE}\n{dump({'title': title})}{_FENCE}\n{inside}:::\n"


def _raw(source: str) -> str:
    safe = re.sub(r"^:::", "&#58;::", source, flags=re.MULTILINE)
    return f":::{_RAW}\n{safe}\n:::\n"
