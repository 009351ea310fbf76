"""Quotation marks and apostrophes as printers set them, whatever key was at hand when a lesson was written. Pure."""

import re
from collections.abc import Collection
from html import escape
from typing import Any

_PIECES = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_QUOTE = re.compile(r"""&quot;|&#x27;|&#39;|["']""")
_INLINE = {"a", "abbr", "b", "cite", "del", "em", "i", "ins", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
_VERBATIM = {"code", "kbd", "pre", "samp", "script", "style", "textarea"}

_DOUBLE = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}
_OPENERS = " \t\n\r\u00a0\u202f([{“‘«/"
_DASHES = "-–—"
_SHORTENED = re.compile(r"(?:em|tis|twas|til|cause|round|n)\b|\d", re.IGNORECASE)  # words that begin with an apostrophe


def typeset(html: str, language: str) -> str:
    """HTML with straight quotation marks and apostrophes in its text made round; tags, code and what is round already stay."""
    if not _QUOTE.search(html):
        return html
    found, before, verbatim = [], "", 0
    for number, piece in enumerate(_PIECES.split(html)):
        if number % 2:
            name = match[1] if (match := _NAME.match(piece)) else ""
            if name in _VERBATIM:
                verbatim += -1 if piece.startswith("</") else 1
            if name and name not in _INLINE:
                before = ""
        elif piece and not verbatim:
            piece = _rounded(piece, before, _DOUBLE.get(language, _DOUBLE["en"]))
            before = piece[-1]
        found.append(piece)
    return "".join(found)


def typeset_text(text: str, language: str) -> str:
    """The same for text that is not HTML."""
    return _rounded(text, "", _DOUBLE.get(language, _DOUBLE["en"]))


def typeset_fields(document: Any, names: Collection[str], language: str) -> Any:
    """A copy of a document of dictionaries and lists in which the texts under these names, at any depth, are set so."""
    if isinstance(document, dict):
        return {
            name: _texts(value, language) if name in names else typeset_fields(value, names, language)
            for name, value in document.items()
        }
    return [typeset_fields(one, names, language) for one in document] if isinstance(document, list) else document


def _texts(value: Any, language: str) -> Any:
    if isinstance(value, list):
        return [_texts(one, language) for one in value]
    return typeset_text(value, language) if isinstance(value, str) else value


def _rounded(text: str, before: str, double: tuple[str, str]) -> str:
    """One run of text; `before` is the character that stands before it on the line."""
    found, place = "", 0
    for match in _QUOTE.finditer(text):
        found += text[place : match.start()]
        place = match.end()
        last, rest = (found or before)[-1:], text[place:]
        opens = not last or last in _OPENERS or (last in _DASHES and rest[:1].isalnum())
        if match[0] in ('"', escape('"')):
            found += double[0] if opens else double[1]
        else:
            found += "‘" if opens and rest[:1].isalpha() and not _SHORTENED.match(rest) else "’"
    return found + text[place:]
