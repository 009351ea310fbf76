"""What is each reader's own in a lesson that is rendered once for all: marks in its text, and what is put in their place. Pure.

A block's template leaves `{{ own.NAME }}` where something of the reader's goes, and stands its parts between
`{{ own.parts }}` and `{{ own.end }}`, each beginning with `{{ own.part }}`, where readers get them in an order of their own.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

# Signs for private use, which no text of ours holds.
_MARK = re.compile("\ue010([^\ue011]*)\ue011")
_PARTS = re.compile("\ue012([^\ue013]*)\ue013(.*?)\ue014", re.DOTALL)
_PART = "\ue015"

Order = Callable[[str, int], Sequence[int]]


def _as_written(block: str, count: int) -> Sequence[int]:
    return range(count)


@dataclass(frozen=True)
class Given:
    """What one reader has: HTML by "block:name", and in which order they get the parts of a block."""

    marks: Mapping[str, str] = field(default_factory=dict)
    order: Order = _as_written


NOTHING = Given()


LATER: Given | None = None  # the marks stay, to be filled for each reader (`filler`)


class Marks:
    """The marks of one block, for its template."""

    def __init__(self, block: str) -> None:
        self._block = block

    def __getitem__(self, name: str) -> SafeString:
        if name == "part":
            return _safe(_PART)
        if name == "parts":
            return _safe(f"\ue012{self._block}\ue013")
        if name == "end":
            return _safe("\ue014")
        return _safe(f"\ue010{self._block}:{name}\ue011")


def filler(given: Given) -> Callable[[str], str]:
    """What fills a text that was rendered for all with what one reader has."""
    return lambda html: filled(html, given)


def filled(html: str, given: Given | None) -> str:
    """The text with what a reader has in the place of the marks; where they have nothing, nothing is put."""
    if given is None:
        return html
    arranged = _PARTS.sub(lambda found: _arranged(found[1], found[2], given.order), html)
    return _MARK.sub(lambda found: given.marks.get(found[1], ""), arranged)


def _arranged(block: str, text: str, order: Order) -> str:
    before, *parts = text.split(_PART)
    return before + "".join(parts[place] for place in order(block, len(parts)))


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 (our own signs, and the names of blocks)
