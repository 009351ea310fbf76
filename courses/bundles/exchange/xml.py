"""XML of strangers, read safely and piece by piece: no document types, no entities, bounded depth and memory."""

import codecs
import re
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.utils.translation import gettext as _

from courses.bundles.exchange.base import FileRefused
from courses.bundles.exchange.texts import storable

DEEPEST = 120
MOST_IN_ONE = 2_000_000  # characters of text in one piece
_CHUNK = 64 * 1024
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")


class _Pieces:
    """A target of the parser: complete elements at one depth, each with its line; texts of files are passed over."""

    def __init__(self, depth: int, passed_over: frozenset[str]) -> None:
        self.at = depth
        self.passed_over = passed_over
        self.parser: Any = None
        self.ready: list[tuple[int, Element]] = []
        self.depth = self.length = self.line = 0
        self.skipped = 0
        self.builder: TreeBuilder | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FileRefused(_("This XML is nested too deeply to be a file of questions."))
        if self.depth == self.at:
            self.builder, self.length = TreeBuilder(), 0
            self.line = self.parser.parser.CurrentLineNumber
        self.length += sum(len(name) + len(value) for name, value in attributes.items()) + 50
        if self.builder is not None and self.length <= MOST_IN_ONE:
            self.builder.start(local(tag), {local(name): value for name, value in attributes.items()})
        elif self.builder is not None:
            raise FileRefused(_too_much(self.line))
        self.skipped += self.skipped > 0 or local(tag) in self.passed_over

    def data(self, text: str) -> None:
        if self.builder is None or self.skipped:
            return
        self.length += len(text)
        if self.length > MOST_IN_ONE:
            raise FileRefused(_too_much(self.line))
        self.builder.data(text)

    def end(self, tag: str) -> None:
        self.skipped -= self.skipped > 0
        if self.builder is not None:
            self.builder.end(local(tag))
            if self.depth == self.at:
                self.ready.append((self.line, self.builder.close()))
                self.builder = None
        self.depth -= 1

    def close(self) -> None:
        """Nothing is kept."""


def _too_much(line: int) -> str:
    return _("What begins in line %(line)s is too large for a question. Take it out.") % {"line": line}


def pieces(
    stream: IO[bytes], *, depth: int, passed_over: frozenset[str] = frozenset()
) -> Iterator[tuple[int, Element]]:
    """Each element at a depth (1: the root), with the line it begins in. Names are without their namespaces.

    Raises FileRefused when it is no XML, or XML that does something.
    """
    target = _Pieces(depth, passed_over)
    parser = target.parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        for chunk in _chunks(stream):
            parser.feed(chunk)
            yield from target.ready
            target.ready.clear()
        parser.close()
        yield from target.ready
    except DefusedXmlException:
        raise FileRefused(
            _("This XML declares a document type or entities, which may do harm. Export it again without them.")
        )
    except ParseError as error:
        line = error.position[0]
        raise FileRefused(_("This XML is broken in line %(line)s. Export it again.") % {"line": line})
    except (LookupError, ValueError):
        raise FileRefused(_("This XML has an encoding that is not known. Save it as UTF-8."))


def whole(stream: IO[bytes]) -> Element:
    """A whole XML file. Raises FileRefused."""
    [(_line, root)] = list(pieces(stream, depth=1))
    return root


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """The bytes from the first tag on; what is neither UTF-8 nor says what it is was written on Windows."""
    stream.seek(0)
    head = stream.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start, recode = 0, False
    else:
        start, declared = max(head.find(b"<"), 0), _DECLARED.search(head)
        recode = (declared is None or declared[1].lower() == b"utf-8") and not _is_utf8(stream, start)
    stream.seek(start)
    while chunk := stream.read(_CHUNK):
        yield chunk.decode("cp1252", errors="replace").encode() if recode else chunk


def _is_utf8(stream: IO[bytes], start: int) -> bool:
    stream.seek(start)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(1024 * 1024):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def text(value: str) -> str:
    """A text as it stands in XML."""
    return escape(storable(value))


def attribute(value: str) -> str:
    """A text as a quoted attribute."""
    return quoteattr(storable(value))
