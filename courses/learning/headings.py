"""The headings of a lesson as places to go to. Pure: rendered HTML in, the same HTML with anchors and a list out."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

FEWEST = 3  # with fewer, a list helps nobody

# The main headings that authors write; those of our own blocks carry classes.
_HEADING = re.compile(r'<h2(?P<key> data-block-key="[^"]*")?>(?P<words>.*?)</h2>', re.DOTALL)


@dataclass(frozen=True)
class Heading:
    """One main heading; `anchor` is its id on the page."""

    anchor: str
    words: str


def with_anchors(html: str) -> tuple[SafeString, list[Heading]]:
    """The lesson with an id on each main heading, and the headings in order; fewer than `FEWEST` are left alone."""
    found: list[Heading] = []

    def mark(match: re.Match[str]) -> str:
        words = " ".join(unescape(strip_tags(match["words"])).split())
        if not words:
            return match[0]
        found.append(Heading(f"part-{len(found) + 1}", words))
        return f'<h2 id="{found[-1].anchor}"{match["key"] or ""}>{match["words"]}</h2>'

    marked = _HEADING.sub(mark, html)
    if len(found) < FEWEST:
        return mark_safe(html), []  # noqa: S308 (rendered by our own templates)
    return mark_safe(marked), found  # noqa: S308 (the same, with ids of our own)
