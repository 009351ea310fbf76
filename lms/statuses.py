"""How every status is shown: a word, an icon and a tint. Each room declares its own, so two screens never differ."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise


class Look(NamedTuple):
    label: str | Promise
    icon: str
    tone: str  # pine, amber, clay or slate


LOOKS: dict[str, Look] = {}


def declare(looks: Mapping[str, Look]) -> None:
    """Say, for a room, how its states are shown."""
    LOOKS.update(looks)


def look(state: object) -> Look:
    """How to show a state; a state nobody described is shown neutrally, in its own words."""
    key = str(getattr(state, "value", state) or "")
    found = LOOKS.get(key) or LOOKS.get(key.replace("_", "-"))
    return found or Look(str(getattr(state, "label", key)).replace("_", " ").capitalize(), "info", "slate")
