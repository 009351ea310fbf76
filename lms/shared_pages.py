"""Pages that are the same for every stranger: made once, and made anew as soon as anything they say has changed.

A stranger has no session. What rooms show to everybody changes with their facts, so each room names a number that does
(`declare`); one query asks for all of them, and they are part of the name under which a page is kept. Nobody who is
logged in ever gets a page from here, and no page made for one of them comes here.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from lms.appearance import theme_of
from lms.compiled import planned_once
from lms.doorstep import KEPT_SECONDS, ORGANISATION, Again, is_stranger, let_again

_View = Callable[..., HttpResponse]

# Whatever editors do is written down by Wagtail, moving and deleting as well.
_numbers = [
    ORGANISATION,
    "SELECT max(id) FROM wagtailcore_pagelogentry",
    "SELECT max(id) FROM wagtailcore_modellogentry",
    "SELECT max(id) FROM wagtailcore_revision",
]
_dated: list[str] = []


def declare(query: str, *, dated: bool = False) -> None:
    """Say, for a room, which number changes with what it shows to strangers: SQL that reads one value from an index.

    `dated`: it also changes with time, and takes the moment as its one parameter.
    """
    known = _dated if dated else _numbers
    if query not in known:
        known.append(query)


def shared(view: _View) -> _View:
    """Decorator: strangers get the page as it was made for the first of them, and 304 when they have it already."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING") or not is_stranger(request):
            return view(request, *args, **kwargs)
        at = timezone.now()
        numbers = version(at)
        key = name(request, view.__module__, view.__qualname__, args, kwargs, *numbers, at=at)
        kept: tuple[bytes, str] | None = cache.get(key)
        if kept is None:
            made = view(request, *args, **kwargs)
            if made.status_code != 200 or made.cookies or request.method == "HEAD":
                return made
            if isinstance(made, SimpleTemplateResponse):
                made.render()
            kept = made.content, f'"{sha256(made.content).hexdigest()[:32]}"'
            keep(key, kept)
        body, etag = kept
        # The browser may keep it, and asks each time whether it still holds.
        page = HttpResponse(body, headers={"ETag": etag, "Cache-Control": "no-cache"})
        return get_conditional_response(request, etag=etag, response=let_again(page, Again(version, numbers))) or page

    return answer


def name(request: HttpRequest, *told: Any, at: datetime) -> str:
    """Under which a page is kept that says this: on that day, to strangers of one language and appearance."""
    frame = (
        request.get_host(),
        request.scheme,
        request.path,
        get_language(),
        theme_of(request),
        request.organisation.version,  # type: ignore[attr-defined]  # ours
        timezone.localdate(at),
    )
    return f"shared-page:{sha256(repr((frame, told)).encode()).hexdigest()}"


def keep(key: str, page: Any) -> None:
    """Keep a page for a minute."""
    cache.set(key, page, KEPT_SECONDS)


def only_with_session(view: _View) -> _View:
    """Decorator for a form that stands on every page and changes nothing but this device: without a session it needs no
    token, so that pages are the same for all; other sites cannot send it all the same.
    """
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from_here = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
        return (view if is_stranger(request) and from_here else guarded)(request, *args, **kwargs)

    return answer


def version(at: datetime) -> list[Any]:
    """Numbers of which one differs whenever something has changed that strangers are shown. One query."""
    chosen = ", ".join(f"({query})" for query in (*_numbers, *_dated))
    with planned_once(connection) as cursor:
        cursor.execute(f"SELECT {chosen}", [connection.ops.adapt_datetimefield_value(at)] * len(_dated))
        return list(cursor.fetchone())
