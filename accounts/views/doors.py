"""The doors that Wagtail brings along: they take no password and lead to ours, where the second step is asked for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # nothing that is posted is read
@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """To our login, and from there to where the person was going, if that is on this site."""
    back = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    query = f"?{urlencode({'next': back})}" if allowed else ""
    return redirect(reverse(settings.LOGIN_URL) + query)


@csrf_exempt
@never_cache
def reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    """To our page for a forgotten password."""
    return redirect("account_reset_password")
