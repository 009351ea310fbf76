"""The letters of a trial site: what Django's file mail backend wrote, shown in the browser. Only while DEBUG is on."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from csp.constants import NONE, UNSAFE_INLINE
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from lms.policies import allow_only

_SEPARATOR = b"-" * 79
_PER_PAGE = 25


@dataclass(frozen=True)
class Letter:
    """One letter as it was sent."""

    name: str  # file name and place in the file, as it stands in the address
    subject: str
    to: str
    sender: str
    date: datetime | None
    text: str
    html: str


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    page = Paginator(_letters(_folder()), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "home/mailbox.html", {"page": page})


@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter: its text and its designed part."""
    return render(request, "home/letter.html", {"letter": _find(name)})


@require_safe
@never_cache
@xframe_options_sameorigin
@allow_only({"default-src": NONE, "style-src": UNSAFE_INLINE, "sandbox": "allow-top-navigation-by-user-activation"})
def designed(request: HttpRequest, name: str) -> HttpResponse:
    """The designed part by itself, for the frame on the letter's page; nothing in it runs or loads anything."""
    return HttpResponse(_find(name).html)


def _find(name: str) -> Letter:
    for found in _letters(_folder()):
        if found.name == name:
            return found
    raise Http404(_("There is no such letter."))


def _folder() -> Path:
    if not settings.DEBUG:
        raise Http404(_("The mailbox is part of trial sites only."))
    return Path(settings.EMAIL_FILE_PATH or "")


def _letters(folder: Path) -> list[Letter]:
    """Every letter of the folder, newest first; a file that cannot be read as mail is skipped."""
    found: list[Letter] = []
    files = sorted(folder.glob("*.log"), key=lambda path: path.name, reverse=True) if folder.is_dir() else []
    for file in files:
        parts = [part.strip() for part in file.read_bytes().split(b"\n" + _SEPARATOR + b"\n")]
        for number, raw in reversed(list(enumerate(parts))):
            if raw:
                found.append(_letter(f"{file.stem}-{number}", raw))
    return sorted(found, key=lambda item: item.date.timestamp() if item.date else 0, reverse=True)


def _letter(name: str, raw: bytes) -> Letter:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    try:
        date = parsedate_to_datetime(str(message["Date"]))
        date = date if date.tzinfo else date.replace(tzinfo=UTC)  # "-0000": in UTC, whatever the sender's zone
    except (TypeError, ValueError):
        date = None
    return Letter(
        name=name,
        subject=str(message["Subject"] or _("No subject")),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        date=date,
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
