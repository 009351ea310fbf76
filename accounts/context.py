"""Which parts of the site a person's roles open, for the navigation."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import roles as rules


def roles(request: HttpRequest) -> dict[str, object]:
    """Flags is_trainer and is_coordinator; the groups are asked for once, and only when a template wants to know."""
    user = getattr(request, "user", None)

    def ask(rule) -> SimpleLazyObject:
        return SimpleLazyObject(lambda: bool(user is not None and user.is_authenticated and rule(user)))

    return {"is_trainer": ask(rules.is_trainer), "is_coordinator": ask(rules.is_coordinator)}
