"""The links of the frame: every room declares its own (`declarations.py`), the frame collects them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

Shown = Callable[[HttpRequest], bool]


def to_everybody(request: HttpRequest) -> bool:
    """For whoever looks at the page."""
    return True


def to_members(request: HttpRequest) -> bool:
    """For people who are logged in."""
    return request.user.is_authenticated


def to_strangers(request: HttpRequest) -> bool:
    """For people who are not."""
    return not request.user.is_authenticated


@dataclass(frozen=True)
class Link:
    """One link. `menu` is main, account or foot; `view` a name for `reverse`; smaller `order` stands first."""

    menu: str
    view: str
    label: str | Promise
    order: int
    shown: Shown = to_everybody
    exact: bool = False  # marked as current on its own page only, not on those below it
    icon: str = ""
    extra: str = ""  # a template for what stands behind the words, such as a count
    covers: tuple[str, ...] = ()  # beginnings of other addresses that belong to the same section

    @property
    def url(self) -> str:
        return _address(self.view)


@lru_cache(maxsize=256)
def _address(view: str) -> str:
    return reverse(view)


_LINKS: list[Link] = []


def declare(*links: Link) -> None:
    """Add links to the frame. Declaring the same ones again changes nothing."""
    _LINKS.extend(link for link in links if link not in _LINKS)


def here(path: str, url: str, *, exact: bool = False, covers: tuple[str, ...] = ()) -> SafeString:
    """The attribute of a link that leads to the page, or to the section, that is being shown."""
    if url and path == url:
        return mark_safe(' aria-current="page"')
    if url and not exact and url != "/" and path.startswith((url, *covers)):
        return mark_safe(' aria-current="true"')
    return mark_safe("")


def links(menu: str, request: HttpRequest) -> list[Link]:
    """The links of a menu that this request shows, in order."""
    found = [link for link in _LINKS if link.menu == menu and link.shown(request)]
    return sorted(found, key=lambda link: link.order)
