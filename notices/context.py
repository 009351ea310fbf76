"""How many notices are unread, for the header."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notices import inbox


def unread(request: HttpRequest) -> dict[str, object]:
    """unread_notices: counted at most once a request, when a template shows it, and mostly from the cache."""
    user = getattr(request, "user", None)

    def count() -> int:
        return inbox.unread_count(user) if user is not None and user.is_authenticated else 0

    return {"unread_notices": SimpleLazyObject(count)}
