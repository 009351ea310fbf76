"""The name that certificates print: said once by the person it belongs to, before the first one is issued."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.signals import name_confirmed
from lms.locking import Kind, lock_one
from lms.refusals import Refusal


def waits_for_name(user: User) -> bool:
    """Whether nothing may be printed for this person yet."""
    return user.name_confirmed_at is None


@transaction.atomic
def confirm_name(user: User, name: str, *, at: datetime) -> User:
    """Keep the name as the person wrote it, and let what waited for it be issued, in the same transaction.

    Saying it again changes the name for later certificates only. Raises Refusal without a name.
    """
    name = " ".join(name.split())
    if not name:
        raise Refusal(_("Please write the name that your certificates are to carry."))
    user = lock_one(Kind.USER, User.objects.filter(pk=user.pk))
    user.certificate_name = name
    user.name_confirmed_at = at
    user.save(update_fields=["certificate_name", "name_confirmed_at"])
    name_confirmed.send(sender=User, user=user, at=at)
    return user
