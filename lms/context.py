"""What every template may say about the site."""

from django.conf import settings
from django.http import HttpRequest

from lms import doorstep, organisation, words
from lms.appearance import theme_of


def site(request: HttpRequest) -> dict[str, object]:
    """Names of the site, whether this is a trial, and the reader's choice of appearance (none: as the device says)."""
    decided: organisation.Facts = getattr(request, "organisation", None) or organisation.now()
    return {
        "organisation": decided,
        "site_name": settings.SITE_NAME,
        "organisation_name": decided.name or settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "debug_site": settings.DEBUG,
        "languages": settings.LANGUAGES,
        "words_address": words.address(),
        "this_address": request.get_full_path(),
        "theme": theme_of(request),
        "is_stranger": doorstep.is_stranger(request),  # then forms of the frame carry no token
        "demo_password": getattr(settings, "DEMO_PASSWORD", "") if settings.DEBUG else "",
    }
