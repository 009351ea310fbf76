"""Markdown to canonical rich text and back.

The editor's rich text is smaller than Markdown: paragraphs, three headings, lists, quotes, rules, bold, italic, links.
What goes beyond it is a problem at its line. What Markdown cannot hold exactly has no Markdown (`from_html` gives None).
"""

import re
from collections.abc import Callable, Collection

from bs4.element import Tag
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdownify import MarkdownConverter

from courses.bundles import html

Report = Callable[[int, str], None]  # line within the text, from 0; message

_READER = MarkdownIt("commonmark", {"html": True})
_NOT_KEPT = {
    "html_block": gettext_noop("HTML is not allowed in Markdown. Use Markdown, or a :::html block."),
    "html_inline": gettext_noop("HTML is not allowed in Markdown. Use Markdown, or a :::html block."),
    "image": gettext_noop("Images have a block of their own. Put them between the paragraphs."),
    "code_inline": gettext_noop("Code is not supported. Put a backslash before the backquote to show it as it is."),
    "code_block": gettext_noop(
        "This line is indented by four spaces or more, which means code in Markdown. Take out the spaces."
    ),
    "fence": gettext_noop("Code is not supported."),
}
_PAIRS = {"strong": "b", "em": "i"}


class _Writer:
    """Canonical HTML from markdown-it's tokens, reporting what rich text cannot hold."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.inside: list[str] = []  # the open containers: blockquote, li
        self.paragraphs: list[int] = []  # in each of them, how many paragraphs so far
        self.out: list[str] = []

    def write(self, tokens: list[Token]) -> str:
        for token in tokens:
            line = token.map[0] if token.map else 0
            if token.type in _NOT_KEPT:
                self.report(line, gettext(_NOT_KEPT[token.type]))
            elif token.type == "inline":
                self._inline(token.children or [], line)
            else:
                getattr(self, f"_{token.type}")(token, line)
        return "".join(self.out)

    def _paragraph_open(self, token: Token, line: int) -> None:
        if not self.inside:
            self.out.append("<p>")
            return
        self.paragraphs[-1] += 1
        if self.inside[-1] == "li" and self.paragraphs[-1] > 1:
            self.report(line, _("An entry of a list holds one paragraph. Make this an entry of its own."))
        elif self.inside[-1] == "blockquote":
            self.out.append("<blockquote>")

    def _paragraph_close(self, token: Token, line: int) -> None:
        if not self.inside:
            self.out.append("</p>")
        elif self.inside[-1] == "blockquote":
            self.out.append("</blockquote>")

    def _heading_open(self, token: Token, line: int) -> None:
        if token.tag not in ("h2", "h3", "h4"):
            self.report(line, _("Headings go from ## to ####. The title stands at the top of the page already."))
        if self.inside:
            self.report(line, _("A heading cannot stand inside a list or a quotation."))
        self.out.append(f"<{token.tag}>")

    def _heading_close(self, token: Token, line: int) -> None:
        self.out.append(f"</{token.tag}>")

    def _hr(self, token: Token, line: int) -> None:
        if self.inside:
            self.report(line, _("A rule cannot stand inside a list or a quotation."))
        self.out.append("<hr/>")

    def _list_open(self, token: Token, line: int) -> None:
        if "blockquote" in self.inside:
            self.report(line, _("A list cannot stand inside a quotation."))
        if token.attrGet("start") not in (None, 1):
            self.report(line, _("A numbered list starts at 1."))
        self.out.append(f"<{token.tag}>")

    _bullet_list_open = _ordered_list_open = _list_open

    def _list_close(self, token: Token, line: int) -> None:
        self.out.append(f"</{token.tag}>")

    _bullet_list_close = _ordered_list_close = _list_close

    def _list_item_open(self, token: Token, line: int) -> None:
        self._enter("li")
        self.out.append("<li>")

    def _list_item_close(self, token: Token, line: int) -> None:
        self._leave()
        self.out.append("</li>")

    def _blockquote_open(self, token: Token, line: int) -> None:
        if self.inside:
            self.report(line, _("A quotation cannot stand inside a list or another quotation."))
        self._enter("blockquote")

    def _blockquote_close(self, token: Token, line: int) -> None:
        if not self.paragraphs[-1]:
            self.out.append("<blockquote></blockquote>")
        self._leave()

    def _enter(self, what: str) -> None:
        self.inside.append(what)
        self.paragraphs.append(0)

    def _leave(self) -> None:
        self.inside.pop()
        self.paragraphs.pop()

    def _inline(self, children: list[Token], line: int) -> None:
        for token in children:
            kind, _dash, side = token.type.rpartition("_")
            if token.type in _NOT_KEPT:
                self.report(line, gettext(_NOT_KEPT[token.type]))
            elif token.type == "text":
                self.out.append(html.canonical_text(token.content))
            elif token.type == "softbreak":
                line += 1
                self.out.append(" ")
            elif token.type == "hardbreak":
                line += 1
                self.out.append("<br/>")
            elif token.type == "link_open":
                if token.attrGet("title"):
                    self.report(line, _("A link has no title here. Say it in the text."))
                self.out.append(html.link_tag(str(token.attrGet("href") or "")))
            elif token.type == "link_close":
                self.out.append("</a>")
            elif kind in _PAIRS:
                self.out.append(f"<{_PAIRS[kind]}>" if side == "open" else f"</{_PAIRS[kind]}>")


def to_html(text: str, report: Report) -> str:
    """Canonical HTML of a Markdown text; `report` hears of everything that rich text cannot hold."""
    return _Writer(report).write(_READER.parse(text))


# ------------------------------------------------------------------------------------------------------ back to Markdown
_LINE_STARTS = re.compile(r"^(\s*)([#>+=~-]|:::|\d+[.)])", re.MULTILINE)
_EVERYWHERE = re.compile(r"([\\`*\[\]<]|&(?=#?\w+;))")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_UNDERSCORE = re.compile(r"(?<!\w)_|_(?!\w)")


class _Converter(MarkdownConverter):
    """Markdown as a person would write it: few backslashes, one line a paragraph."""

    class Options:
        autolinks = False
        heading_style = "atx"
        bullets = "-"
        newline_style = "backslash"

    def escape(self, text: str, parent_tags: Collection[str]) -> str:
        text = _UNDERSCORE.sub(r"\\_", _EVERYWHERE.sub(r"\\\1", text))
        return _LINE_STARTS.sub(self._escaped_start, text)

    @staticmethod
    def _escaped_start(match: re.Match[str]) -> str:
        space, mark = match[1], match[2]
        return space + (mark[:-1] + "\\" + mark[-1] if mark[0].isdigit() else "\\" + mark)

    def convert_hr(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        return "\n\n***\n\n"

    def convert_blockquote(self, el: Tag, text: str, parent_tags: Collection[str]) -> str:
        quoted = "\n".join(f"> {line}".rstrip() for line in text.strip("\n").split("\n"))
        before = el.previous_sibling
        joined = ">\n" if isinstance(before, Tag) and before.name == "blockquote" else ""
        return f"\n{joined}{quoted}\n" + ("" if self._quote_follows(el) else "\n")

    @staticmethod
    def _quote_follows(el: Tag) -> bool:
        return isinstance(el.next_sibling, Tag) and el.next_sibling.name == "blockquote"


class _CarefulConverter(_Converter):
    """Markdown with a backslash before every sign that could mean something."""

    def escape(self, text: str, parent_tags: Collection[str]) -> str:
        return _PUNCTUATION.sub(r"\\\1", text)


def from_html(source: str) -> str | None:
    """The Markdown of canonical HTML, or None when no Markdown gives exactly this HTML back."""
    if not source:
        return ""
    for converter in (_Converter, _CarefulConverter):
        made: str = converter().convert(source)
        text = made.strip("\n")
        if _means(text, source):
            return text
    return None


def _means(text: str, source: str) -> bool:
    problems: list[str] = []
    return to_html(text, lambda line, message: problems.append(message)) == source and not problems
