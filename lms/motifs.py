"""A drawing for each curriculum, all of one family: the same stones, set another way. Decorative; nothing is read from it."""

from functools import cache
from typing import NamedTuple

from lms.stones import pebble

WIDTH, HEIGHT = 120, 92


class Motif(NamedTuple):
    """Outlines of stones, those that are filled first, and lines of water or ground."""

    filled: tuple[str, ...]
    open: tuple[str, ...]
    lines: tuple[str, ...]


_Stones = tuple[tuple[int, int, int, int], ...]  # left, top, width, height

# Filled stones, open stones, lines.
_SET: tuple[tuple[_Stones, _Stones, tuple[str, ...]], ...] = (
    # a cairn
    (((16, 68, 88, 20), (39, 30, 44, 16)), ((27, 48, 66, 18), (47, 15, 27, 13)), ()),
    # two that carry one
    (((6, 68, 46, 20), (68, 68, 46, 20), (20, 30, 80, 16)), ((15, 48, 30, 18), (75, 48, 30, 18)), ()),
    # stepping stones
    (((6, 70, 48, 18), (76, 38, 26, 10)), ((46, 54, 36, 14), (92, 26, 18, 8)), ("M2 90h60", "M84 50h34")),
    # a ring
    (
        ((46, 72, 30, 15), (10, 48, 26, 14), (86, 48, 26, 14), (50, 26, 22, 11)),
        ((16, 63, 26, 14), (79, 63, 26, 14), (24, 33, 22, 12), (77, 33, 22, 12)),
        (),
    ),
    # one upright, one balanced
    (((18, 70, 84, 18), (26, 18, 68, 14)), ((48, 33, 24, 36),), ()),
    # a stone in still water
    (((38, 46, 46, 24),), (), ("M26 66a36 11 0 0 0 70 0", "M14 70a48 16 0 0 0 94 0", "M3 76a58 17 0 0 0 114 0")),
    # a way through a wall
    (
        ((2, 68, 40, 18), (80, 68, 38, 18), (4, 30, 36, 17), (82, 30, 34, 17)),
        ((8, 49, 30, 17), (84, 49, 30, 17)),
        ("M50 90c4-14 14-20 12-34", "M70 90c2-12 6-18 2-34"),
    ),
)


@cache
def motif(place: int) -> Motif:
    """The drawing for a place in the catalogue, counted from 0; neighbours never share one."""
    filled, hollow, lines = _SET[place % len(_SET)]
    return Motif(tuple(pebble(*one)[0] for one in filled), tuple(pebble(*one)[0] for one in hollow), lines)
