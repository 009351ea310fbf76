"""A text with gaps, as authors write it: [[answer|another]] to be typed, [[*right|wrong|wrong]] to be chosen. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_GAP = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_RIGHT = "*"


@dataclass(frozen=True)
class Gap:
    """One gap: typed answers that count, or options to choose from in an order that tells nothing."""

    number: int
    accepted: tuple[str, ...]
    options: tuple[str, ...]  # empty: it is typed
    right: tuple[int, ...]  # the numbers of the options marked as right: one, if the gap is sound


@dataclass(frozen=True)
class Text:
    """A text as it is read: paragraphs of lines of words and gaps."""

    paragraphs: tuple[tuple[tuple[str | Gap, ...], ...], ...]
    gaps: tuple[Gap, ...]
    is_open: bool  # whether a gap was begun and not ended, or ended and not begun


@lru_cache(maxsize=500)
def read(text: str) -> Text:
    """The words and gaps of a text."""
    gaps: list[Gap] = []
    paragraphs = []
    is_open = False
    for paragraph in _PARAGRAPH_END.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        pieces: list[str | Gap] = []
        for place, piece in enumerate(_GAP.split(paragraph)):
            if place % 2:
                gaps.append(_gap(len(gaps), piece))
                pieces.append(gaps[-1])
            else:
                is_open = is_open or "[[" in piece or "]]" in piece
                pieces.append(piece)
        paragraphs.append(_lines(pieces))
    return Text(tuple(paragraphs), tuple(gaps), is_open)


def rewritten(text: str, given: Sequence[str | int | None], *, keeps: bool = False) -> str:
    """The text with other right answers, one for each gap: in the place of those there are or, with `keeps`, beside them.

    A gap for which None is given stays as it is.
    """
    gaps = iter(zip(read(text).gaps, given, strict=True))
    return _GAP.sub(lambda found: _filled(found[0], *next(gaps), keeps=keeps), text)


def _filled(written: str, gap: Gap, value: str | int | None, *, keeps: bool) -> str:
    if value is None:
        return written
    if not gap.options:
        same = keeps and value in gap.accepted
        parts = [*(gap.accepted if keeps else ()), *([] if same else [str(value)])]
        return f"[[{'|'.join(parts)}]]"
    right = {value, *(gap.right if keeps else ())}
    return "[[" + "|".join(f"{_RIGHT if n in right else ''}{text}" for n, text in enumerate(gap.options)) + "]]"


def _gap(number: int, inside: str) -> Gap:
    parts = [" ".join(part.split()) for part in inside.split("|")]
    if not any(part.startswith(_RIGHT) for part in parts):
        return Gap(number, tuple(parts), (), ())
    named = sorted((part.removeprefix(_RIGHT).strip(), part.startswith(_RIGHT)) for part in parts)
    return Gap(number, (), tuple(text for text, _right in named), tuple(n for n, one in enumerate(named) if one[1]))


def _lines(pieces: list[str | Gap]) -> tuple[tuple[str | Gap, ...], ...]:
    lines: list[list[str | Gap]] = [[]]
    for piece in pieces:
        if isinstance(piece, Gap):
            lines[-1].append(piece)
            continue
        first, *others = piece.split("\n")
        lines[-1].append(first)
        lines.extend([other] for other in others)
    return tuple(tuple(one for one in line if one != "") for line in lines)
