"""Closing an account: the person goes, the records stay."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from guardian.models import UserObjectPermission

from accounts import access_log, moving
from accounts.models import User
from accounts.signals import account_left

FORMER = "A former participant"


@transaction.atomic
def deactivate(user: User, *, by: User, at: datetime) -> None:
    """End all logins and letters; names stay, and an administrator may open the account again."""
    user = _locked(user, by)
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    access_log.record(viewer=by, subject=user, action="deactivate", at=at)


@transaction.atomic
def anonymise(user: User, *, by: User, at: datetime) -> None:
    """Take a person's name, address, region, roles, ways to log in and private notes from the account, for good.

    Training records and issued certificates stay as they were written: a certificate goes on saying whom it was issued
    to, because others rely on it. Doing it twice changes nothing. Raises PermissionDenied unless `by` runs the site.
    """
    user = _locked(user, by)
    if user.anonymised_at:
        return
    moving.withdraw(user, by=by, at=at)
    user.email = f"former-{user.pk}@anonymised.invalid"
    user.display_name = FORMER
    user.certificate_name = ""
    user.tells_of_newer = False
    user.name_confirmed_at = None
    user.calendar_key = None
    user.region = None
    user.language = ""
    user.is_active = False
    user.is_superuser = False
    user.anonymised_at = at
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    UserObjectPermission.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    access_log.record(viewer=by, subject=user, action="anonymise", at=at)
    account_left.send(sender=User, user=user, at=at)


def _locked(user: User, by: User) -> User:
    if not by.is_active or not by.is_superuser:
        raise PermissionDenied(_("Only administrators close accounts."))
    if user.pk == by.pk:
        raise PermissionDenied(_("Ask another administrator to close your account, so that one always remains."))
    return User.objects.select_for_update().get(pk=user.pk)
