"""The switch of languages on every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import languages
from lms.languages import is_offered
from lms.shared_pages import only_with_session


@never_cache
@only_with_session
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, on this device and, when logged in, everywhere; then show the same page."""
    code, back = request.POST.get("language", ""), request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    if not is_offered(code) or not ours:
        return render(request, "400.html", status=400)
    if request.user.is_authenticated:
        languages.choose(request.user, code)
    response = redirect(back)
    languages.remember(response, code)
    return response
