"""The frame of every page: one for all who are shown the same links."""

from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString

from lms import fragments, nav

# What the header and the foot say beyond their links, by the names in templates.
_TOLD = ("organisation", "organisation_name", "site_name", "theme", "is_stranger", "languages", "debug_site")


def header(request: HttpRequest, context: Context) -> SafeString:
    """The name of the site, the links of the rooms, and the account."""
    user = request.user
    unread = int(str(context.get("unread_notices") or 0)) if user.is_authenticated else 0
    links = {menu: _marked(menu, request) for menu in (("main", "account") if user.is_authenticated else ("main",))}
    told = _told(context) | {"is_member": user.is_authenticated, "unread_notices": unread, "nav": links}
    who = {"who": user.get_full_name(), "who_address": user.email} if user.is_authenticated else {}
    return _rendered("components/site_header.html", request, context, told, who)


def footer(request: HttpRequest, context: Context) -> SafeString:
    """Who runs the site, where to ask, the language, and, for strangers, the appearance."""
    told = _told(context) | {"is_member": request.user.is_authenticated, "nav": {"foot": _marked("foot", request)}}
    return _rendered("components/site_footer.html", request, context, told, {})


def _told(context: Context) -> dict[str, Any]:
    return {name: context.get(name) for name in _TOLD}


def _marked(menu: str, request: HttpRequest) -> tuple[tuple[nav.Link, str], ...]:
    """The links of a menu, each with what says that it leads to this page or this section."""
    return tuple(
        (link, nav.here(request.path, link.url, exact=link.exact, covers=link.covers))
        for link in nav.links(menu, request)
    )


def _rendered(
    template: str, request: HttpRequest, context: Context, told: dict[str, Any], who: dict[str, str]
) -> SafeString:
    own = {"this_address": request.get_full_path(), "csrf_token": context.get("csrf_token", ""), **who}
    key = tuple((name, _hashable(value)) for name, value in told.items())
    return fragments.rendered(template, key, told, own)


def _hashable(value: Any) -> Any:
    return repr(value) if isinstance(value, (dict, list)) else value
