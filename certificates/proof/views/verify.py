"""Public verification: type or scan a code, get one answer."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.ledger import codes
from certificates.proof import verification

_A_MINUTE = 60


def _private(response: HttpResponse) -> HttpResponse:
    """Neither kept, nor indexed, nor told to the next site."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
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


@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """The answer about one code; unknown and malformed ones are answered alike."""
    if _asks_too_often(request):
        return _private(render(request, "429.html", status=429))
    found = verification.look_up(code, at=timezone.now())
    if found is None:
        return _nothing_found(request, code)
    return _private(render(request, "proof/verify_result.html", {"found": found}))


def _nothing_found(request: HttpRequest, typed: str) -> HttpResponse:
    return _private(render(request, "proof/verify.html", {"typed": typed[:60], "not_found": True}, status=404))


@require_safe
def verify_json(request: HttpRequest, code: str) -> HttpResponse:
    """The same answer for machines."""
    if _asks_too_often(request):
        return _private(JsonResponse({"error": _("Too many look-ups. Please wait a minute.")}, status=429))
    found = verification.look_up(code, at=timezone.now())
    if found is None:
        return _private(JsonResponse({"error": _("There is no certificate with this code.")}, status=404))
    response = _private(JsonResponse(found.as_json(), json_dumps_params={"ensure_ascii": False}))
    response["Access-Control-Allow-Origin"] = "*"
    return response
