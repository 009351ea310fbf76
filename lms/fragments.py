"""Pieces of pages that many readers share: rendered once, with marks where each reader's own words go."""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from secrets import randbelow, token_hex
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_MOST = 4000  # pieces that one process keeps: those used last
_NUMBERS = 10**15  # numbers stand in addresses, which no sign can; with so many digits no row of ours has one like them


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
    piece = _kept.pop(place, None)
    if piece is None:
        marks = {name: _mark(value) for name, value in own.items()}
        piece = _parted(render_to_string(template, make(marks), request), marks)
    if not settings.DEBUG:  # templates may be changed meanwhile
        _keep(place, piece)
    return piece.filled(own)


def _keep(place: Hashable, piece: _Piece) -> None:
    """Keep a piece as the one used last. Threads may do so at once: at worst one of them renders a piece again."""
    if len(_kept) >= _MOST:
        for oldest in list(_kept)[: _MOST // 4]:
            _kept.pop(oldest, None)
    _kept[place] = piece


def forget() -> None:
    """Keep nothing of what was rendered so far."""
    _kept.clear()


def _mark(value: object) -> SafeString | int:
    """What stands for a value in this one rendering: by chance, so that no words can look like it."""
    if type(value) is int:  # asking more would wake what is worked out only when it is needed, such as tokens
        return _NUMBERS + randbelow(9 * _NUMBERS)
    return mark_safe(f"\ue000{token_hex(8)}\ue001")  # noqa: S308 our own signs


def _parted(text: str, marks: Mapping[str, SafeString | int]) -> _Piece:
    names = {str(mark): name for name, mark in marks.items()}
    if not names:
        return _Piece((text,), ())
    found = re.split(f"({'|'.join(map(re.escape, names))})", text)
    return _Piece(tuple(found[::2]), tuple(names[mark] for mark in found[1::2]))
