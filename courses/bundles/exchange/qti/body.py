"""The words of a QTI item, and where in them something is to be answered. Pure."""

import html
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from courses.bundles.exchange import texts
from courses.bundles.exchange.items import Item

_FEEDBACK = {
    "feedbackInline",
    "feedbackBlock",
    "modalFeedback",
    "rubricBlock",
    "stylesheet",
    "templateInline",
    "templateBlock",
}
_PLACE = "\ue000"
_OBJECTS = "object audio video math"


def interactions(item: Element) -> list[Element]:
    """Everything that is to be answered, in its order."""
    body = item.find("itemBody")
    return [] if body is None else [one for one in body.iter() if one.tag.endswith("Interaction")]


def words(element: Element, item: Item, leaving: frozenset[str] = frozenset()) -> str:
    """The words of an element as plain text, without feedback and without these parts; what is lost is noted."""
    found = texts.plain("".join(_pieces(element, leaving)), texts.HTML)
    item.remarks += found.remarks
    if any(one.tag in _OBJECTS.split() for one in _without(element, leaving)):
        item.remarks.append(_("Sounds, films, formulas or other objects were left out: questions hold text only."))
    return found.text


def asked(item: Element, noted: Item) -> str:
    """What is asked: the words around what is to be answered, and its prompt."""
    body, prompts = item.find("itemBody"), []
    if body is None:
        return ""
    for interaction in interactions(item):
        if (prompt := interaction.find("prompt")) is not None:
            prompts.append(words(prompt, noted))
    around = words(body, noted, frozenset({"*Interaction"}))
    return "\n\n".join(part for part in (around, *prompts) if part)


def between_gaps(item: Element, noted: Item) -> list[str]:
    """The words of an item before, between and after what is to be answered."""
    body = item.find("itemBody")
    assert body is not None
    plain = texts.plain("".join(_pieces(body, frozenset({"*Gap"}))), texts.HTML)
    noted.remarks += plain.remarks
    return plain.text.split(_PLACE)


def feedback(element: Element, noted: Item) -> str:
    """The words of feedback that stands within an element."""
    return "\n\n".join(words(one, noted) for one in element.findall("feedbackInline"))


def _left(element: Element, leaving: frozenset[str]) -> bool:
    return element.tag in _FEEDBACK or ("*Interaction" in leaving and element.tag.endswith("Interaction"))


def _without(element: Element, leaving: frozenset[str]) -> Iterator[Element]:
    for child in element:
        if not _left(child, leaving):
            yield child
            yield from _without(child, leaving)


def _pieces(element: Element, leaving: frozenset[str]) -> Iterator[str]:
    yield _escaped(element.text)
    for child in element:
        if child.tag.endswith("Interaction") and "*Gap" in leaving:
            yield _PLACE
        elif child.tag == "br":
            yield "<br>"
        elif child.tag == "img":
            yield f'<img alt="{html.escape(child.get("alt", ""))}">'
        elif not _left(child, leaving) and child.tag not in _OBJECTS.split() and child.tag != "prompt":
            yield f'<a href="{html.escape(child.get("href", ""))}">' if child.tag == "a" else f"<{child.tag}>"
            yield from _pieces(child, leaving)
            yield f"</{child.tag}>"
        yield _escaped(child.tail)


def _escaped(text: str | None) -> str:
    return html.escape((text or "").replace(_PLACE, ""))
