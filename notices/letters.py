"""The letter of a notice: its subject, its paragraphs, its one button, and how to get no more of its kind."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from lms.languages import reading
from lms.letters import Part, letter
from notices.kinds import KINDS, kind
from notices.models import Notice


def compose(notice: Notice, *, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The letter in its reader's language, the same at every try: its Message-ID, too, so that a second copy can be dropped."""
    with reading(notice.recipient.language):
        return _compose(notice, connection)


def _compose(notice: Notice, connection: BaseEmailBackend | None) -> EmailMultiAlternatives:
    parts = [Part(words) for words in notice.paragraphs]
    if notice.action_path:
        parts.append(Part(notice.action_label or _("Open"), settings.SITE_URL + notice.action_path))
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{notice.uuid}@{host}>", "Auto-Submitted": "auto-generated"}
    footer = [Part(_("The same words are among your notices"), settings.SITE_URL + reverse("notices:inbox"))]
    described = KINDS.get(notice.kind)
    if described and not described.required:
        stop = settings.SITE_URL + stop_path(notice.recipient, notice.kind)
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        footer.append(Part(_("No more letters of the kind “%(kind)s”") % {"kind": described.label}, stop))
    return letter(
        to=notice.recipient.email,
        subject=notice.subject,
        greeting=_("Hello %(name)s,") % {"name": notice.recipient.get_short_name()},
        parts=parts,
        footer=footer,
        headers=headers,
        connection=connection,
    )


def _signer() -> signing.Signer:
    # without a time in it: a link in an old letter goes on working, and every try sends the same one
    return signing.Signer(salt="notices.stop")


def stop_path(user: User, kind_key: str) -> str:
    """Where this person ends letters of this kind, without logging in."""
    token = _signer().sign_object([user.pk, kind_key])
    return reverse("notices:unsubscribe", args=[token])


def read_stop_token(token: str) -> tuple[User, str] | None:
    """Whose token it is and of which kind; None when we did not write it or the kind cannot be switched off."""
    try:
        pk, kind_key = _signer().unsign_object(token)
        user = User.objects.get(pk=pk)
        return None if kind(kind_key).required else (user, kind_key)
    except (signing.BadSignature, ValueError, TypeError, KeyError, User.DoesNotExist):
        return None
