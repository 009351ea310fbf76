"""The frame of every page: one for all who are shown the same links. And whole pages that many readers share."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lms import fragments, nav

# What the header and the foot say beyond their links, by the names in templates.
_TOLD = ("organisation", "organisation_name", "site_name", "theme", "is_stranger", "languages", "debug_site")


def header(request: HttpRequest, context: Context) -> SafeString:
    """The name of the site, the links of the rooms, and the account."""
    own = _own(context)
    if request.user.is_authenticated:
        own |= {name: context.get(name, value) for name, value in _who(request).items()}
    return _rendered("components/site_header.html", _of_header(request, context), own)


def footer(request: HttpRequest, context: Context) -> SafeString:
    """Who runs the site, where to ask, the language, and, for strangers, the appearance."""
    return _rendered("components/site_footer.html", _of_footer(request, context), _own(context))


def page(
    request: HttpRequest,
    template: str,
    key: Hashable,
    make: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    own: Mapping[str, object],
    *,
    finish: Callable[[str], str] = str,
) -> HttpResponse:
    """A page that is the same for all readers with the same frame and the same key, but for what `own` names.

    Rendered once for all of them. `make` is asked for the context then, and told what stands for each thing of `own`;
    whatever else it says must follow from the key. `finish` is given the page as each reader gets it, for what takes more
    than a name. What has just happened is told to one reader only, so such a page is rendered for them alone.
    """
    if len(get_messages(request)):
        return HttpResponse(finish(render_to_string(template, make(own), request)))
    about: dict[str, Any] = {}
    for processor in engines["django"].engine.template_context_processors:  # type: ignore[attr-defined]
        about |= processor(request)
    told = (key, _hashable(_of_header(request, about)), _hashable(_of_footer(request, about)))
    mine = {"csrf_token": get_token(request), "this_address": request.get_full_path(), **_who(request), **own}
    text = fragments.rendered(template, told, lambda marks: {**marks, **make(marks)}, mine, request)
    return HttpResponse(finish(text))


def _of_header(request: HttpRequest, context: Context | dict[str, Any]) -> dict[str, Any]:
    user = request.user
    unread = int(str(context.get("unread_notices") or 0)) if user.is_authenticated else 0
    links = {menu: _marked(menu, request) for menu in (("main", "account") if user.is_authenticated else ("main",))}
    return _told(context) | {"is_member": user.is_authenticated, "unread_notices": unread, "nav": links}


def _of_footer(request: HttpRequest, context: Context | dict[str, Any]) -> dict[str, Any]:
    return _told(context) | {"is_member": request.user.is_authenticated, "nav": {"foot": _marked("foot", request)}}


def _told(context: Context | dict[str, Any]) -> dict[str, Any]:
    return {name: context.get(name) for name in _TOLD}


def _own(context: Context) -> dict[str, Any]:
    return {"this_address": context.get("this_address", ""), "csrf_token": context.get("csrf_token", "")}


def _who(request: HttpRequest) -> dict[str, str]:
    user = request.user
    return {"who": user.get_full_name(), "who_address": user.email} if user.is_authenticated else {}


def _marked(menu: str, request: HttpRequest) -> tuple[tuple[nav.Link, str], ...]:
    """The links of a menu, each with what says that it leads to this page or this section."""
    return tuple(
        (link, nav.here(request.path, link.url, exact=link.exact, covers=link.covers))
        for link in nav.links(menu, request)
    )


def _rendered(template: str, told: dict[str, Any], own: dict[str, Any]) -> SafeString:
    return fragments.rendered(template, _hashable(told), lambda marks: {**told, **marks}, own)


def _hashable(told: dict[str, Any]) -> Hashable:
    links = tuple((menu, id(link), mark) for menu, marked in told["nav"].items() for link, mark in marked)
    others = (repr(value) if isinstance(value, list) else value for name, value in told.items() if name != "nav")
    return links, tuple(others)
