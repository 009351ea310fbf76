"""The kinds of notices, and their words: each room declares its own, and words are made when somebody reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise


class Kind(NamedTuple):
    """`required` letters always go out, because something a person holds or owes depends on them."""

    key: str
    label: str | Promise
    description: str | Promise
    required: bool
    for_trainers: bool = False


@dataclass(frozen=True)
class Words:
    """What a notice says, in the reader's language: `body` is plain text, a blank line separates paragraphs."""

    subject: str
    body: str
    action_label: str = ""
    action_path: str = ""


Say = Callable[..., Words]
KINDS: dict[str, Kind] = {}
_LETTERS: dict[str, tuple[str, Say]] = {}


def declare(*kinds: Kind) -> None:
    """Add kinds of notices that a room tells people of."""
    KINDS.update({kind.key: kind for kind in kinds})


def letter(name: str, *, kind: str) -> Callable[[Say], Say]:
    """Decorator: this function puts the facts of a notice into words, whatever language is active when it is called.

    The facts come as keyword arguments, as they were stored: plain JSON, days as ISO 8601.
    """

    def keep(say: Say) -> Say:
        _LETTERS[name] = (kind, say)
        return say

    return keep


def kind(key: str) -> Kind:
    """The kind of this name; KeyError when no room declared it."""
    return KINDS[key]


def kind_of(name: str) -> Kind:
    """The kind that a letter belongs to; KeyError when no room declared it."""
    return KINDS[_LETTERS[name][0]]


def optional() -> list[Kind]:
    """The kinds whose letters a person may switch off."""
    return [one for one in KINDS.values() if not one.required]


def in_words(name: str, facts: dict[str, Any]) -> Words:
    """A notice's words in the active language; KeyError when no room declared the letter."""
    return _LETTERS[name][1](**facts)
