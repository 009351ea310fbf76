"""The language a person reads: kept on the account, and in the browser for the time before they log in."""

from django.conf import settings
from django.http import HttpResponse

from accounts.models import User


def choose(user: User, code: str) -> None:
    """From now on pages and letters for this person speak this language; empty: whatever their browser asks for."""
    if user.language != code:
        user.language = code
        user.save(update_fields=["language"])


def remember(response: HttpResponse, code: str) -> None:
    """Keep the choice in this browser for a year; empty forgets it."""
    name, path, domain = settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_COOKIE_PATH, settings.LANGUAGE_COOKIE_DOMAIN
    if not code:
        response.delete_cookie(name, path=path, domain=domain, samesite=settings.LANGUAGE_COOKIE_SAMESITE)
        return
    response.set_cookie(
        name,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=path,
        domain=domain,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
