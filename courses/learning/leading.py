"""What a curriculum leads to. Certificates stand above this room, so the room that knows them says so at start-up."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """One certificate that a curriculum counts towards, and the page that says how it is earned."""

    name: str
    wish: str  # what it is for, as somebody would say it who has not begun
    url: str
    is_enough: bool  # whether this curriculum alone earns it


Ask = Callable[[Collection[int]], Mapping[int, tuple[Goal, ...]]]
_ASK: list[Ask] = []


def declare(ask: Ask) -> Ask:
    """Decorator: this function says which certificates these curricula count towards. Declaring it again changes nothing."""
    if ask not in _ASK:
        _ASK.append(ask)
    return ask


def goals(curricula: Collection[int]) -> dict[int, tuple[Goal, ...]]:
    """The certificates that each of these curricula counts towards; one that leads to none is left out."""
    found: dict[int, tuple[Goal, ...]] = {}
    for ask in _ASK:
        for curriculum, more in ask(curricula).items():
            found[curriculum] = (*found.get(curriculum, ()), *more)
    return found
