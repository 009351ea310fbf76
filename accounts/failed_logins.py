"""Logins that did not succeed, noted once and for the eyes of the person whose account it is."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from accounts import devices
from accounts.models import FailedLogin, User

_SALT = "accounts.failed_logins"


def note(address: str, *, step: FailedLogin.Step, ip: str, user_agent: str, at: datetime) -> FailedLogin:
    """Note a failed login for the account of this address, if there is one.

    Neither the address nor the IP is kept as it was: the hash tells two tries for one address from tries for two.
    """
    address = address.strip().lower()
    return FailedLogin.objects.create(
        user=User.objects.filter(email=address).first(),
        address_hash=salted_hmac(_SALT, address, algorithm="sha256").hexdigest(),
        step=step,
        network=devices.network(ip),
        device=devices.in_words(user_agent)[:60],
        at=at,
    )


def of(user: User) -> QuerySet[FailedLogin]:
    """What was tried with this person's account, newest first."""
    return FailedLogin.objects.filter(user=user).order_by("-at", "-pk")
