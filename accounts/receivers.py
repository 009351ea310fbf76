"""What the account library tells us."""

from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import second_step
from accounts.models import User


@receiver(password_reset)
def confirm_the_address_the_link_went_to(request: HttpRequest, user: User, **kwargs) -> None:
    """Whoever opened the link in our letter reads mail at that address, so a second letter to confirm it is not needed.

    Only where the account knows one address: with two, the letter may have gone to the other one.
    """
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    if EmailAddress.objects.filter(user=user).count() == 1:
        EmailAddress.objects.filter(user=user, verified=False).update(verified=True, primary=True)


@receiver(authenticator_added)
def a_second_step_set_up_here_counts_here(request: HttpRequest, authenticator: Authenticator, **kwargs) -> None:
    """Nobody is asked for a code in the minute in which they scanned it."""
    second_step.note_set_up(request, authenticator)
