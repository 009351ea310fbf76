"""The small doors of the public site: is it alive, and how should it look."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.context import THEMES

_A_YEAR = 365 * 24 * 3600


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the cache answer, 503 and the name of the one that does not otherwise."""
    parts = {"database": _database_answers(), "cache": _cache_answers()}
    healthy = all(parts.values())
    state = {name: "ok" if answers else "no answer" for name, answers in parts.items()}
    return JsonResponse({"status": "ok" if healthy else "failing", **state}, status=200 if healthy else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def _cache_answers() -> bool:
    token = get_random_string(12)
    try:
        cache.set(f"healthz-{token}", token, 10)
        return bool(cache.get(f"healthz-{token}") == token)
    except Exception:  # whatever the cache's client raises: it does not answer
        return False


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines find the public pages; people's pages and single certificates are not for them."""
    closed = ("/learn/", "/desk/", "/verify/", "/account/", "/notices/", "/cms/", "/set-up/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or "as the device says" for a year, and go back to where the reader was."""
    back = request.POST.get("next", "/")
    hosts = {request.get_host()}
    own = url_has_allowed_host_and_scheme(back, allowed_hosts=hosts, require_https=request.is_secure())
    # an address, never the name of one
    response = HttpResponseRedirect(back if own and back.startswith("/") else "/")
    choice = request.POST.get("theme", "")
    if choice in THEMES:
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie("theme", choice, max_age=_A_YEAR, samesite="Lax", secure=secure)
    else:
        response.delete_cookie("theme")
    return response
