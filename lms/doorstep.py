"""Answers at the door: what was made for one stranger is handed to the next, before anything else looks at the request.

A view says of its answer what it rests on (`Again`); it is given again while that, the day and all that this device asks for
are the same. Only answers for people without a session come here, whole and with every header, so each is as strict as the
first was.
"""

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response

from lms import appearance

KEPT_SECONDS = 60  # after which even what no number tells, such as new templates, has come through
_MOST = 300  # answers that one process keeps; then it begins anew
_MESSAGES = "messages"  # the cookie in which Django hands on what just happened
ORGANISATION = "SELECT version FROM lms_organisation ORDER BY id LIMIT 1"
_OWN_TO_EACH = ("X-Request-ID", "Content-Length")


@dataclass(frozen=True)
class Again:
    """What a view lets be given again.

    `ask` tells what the answer rests on at a moment, beginning with the version of what the organisation has decided
    (`ORGANISATION`); `found` is what it told before the answer was made. `is_too_often` counts a request, where they are
    limited. `body` holds the answer before `fill` put in what belongs to the moment.
    """

    ask: Callable[[datetime], Sequence[Any] | None]
    found: Sequence[Any]
    is_too_often: Callable[[HttpRequest], bool] | None = None
    body: bytes = b""
    fill: Callable[[bytes, datetime], bytes] | None = None


@dataclass(frozen=True)
class _Kept:
    again: Again
    body: bytes
    headers: dict[str, str]
    route: Any
    language: str
    zone: tzinfo
    day: date
    until: float


_kept: dict[Hashable, _Kept] = {}


def is_stranger(request: HttpRequest) -> bool:
    """Whether the request brings nothing that could make its page different from everybody's."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and _MESSAGES not in request.COOKIES


def let_again(response: HttpResponse, again: Again) -> HttpResponse:
    """Let this answer be given to other strangers."""
    response.again = again  # type: ignore[attr-defined]  # ours
    return response


def forget() -> None:
    """Keep nothing of what was made so far."""
    _kept.clear()


class DoorstepMiddleware:
    """Gives strangers what is kept for them; else keeps what was made, where its view lets it be given again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.META.get("QUERY_STRING") or not is_stranger(request):
            return self.get_response(request)
        key, at = _place(request), timezone.now()
        kept = _kept.get(key)
        if kept is not None and _may_be_given(kept, request, at):
            return _given(request, kept, at)
        response = self.get_response(request)
        _keep(key, response, request, at)
        return response


def _place(request: HttpRequest) -> Hashable:
    """All in a stranger's request that an answer may depend on."""
    return (
        request.scheme,
        request.get_host(),
        request.path_info,
        request.headers.get("Accept-Language", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        appearance.theme_of(request),
    )


def _may_be_given(kept: _Kept, request: HttpRequest, at: datetime) -> bool:
    if time.monotonic() > kept.until or timezone.localdate(at, kept.zone) != kept.day:
        return False
    try:
        still = kept.again.ask(at) == kept.again.found
    except DatabaseError:  # the page itself knows what to say then
        return False
    return still and not (kept.again.is_too_often and kept.again.is_too_often(request))


def _given(request: HttpRequest, kept: _Kept, at: datetime) -> HttpResponse:
    request.resolver_match = kept.route
    body = kept.body
    if kept.again.fill:
        with translation.override(kept.language), timezone.override(kept.zone):
            body = kept.again.fill(kept.again.body, at)
    response = HttpResponse(body, headers={**kept.headers, "Content-Length": str(len(body))})
    return get_conditional_response(request, etag=kept.headers.get("ETag"), response=response) or response


def _keep(key: Hashable, response: HttpResponse, request: HttpRequest, at: datetime) -> None:
    again: Again | None = getattr(response, "again", None)
    if again is None or response.status_code != 200 or response.cookies:
        return
    decided = request.organisation  # type: ignore[attr-defined]  # ours
    if (again.found[0] or 0) != decided.version:  # this process has not noticed yet what was decided
        return
    if len(_kept) >= _MOST:
        _kept.clear()
    headers = {name: value for name, value in response.items() if name not in _OWN_TO_EACH}
    language = response.headers["Content-Language"]
    day, until = timezone.localdate(at, decided.zone), time.monotonic() + KEPT_SECONDS
    _kept[key] = _Kept(again, response.content, headers, request.resolver_match, language, decided.zone, day, until)
