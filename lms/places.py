"""Where things are shown.

A lower room leads to screens that rooms above it own: it names the place, and the room with the screen says its address
when the site starts. So nothing below knows the address, or the name, of anything above.
"""

from django.urls import reverse

_VIEWS: dict[str, str] = {}


def declare(**views: str) -> None:
    """Say which view shows each place, as a name for `reverse`: `declare(a_place="room:view")`."""
    _VIEWS.update(views)


def address(place: str, *args: object) -> str:
    """The address of a place; `args` are those of its view. KeyError when no room shows it."""
    return reverse(_VIEWS[place], args=args)


def declared() -> dict[str, str]:
    """Every place and the view that shows it."""
    return dict(_VIEWS)
