"""Which formats there are."""

from django.utils.translation import gettext as _

from courses.bundles.exchange.base import FileRefused, Format, Source
from courses.contents.finding import kinds_in

_FORMATS: dict[str, Format] = {}


def register(package: str) -> None:
    """Add the formats of a package."""
    for found in kinds_in(package):
        _FORMATS[found.name] = found


register("courses.bundles.exchange")


def formats() -> list[Format]:
    """Every format, in the order people meet them."""
    return sorted(_FORMATS.values(), key=lambda found: found.order)


def names() -> list[str]:
    """What the formats are called."""
    return [found.name for found in formats()]


def choices() -> list[tuple[str, str]]:
    """The formats for a form that lets people choose one."""
    return [(found.name, str(found.label)) for found in formats()]


def named(name: str) -> Format:
    """The format of that name. KeyError when there is none."""
    return _FORMATS[name]


def format_of(source: Source) -> Format:
    """The format of a file, told by what is in it. Raises FileRefused when it is none of them."""
    head = source.head()
    for found in formats():
        if found.recognises(source.name.lower(), head):
            return found
    known = ", ".join(str(found.label) for found in formats())
    raise FileRefused(
        _("This is none of the formats that can be read: %(known)s. Export the questions in one of them.")
        % {"known": known}
    )
