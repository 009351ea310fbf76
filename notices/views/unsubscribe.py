"""Ending letters of one kind from the link in a letter, without logging in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notices import letters, preferences
from notices.kinds import kind as kind_of


# Mail programs post here by themselves (RFC 8058) and have no cookie of ours; the signed token is the authority.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: mail scanners follow links, so following one must change nothing."""
    found = letters.read_stop_token(token)
    if found is None:
        return render(request, "notices/unsubscribe.html", {"kind": None}, status=404)
    user, kind_key = found
    if request.method == "POST":
        preferences.decline(user, kind_key)
    return render(request, "notices/unsubscribe.html", {"kind": kind_of(kind_key), "done": request.method == "POST"})
