"""Light, dark, or as the device says."""

from django.http import HttpRequest

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """What the reader chose on this device; empty: as the device says."""
    theme: str = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""
