"""The small doors of the public site: what search engines read, and how it should look."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from home import sitemap
from lms.appearance import THEMES
from lms.shared_pages import only_with_session

_A_YEAR = 365 * 24 * 3600


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines find the public pages; people's pages and single certificates are not for them."""
    closed = (
        "/learn/",
        "/desk/",
        "/operations/",
        "/verify/",
        "/calendar/",
        "/account/",
        "/notices/",
        "/cms/",
        "/set-up/",
    )
    where = settings.SITE_URL.rstrip("/") + reverse("home:sitemap")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {where}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def public_pages(request: HttpRequest) -> HttpResponse:
    """The addresses of the public pages."""
    context = {"addresses": sitemap.addresses()}
    return render(request, "home/sitemap.xml", context, content_type="application/xml")


@only_with_session
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
