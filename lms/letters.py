"""How every letter looks: plain, short, one button; the text part says the same words and stands on its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formataddr
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from lms import organisation

_STYLE = Path(__file__).parent / "static" / "css" / "mail.css"
_BUTTON = re.compile(r"^\[(?P<label>[^\]]+)\]\((?P<url>\S+)\)$")


@dataclass(frozen=True)
class Part:
    """A paragraph, or the letter's button when it has a url."""

    text: str
    url: str = ""


def parts_of(text: str) -> list[Part]:
    """Paragraphs of plain text. One that reads [Label](https://…) is the button."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    return [Part(m["label"], m["url"]) if (m := _BUTTON.match(words)) else Part(words) for words in paragraphs]


def letter(
    *,
    to: str,
    subject: str,
    greeting: str = "",
    parts: Sequence[Part],
    footer: Sequence[Part] = (),
    headers: Mapping[str, str] | None = None,
    connection: BaseEmailBackend | None = None,
) -> EmailMultiAlternatives:
    """A letter ready to send: text and HTML from the same parts, in the language that is active."""
    subject = " ".join(subject.split())
    sender = organisation.now()
    context = {
        "subject": subject,
        "greeting": greeting,
        "parts": parts,
        "footer": footer,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "organisation_name": sender.name or settings.SITE_NAME,
        "style": _style(),
    }
    mail = EmailMultiAlternatives(
        subject=subject,
        body=re.sub(r"\n{3,}", "\n\n", render_to_string("mail/letter.txt", context)).strip() + "\n",
        from_email=_sender(sender),
        to=[to],
        reply_to=[sender.contact_address] if sender.contact_address else None,
        headers=dict(headers or {}),
        connection=connection,
    )
    mail.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return mail


def _sender(facts: organisation.Facts) -> str:
    """Who a letter comes from: what the organisation says, or what the site was started with."""
    if not facts.letters_address:
        return str(settings.DEFAULT_FROM_EMAIL)
    return formataddr((facts.letters_name or facts.name or settings.SITE_NAME, facts.letters_address))


@lru_cache(maxsize=1)
def _style() -> SafeString:
    return mark_safe(_STYLE.read_text())  # noqa: S308 (our own stylesheet; letters cannot link one)
