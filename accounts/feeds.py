"""The secret address under which a person's calendar can be followed without logging in."""

from secrets import token_urlsafe

from accounts.models import User


def renew(user: User) -> str:
    """A new secret, from now on the only one; whoever followed the old address sees nothing any more."""
    user.calendar_key = token_urlsafe(24)
    user.save(update_fields=["calendar_key"])
    return user.calendar_key


def stop(user: User) -> None:
    """No address any more."""
    user.calendar_key = None
    user.save(update_fields=["calendar_key"])


def owner(key: str) -> User | None:
    """Whose calendar this is; None for an unknown secret and for a closed account."""
    return User.objects.filter(calendar_key=key, is_active=True).first()
