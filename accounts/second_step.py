"""The second step of logging in: who owes it, and whether this session took it.

What counts is the session, not the account: somebody with an authenticator app who came in with a password alone, by
whatever door, is as far in as somebody without one.
"""

from enum import StrEnum

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts import roles

_METHOD = "mfa"  # what the library notes for codes and passkeys alike


class SecondStep(StrEnum):
    """What stands between a session and other people's records."""

    NOT_OWED = "not owed"
    TAKEN = "taken"
    TO_TAKE = "to take"  # the account has one, this session did not use it
    TO_SET_UP = "to set up"  # the account has none


def of(request: HttpRequest) -> SecondStep:
    """Where the session of a request stands; asks the database only about people whose role shows them others."""
    user = request.user
    if not settings.REQUIRE_MFA_FOR_STAFF or not user.is_authenticated or not roles.sees_others(user):
        return SecondStep.NOT_OWED
    if not is_mfa_enabled(user):
        return SecondStep.TO_SET_UP
    return SecondStep.TAKEN if _was_used(request) else SecondStep.TO_TAKE


def _was_used(request: HttpRequest) -> bool:
    return any(record.get("method") == _METHOD for record in get_authentication_records(request, request.user))


def note_set_up(request: HttpRequest, authenticator: Authenticator) -> None:
    """Setting up the first one in a session is using it there; a further one proves nothing about who adds it."""
    others = Authenticator.objects.filter(user=authenticator.user_id).exclude(pk=authenticator.pk)
    if not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        record_authentication(
            request, authenticator.user, _METHOD, id=authenticator.pk, type=authenticator.type, set_up=True
        )


def page_to_take_it(request: HttpRequest) -> str:
    """Where somebody who has a second step takes it now: a code, or a passkey when they have only that."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    return next((method["url"] for method in methods if method["id"].startswith("mfa")), reverse("mfa_reauthenticate"))
