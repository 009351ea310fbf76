"""Progress drawn as a cairn: one stone a module, the first at the bottom; filled when done, half when under way."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_WIDEST, _NARROWEST, _WIDTH = 108, 46, 120
_SHIFTS = (0, 3, -4, 2, -2, 4, -3, 1)


class Stone(NamedTuple):
    title: str
    done: int
    total: int
    state: str  # done, under-way or not-started
    words: str
    url: str
    note: str
    outline: str
    lower_half: str


class Stack(NamedTuple):
    stones: list[Stone]
    height: int
    width: int
    words: str
    is_done: bool


def stack(modules: Sequence[Mapping[str, Any]]) -> Stack:
    """The drawing and the words for modules of {title, done, total}; a module without items counts as not started."""
    count = len(modules)
    height = 22 if count <= 6 else 17
    total_height = count * height + 4
    drawn = []
    for index, module in enumerate(modules):
        done, total = int(module.get("done", 0)), int(module.get("total", 0))
        state = "done" if total and done >= total else "under-way" if done else "not-started"
        share = index / max(count - 1, 1)
        width = _WIDEST - share * (_WIDEST - _NARROWEST)
        left = (_WIDTH - width) / 2 + _SHIFTS[index % len(_SHIFTS)]
        top = total_height - (index + 1) * height - 1
        outline, lower = pebble(left, top, width, height - 3)
        words = (
            _("%(done)d of %(total)d done") % {"done": done, "total": total} if total else _("nothing to do here yet")
        )
        drawn.append(
            Stone(
                str(module["title"]),
                done,
                total,
                state,
                words,
                module.get("url", ""),
                module.get("note", ""),
                outline,
                lower,
            )
        )
    finished = sum(stone.state == "done" for stone in drawn)
    words = ngettext("%(done)d of %(count)d module done", "%(done)d of %(count)d modules done", count)
    words %= {"done": finished, "count": count}
    return Stack(drawn, total_height, _WIDTH, words, bool(count) and finished == count)


def pebble(left: float, top: float, width: float, height: float) -> tuple[str, str]:
    """The outline of a flat round stone, and its lower half."""
    right, bottom, middle = left + width, top + height, top + height * 0.55
    lean = width * 0.16
    upper = f"C{left:.1f},{top + 1:.1f} {left + lean:.1f},{top:.1f} {left + width * 0.45:.1f},{top:.1f} "
    upper += f"S{right:.1f},{top + height * 0.1:.1f} {right:.1f},{middle:.1f}"
    lower = f"C{right:.1f},{bottom:.1f} {right - lean:.1f},{bottom:.1f} {left + width * 0.5:.1f},{bottom:.1f} "
    lower += f"S{left:.1f},{bottom:.1f} {left:.1f},{middle:.1f}Z"
    start = f"M{left:.1f},{middle:.1f} "
    return start + upper + " " + lower, f"M{left:.1f},{middle:.1f} L{right:.1f},{middle:.1f} {lower}"
