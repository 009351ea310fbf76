"""Which parts of the site a person's roles open, for the navigation."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import roles as rules
from accounts.models import User


def roles(request: HttpRequest) -> dict[str, object]:
    """Flags is_trainer and is_coordinator; the groups are asked for once, and only when a template wants to know."""
    user = getattr(request, "user", None)

    def ask(rule: Callable[[User], bool]) -> SimpleLazyObject:
        return SimpleLazyObject(lambda: bool(user is not None and user.is_authenticated and rule(user)))

    # also while a role rests: its links then lead to the second step
    return {
        "is_trainer": ask(lambda user: rules.holds(user, rules.TRAINERS)),
        "is_coordinator": ask(lambda user: rules.holds(user, rules.COORDINATORS)),
    }
