"""What every template may say about the site."""

from django.conf import settings
from django.http import HttpRequest

from lms import organisation, words

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    """Names of the site, whether this is a trial, and the reader's choice of appearance (none: as the device says)."""
    theme = request.COOKIES.get("theme", "")
    decided: organisation.Facts = getattr(request, "organisation", None) or organisation.now()
    return {
        "organisation": decided,
        "site_name": settings.SITE_NAME,
        "organisation_name": decided.name or settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "debug_site": settings.DEBUG,
        "languages": settings.LANGUAGES,
        "words_address": words.address(),
        "theme": theme if theme in THEMES else "",
        "demo_password": getattr(settings, "DEMO_PASSWORD", "") if settings.DEBUG else "",
    }
