"""Pieces of pages that many readers share: rendered once, with marks where each reader's own words go."""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_MOST = 1000  # pieces that one process keeps; then it begins anew
_NUMBERS = 90_071_992_547_408_00  # a number stands in an address, which no sign can; no row of ours has one like it
_MARK = re.compile(
    "\ue000([a-z_]+)\ue001|90071992547408([0-9]{2})"
)  # signs for private use, which no text of ours holds


@dataclass(frozen=True)
class _Piece:
    """A rendered template in parts: between two of them stands what is the reader's own, under its name."""

    parts: tuple[str, ...]
    names: tuple[str, ...]

    def filled(self, own: Mapping[str, object]) -> SafeString:
        said = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            said += (escape(own[name]), part)
        return mark_safe("".join(said))  # noqa: S308 rendered by our templates, and escaped


_kept: dict[Hashable, _Piece] = {}


def rendered(
    template: str,
    key: Hashable,
    make: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    own: Mapping[str, object],
    request: HttpRequest | None = None,
) -> SafeString:
    """The template, rendered once for each key and language; what `own` names is put in each time, escaped.

    `make` gives the context, told what stands for each thing of `own`. Whatever else it says must follow from the key: two
    readers with one key get one piece. Numbers of `own` may stand in addresses; they are positive.
    """
    place = (template, get_language(), key)
    piece = _kept.get(place)
    if piece is None:
        names = list(own)
        marks = {name: _mark(name, number, own[name]) for number, name in enumerate(names)}
        piece = _parted(render_to_string(template, make(marks), request), names)
        if not settings.DEBUG:  # templates may be changed meanwhile
            if len(_kept) >= _MOST:
                _kept.clear()
            _kept[place] = piece
    return piece.filled(own)


def forget() -> None:
    """Keep nothing of what was rendered so far."""
    _kept.clear()


def _mark(name: str, number: int, value: object) -> SafeString | int:
    if type(value) is int:  # asking more would wake what is worked out only when it is needed, such as tokens
        return _NUMBERS + number
    return mark_safe(f"\ue000{name}\ue001")  # noqa: S308 our own signs


def _parted(text: str, names: list[str]) -> _Piece:
    parts, found, end = [], [], 0
    for match in _MARK.finditer(text):
        parts.append(text[end : match.start()])
        found.append(match[1] or names[int(match[2])])
        end = match.end()
    return _Piece((*parts, text[end:]), tuple(found))
