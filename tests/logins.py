"""Coming in the way people do: a confirmed address, a password, and the code of an authenticator app."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


def confirm(user: User) -> None:
    """The person's address counts as confirmed."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})


def add_app(user: User) -> None:
    """An authenticator app that was set up some other day, in another session."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)


def code_now() -> str:
    """What the app shows."""
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def log_in(client: Client, user: User, **fields: str) -> HttpResponse:
    """Address and password."""
    confirm(user)
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **fields})


def log_in_with_both_steps(client: Client, user: User) -> None:
    """Address, password and code."""
    add_app(user)
    log_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code_now()}).status_code == 302


def log_in_and_confirm_again(client: Client, user: User) -> None:
    """Logged in, and the password given once more, as the pages about logging in ask."""
    log_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
