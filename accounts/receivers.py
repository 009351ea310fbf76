"""What the account library tells us."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts import devices, failed_logins, second_step, sessions
from accounts.models import FailedLogin, User


@receiver(password_reset)
def confirm_the_address_the_link_went_to(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Whoever opened the link in our letter reads mail at that address, so a second letter to confirm it is not needed.

    Only where the account knows one address: with two, the letter may have gone to the other one.
    """
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    if EmailAddress.objects.filter(user=user).count() == 1:
        EmailAddress.objects.filter(user=user, verified=False).update(verified=True, primary=True)


@receiver(authenticator_added)
def a_second_step_set_up_here_counts_here(request: HttpRequest, authenticator: Authenticator, **kwargs: object) -> None:
    """Nobody is asked for a code in the minute in which they scanned it."""
    second_step.note_set_up(request, authenticator)


@receiver(authentication_failed)
def note_a_wrong_code(request: HttpRequest, user: User, **kwargs: object) -> None:
    """The password was right, so the person will want to know."""
    failed_logins.note(
        user.email,
        step=FailedLogin.Step.CODE,
        ip=get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", ""),
        at=timezone.now(),
    )


@receiver(user_logged_in)
def begin_the_session(request: HttpRequest | None, **kwargs: object) -> None:
    """From now on it counts how long nobody uses it."""
    if request is not None:
        sessions.begin(request, at=timezone.now())


@receiver(pre_save, sender=UserSession)
def keep_the_network_only(instance: UserSession, **kwargs: object) -> None:
    """A list of one's devices needs no exact address."""
    instance.ip = devices.network(instance.ip) or "0.0.0.0"  # noqa: S104 (none known, not an interface)
