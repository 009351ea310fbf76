"""Finding English of ours on a French page: words that French does not have, outside what is marked as English."""

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from certificates.ledger.models import Certification
from courses.contents.models import Content
from courses.contents.typography import typeset_text
from courses.releases.models import Release
from tests.languages.plain import _ATTRIBUTES, _NO_WORDS, _SKIPPED, _leaves

_ENGLISH = re.compile(
    r"\b(the|and|of|to|in|is|are|was|were|be|been|it|its|this|that|these|those|you|your|yours|we|they|them|their|with"
    r"|from|for|by|at|not|yet|has|have|had|can|may|will|what|which|who|whom|when|where|here|there|all|any|every|go|see"
    r"|done|left|about|after|before|again|now|valid through|updates?|lessons?|attempts?|answers?|answered|certificates?)\b",
    re.IGNORECASE,
)


_OF_SCHEMES = ("name", "description", "purpose", "allows", "does_not_allow", "signatory_title")


def english(html: str, content: Iterable[str]) -> list[str]:
    """The texts and spoken attributes of a page that hold English words, without content and what is marked as English."""
    known = sorted({part for text in content for part in _lines(text)}, key=len, reverse=True)
    return sorted({text for text in _french_texts(html) if _ENGLISH.search(_without(text, known))})


def content_of_curricula() -> set[str]:
    """What people wrote, not we: outlines, notes of releases, frozen content, names of certifications."""
    kept: list[object] = [*Content.objects.values_list("data", flat=True)]
    kept += [part for row in Release.objects.values_list("outline", "notes") for part in row]
    kept += [part for row in Certification.objects.values_list(*_OF_SCHEMES) for part in row]
    written = {text for value in kept for text in _leaves(value)}
    return written | {typeset_text(text, "en") for text in written}


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if len(line := " ".join(part.split())) > 2]


def _without(text: str, known: Iterable[str]) -> str:
    text = _NO_WORDS.sub(" ", text)
    for content in known:
        text = text.replace(content, " ")
    return text


def _french_texts(html: str) -> Iterator[str]:
    page = BeautifulSoup(html, "html.parser")
    for node in page.find_all(string=True):
        is_text = isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
        skipped = any(parent.name in _SKIPPED for parent in node.parents)
        if is_text and not skipped and _language(node.parent).startswith("fr"):
            yield " ".join(str(node).split())
    for tag in page.find_all(True):
        if _language(tag).startswith("fr"):
            yield from (" ".join(str(tag[name]).split()) for name in _ATTRIBUTES if tag.get(name))


def _language(tag: Tag | None) -> str:
    """The language a tag is in: its own, else that of what is around it."""
    while tag is not None and not tag.get("lang"):
        tag = tag.parent
    return str(tag["lang"]) if tag is not None else ""
