"""Texts of other systems as the plain texts that our questions hold. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from courses.bundles.exchange.items import NotOurs

HTML, MARKDOWN, MOODLE, PLAIN = "html", "markdown", "moodle", "plain"

_READER = MarkdownIt("commonmark", {"html": True})
_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre", "table", "dl", "hr"}
_LINES = {"li", "tr", "dt", "dd"}
_EMPHASIS = {"b", "strong", "i", "em", "u", "code", "sub", "sup"}
_KEPT = _BLOCKS | _LINES | _EMPHASIS | {"br", "td", "th", "img", "a", "thead", "tbody", "span"}
_DEEPEST = 100
MOST = 100_000  # characters of one text, as it is written
_IN_PLACE = re.compile(r"data:[\w/+.;=-]{0,100}base64,[A-Za-z0-9+/=%\s]*")
_NOT_HELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Plain:
    """A text without its formatting, and what that took away, as whole sentences."""

    text: str
    remarks: tuple[str, ...] = ()


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file with newlines as line ends, and, when it is not UTF-8, a sentence that says how it was read."""
    encoding, said = "utf-8-sig", ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        said = _("The file is not UTF-8. It was read as Windows-1252: look at accents and quotation marks.")
    return storable(text), said


def storable(text: str) -> str:
    """A text with newlines as line ends and without what no database holds."""
    return _NOT_HELD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(text.split())


def plain(text: str, written_in: str) -> Plain:
    """A text as plain text. Scripts, styles and addresses that do something never come out of it."""
    text = storable(text)
    if len(text) > MOST:
        text = _IN_PLACE.sub("data:", text)
    if len(text) > MOST:
        raise NotOurs(_("Its text is too long. Write it in at most %(count)s characters.") % {"count": MOST})
    if written_in == MARKDOWN:
        return _from_html(_READER.render(text))
    if written_in == HTML or (written_in == MOODLE and _LOOKS_LIKE_HTML.search(text)):
        return _from_html(text if written_in == HTML else text.replace("\n", "<br>"))
    return Plain(text.strip())


def _from_html(source: str) -> Plain:
    if "<" not in source and "&" not in source:
        return Plain(one_line(source))
    safe = nh3.clean(
        source, tags=_KEPT, attributes={"img": {"alt"}, "a": {"href"}}, url_schemes={"http", "https"}, link_rel=None
    )
    soup = BeautifulSoup(safe, "html.parser")
    try:
        pieces = "".join(_pieces(soup, 0, in_pre=False))
    except RecursionError:
        raise NotOurs(_("Its HTML is nested too deeply. Write it more simply."))
    lines = [line.strip(" ") if "\x1f" not in line else line.replace("\x1f", "") for line in pieces.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Plain(text, tuple(_taken_away(soup)))


def _pieces(node: PageElement, depth: int, *, in_pre: bool) -> Iterator[str]:
    """The words of a node; \\x1f marks lines whose leading spaces mean something."""
    if depth > _DEEPEST:
        raise RecursionError
    if type(node) is NavigableString:
        words = str(node)
        yield "\x1f" + words.replace("\n", "\n\x1f") if in_pre else re.sub(r"[ \t\n]+", " ", words)
        return
    if not isinstance(node, Tag):
        return
    if node.name == "br":
        yield "\n"
        return
    inside = "".join(
        piece for child in node.children for piece in _pieces(child, depth + 1, in_pre=in_pre or node.name == "pre")
    )
    yield _around(node, inside)


def _around(node: Tag, inside: str) -> str:
    if node.name in _BLOCKS:
        return f"\n\n{inside}\n\n"
    if node.name == "li":
        return f"\n- {inside.strip()}\n"
    if node.name in _LINES:
        return f"\n{inside}\n"
    if node.name in ("td", "th"):
        return f"{inside} | " if node.find_next_sibling(["td", "th"]) else inside
    if node.name == "a":
        address = str(node.get("href") or "")
        return f"{inside} ({address})" if address and address not in inside else inside
    return inside


def _taken_away(soup: BeautifulSoup) -> Iterator[str]:
    if pictures := soup.find_all("img"):
        named = ", ".join(alt for picture in pictures if (alt := str(picture.get("alt") or "").strip()))
        yield (
            _("A picture was left out (%(what)s): questions hold text only. Say in words what it shows.")
            % {"what": named}
            if named
            else _("A picture was left out: questions hold text only. Say in words what it shows.")
        )
    if soup.find("table"):
        yield _("A table became lines of text.")
    if soup.find(["sub", "sup"]):
        yield _("Raised or lowered signs stand in the line: look at formulas.")
    if soup.find(["b", "strong", "i", "em", "u", "code"]):
        yield _("Bold, italic and other emphasis was left out: questions are plain text.")
