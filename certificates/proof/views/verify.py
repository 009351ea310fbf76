"""Public verification: type or scan a code, get one answer."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from certificates.ledger import codes
from certificates.proof import naming, verification
from lms import dates, doorstep, shared_pages
from lms.doorstep import Again

_A_MINUTE = 60
_MOMENT = "\ue000"  # stands for the moment of the check: nobody's name holds a sign that is for private use


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept, nor indexed. The next site is not told either: that is the policy of the whole site.

    "no-referrer" would be no stricter towards others, and makes browsers send the page's own forms without saying where
    they come from, so that they are refused.
    """
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response


def _asks_too_often(request: HttpRequest) -> bool:
    """Count this look-up; true when its address has used up the minute's share."""
    limit: int = settings.VERIFY_LOOKUPS_PER_MINUTE
    if not limit:
        return False
    minute = int(timezone.now().timestamp()) // _A_MINUTE
    key = f"verify:{get_adapter().get_client_ip(request)}:{minute}"
    cache.add(key, 0, _A_MINUTE)
    asked: int = cache.incr(key)
    return asked > limit


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """One input. A code that reads as one leads to its page; anything else is explained beside what was typed."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return render(request, "proof/verify.html")
    code = codes.read(typed)
    if code is None:
        return _nothing_found(request, typed)
    return redirect("proof:verify_code", code=codes.shown(code))


@csrf_exempt  # a name is compared and nothing is changed, so pages are the same for all
@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """The answer about one code; one that is unknown is answered like one that is withheld.

    A name that was typed is compared with the issued one, and kept nowhere.
    """
    if _asks_too_often(request):
        return _wait(render(request, "proof/wait.html", status=429))
    try:
        answer = _answer(request, code, _PAGE, at=timezone.now())
    except DatabaseError:
        return _could_not_check(HttpResponse(render_to_string("proof/could_not_check.html")))
    return answer or _nothing_found(request, code)


class _Form(NamedTuple):
    """How an answer is written, and the moment of the check in it."""

    kind: str
    write: Callable[[HttpRequest, verification.Verification], str]
    moment: Callable[[datetime], str]


def _answer(request: HttpRequest, code: str, form: _Form, *, at: datetime) -> HttpResponse | None:
    """The answer in this form, None if there is none. Written once for all strangers, until a fact is added."""
    key, behind = "", None
    if request.method != "POST" and not request.META.get("QUERY_STRING") and doorstep.is_stranger(request):
        behind = verification.facts_behind(code, at=at)
        key = shared_pages.name(request, form.kind, *behind, at=at) if behind else ""
    written: str | None = cache.get(key) if key else None
    is_kept = written is not None
    if written is None:
        found = verification.look_up(code, at=at)
        if found is None:
            return None
        written = form.write(request, found)
        if is_kept := bool(key and found.is_written):
            shared_pages.keep(key, written)

    def said(body: bytes, at: datetime) -> bytes:
        return body.replace(_MOMENT.encode(), form.moment(timezone.localtime(at)).encode())

    response = _private(HttpResponse(said(written.encode(), at), content_type=form.kind))
    if not (is_kept and behind):
        return response
    ask = partial(verification.facts_behind, code)
    return doorstep.let_again(response, Again(ask, behind, _asks_too_often, written.encode(), said))


def _page(request: HttpRequest, found: verification.Verification) -> str:
    name = request.POST.get("name", "").strip()[:200]
    likeness = naming.compare(name, found.holder_name).value if name else ""
    address = request.build_absolute_uri(request.path)
    context = {"found": found, "name": name, "likeness": likeness, "address": address, "moment": _MOMENT}
    return render_to_string("proof/verify_result.html", context, request)


def _json(request: HttpRequest, found: verification.Verification) -> str:
    return json.dumps({**found.as_json(), "checked_at": _MOMENT}, ensure_ascii=False)


_PAGE = _Form("text/html; charset=utf-8", _page, dates.full_with_time)
_JSON = _Form("application/json", _json, lambda moment: moment.isoformat(timespec="seconds"))


def _nothing_found(request: HttpRequest, typed: str) -> HttpResponse:
    misread = codes.misread(typed)
    context = {"typed": typed[:60], "not_found": not misread, "misread": misread}
    return _private(render(request, "proof/verify.html", context, status=404))


def _wait(response: HttpResponse) -> HttpResponse:
    response["Retry-After"] = str(_A_MINUTE)
    return _private(response)


def _could_not_check(response: HttpResponse) -> HttpResponse:
    """An answer of its own: nothing is said about the certificate, neither yes nor no."""
    response.status_code = 503
    return _wait(response)


@require_safe
def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same answer for machines."""
    if _asks_too_often(request):
        return _wait(JsonResponse({"error": _("Too many look-ups. Please wait a minute.")}, status=429))
    try:
        answer = _answer(request, code, _JSON, at=timezone.now())
    except DatabaseError:
        error = _("This could not be checked. Please try again in a minute.")
        return _could_not_check(JsonResponse({"error": error, "status": "could_not_check"}))
    if answer is None:
        misread = codes.misread(code)
        error = _("This cannot be a code.") if misread else _("There is no certificate with this code.")
        told = {"misread": misread.slip.value} if misread else {}
        return _private(JsonResponse({"error": error, **told}, status=404))
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
