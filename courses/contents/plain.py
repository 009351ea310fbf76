"""Frozen HTML as plain text."""

import re
from html import unescape

from django.utils.html import strip_tags

_PARAGRAPH_END = re.compile(r"</(?:p|h[2-4]|li|blockquote)>")


def paragraphs(html: str) -> list[str]:
    """The paragraphs, headings and list entries of frozen HTML as plain texts."""
    text = unescape(strip_tags(_PARAGRAPH_END.sub("\n\n", html)))
    return [part.strip() for part in text.split("\n\n") if part.strip()]
