"""Closing one's own account: nobody logs in with it any more; the records and the certificates stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access_log, letters, moving, roles
from accounts.models import User
from accounts.signals import account_left
from lms.languages import reading
from lms.letters import Part, letter
from lms.locking import Kind, lock
from lms.refusals import Refusal


def why_not(user: User) -> str | None:
    """The reason why a person cannot close their account now, or None."""
    if user.is_superuser and not roles.administrators().exclude(pk=user.pk).exists():
        return _("You are the only one who runs this site. Please let somebody else run it first.")
    return None


@transaction.atomic
def close(user: User, *, at: datetime) -> None:
    """End all logins and letters at the person's own wish; they get one last letter. Closing twice changes nothing.

    Only an administrator opens the account again. Raises Refusal to the last one who runs the site.
    """
    both = User.objects.filter(pk=user.pk) | roles.administrators()
    user = next(one for one in lock(Kind.USER, both) if one.pk == user.pk)  # two who close at once leave one open
    if not user.is_active:
        return
    if reason := why_not(user):
        raise Refusal(reason)
    moving.withdraw(user, by=user, at=at)
    user.is_active = False
    user.calendar_key = None
    user.save(update_fields=["is_active", "calendar_key"])
    access_log.record(viewer=user, subject=user, action="close_own", at=at)
    account_left.send(sender=User, user=user, at=at)
    _say_goodbye(user, at)


def _say_goodbye(user: User, at: datetime) -> None:
    with reading(user.language):
        words = [
            _("You closed your account. Nobody can log in with it any more, and this is the last letter."),
            _(
                "Your training record and your certificates are kept. Each certificate holds as long as it says, and can be "
                "checked with its code. What you wrote in lessons for yourself is deleted."
            ),
            _("If it was not you, or if you would like to come back, please answer this letter."),
        ]
        mail = letter(
            to=user.email,
            subject=_("Your account is closed"),
            greeting=_("Hello %(name)s,") % {"name": user.get_short_name()},
            parts=[Part(one) for one in words],
            headers={"Auto-Submitted": "auto-generated"},
        )
    letters.post(mail, at=at)
