"""Sending the letters about accounts: each goes out once, and its words are gone when it has left."""

import base64
import hashlib
import json
import logging
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Count, F, Min, Q, QuerySet

from accounts.models import AccountLetter
from lms.retrying import CLAIM, TRIES, WAITS

logger = logging.getLogger(__name__)

LINKS_WORK_FOR = timedelta(days=3)
_KEPT = timedelta(days=30)  # how long it stays known that there was a letter, without its words
_SALT = b"accounts.letters"


def due(at: datetime) -> QuerySet[AccountLetter]:
    """Letters whose time has come, oldest first."""
    return AccountLetter.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk")


def send(pk: int, *, at: datetime) -> bool:
    """Send one letter, unless it is not due or somebody else is sending it. Whether it went out."""
    mine = AccountLetter.objects.filter(pk=pk, next_try_at__lte=at)
    # the database lets one process through; counted when taken, so that a letter which kills its process is given up too
    if mine.update(next_try_at=at + CLAIM, attempts=F("attempts") + 1) != 1:
        return False
    letter = AccountLetter.objects.get(pk=pk)
    if letter.attempts > TRIES or at - letter.created_at > LINKS_WORK_FOR:
        _close(letter, given_up_at=at)
        return False
    try:
        _unlock(letter).send()
    except Exception as error:  # whatever a mail backend raises, the letter waits for its next try
        _put_back(letter, error, at)
        return False
    _close(letter, sent_at=at, last_error="")
    return True


def send_waiting(*, at: datetime) -> int:
    """Send what is due, and forget letters of long ago; returns how many went out."""
    AccountLetter.objects.filter(next_try_at=None, created_at__lt=at - _KEPT).delete()
    return sum(send(pk, at=at) for pk in list(due(at).values_list("pk", flat=True)))


def waiting(at: datetime) -> dict[str, Any]:
    """How many letters are `due` (the oldest `since`), wait for a `later` try, or were `given_up` in the last month."""
    is_due = Q(next_try_at__lte=at)
    return AccountLetter.objects.filter(Q(next_try_at__isnull=False) | Q(given_up_at__gt=at - _KEPT)).aggregate(
        due=Count("pk", filter=is_due),
        later=Count("pk", filter=Q(next_try_at__gt=at)),
        given_up=Count("pk", filter=Q(given_up_at__isnull=False)),
        since=Min("next_try_at", filter=is_due),
    )


def try_again(*, at: datetime) -> int:
    """Try now what was put off; returns how many letters. Nothing is claimed for longer than CLAIM, so nobody sends these."""
    return AccountLetter.objects.filter(next_try_at__gt=at + CLAIM).update(next_try_at=at)


def _put_back(letter: AccountLetter, error: Exception, at: datetime) -> None:
    words = f"{type(error).__name__}: {error}"[:300]
    if letter.attempts >= TRIES or isinstance(error, InvalidToken):
        logger.error("Gave up on account letter %s after %s tries: %s", letter.pk, letter.attempts, words)
        _close(letter, given_up_at=at, last_error=words)
        return
    logger.warning("Account letter %s was not sent (try %s): %s", letter.pk, letter.attempts, words)
    again = at + WAITS[letter.attempts - 1]
    AccountLetter.objects.filter(pk=letter.pk).update(next_try_at=again, last_error=words)


def _close(letter: AccountLetter, **fields: object) -> None:
    AccountLetter.objects.filter(pk=letter.pk).update(next_try_at=None, words="", **fields)


def lock(mail: EmailMultiAlternatives) -> str:
    """The letter's address and words, encrypted: its links work once, and nobody else is to follow them."""
    parts = {
        "to": mail.to,
        "subject": mail.subject,
        "body": mail.body,
        "html": mail.alternatives[0][0] if mail.alternatives else "",
        "headers": mail.extra_headers,
    }
    return _cipher().encrypt(json.dumps(parts).encode()).decode()


def _unlock(letter: AccountLetter) -> EmailMultiAlternatives:
    parts = json.loads(_cipher().decrypt(letter.words.encode()))
    # the same at every try, so that mail systems can drop a second copy
    headers = {**parts["headers"], "Message-ID": f"<{letter.uuid}@{settings.SITE_URL.split('//')[-1].split(':')[0]}>"}
    mail = EmailMultiAlternatives(parts["subject"], parts["body"], to=parts["to"], headers=headers)
    if parts["html"]:
        mail.attach_alternative(parts["html"], "text/html")
    return mail


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (hashlib.sha256(_SALT + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
