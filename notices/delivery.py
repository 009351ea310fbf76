"""Sending the letters that carry notices: at least once, almost always exactly once (docs/decisions/0008)."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, QuerySet

from lms.retrying import CLAIM, TRIES, WAITS
from notices import letters
from notices.kinds import KINDS
from notices.models import Delivery, Preference

logger = logging.getLogger(__name__)


def due(at: datetime) -> QuerySet[Delivery]:
    """Letters whose time has come, oldest first."""
    return Delivery.objects.filter(next_try_at__lte=at).order_by("next_try_at", "pk")


def is_held(at: datetime) -> bool:
    """Whether so many letters are due that a person should look before they go out."""
    limit: int = settings.NOTICES_RUN_LIMIT
    return due(at).filter(released_at=None)[: limit + 1].count() > limit


def deliver(pk: int, *, at: datetime) -> bool:
    """Send one letter now, unless it is not due, somebody else is sending it, or letters are held. Whether it went out."""
    if is_held(at) and not Delivery.objects.filter(pk=pk, released_at__isnull=False).exists():
        return False
    return _claim(pk, at) and _send(pk, at, None)


def deliver_waiting(*, clock: Callable[[], datetime], release_held: bool = False) -> int:
    """Send what is due and return how many letters went out; while letters are held, only what a person released.

    A run can take minutes, and a letter is claimed when its turn comes, so this asks the clock for each one.
    """
    started = clock()
    leaving = due(started)
    if not release_held and is_held(started):
        logger.error(
            "More than %s letters are due at once, so they are held. Look at them on the operations page and release them.",
            settings.NOTICES_RUN_LIMIT,
        )
        leaving = leaving.filter(released_at__isnull=False)
    pks = list(leaving.values_list("pk", flat=True))
    if not pks:
        return 0
    connection = get_connection()
    sent = 0
    try:
        # a mail server that is away has turned no letter down: the next run tries again
        if not _opened(connection):
            return 0
        for pk in pks:
            if not _claim(pk, now := clock()):
                continue
            if _send(pk, now, connection):
                sent += 1
            elif not _opened(connection):
                break
    finally:
        connection.close()
    return sent


def _opened(connection: BaseEmailBackend) -> bool:
    """Open the connection afresh; False when the mail server does not answer."""
    try:
        connection.close()
        connection.open()
    except OSError as error:
        logger.warning("The mail server does not answer (%s); the letters wait.", error)
        return False
    return True


def _claim(pk: int, at: datetime) -> bool:
    """Take the letter for ten minutes. The database lets one process through, even when two ask at once."""
    mine = Delivery.objects.filter(pk=pk, next_try_at__lte=at)
    # counted when taken, so that a letter which kills its process is given up as well
    return mine.update(claimed_at=at, next_try_at=at + CLAIM, attempts=F("attempts") + 1) == 1


def _send(pk: int, at: datetime, connection: BaseEmailBackend | None) -> bool:
    delivery = Delivery.objects.select_related("notice__recipient").get(pk=pk)
    if reason := _not_wanted(delivery):
        _close(delivery, given_up_at=at, last_error=reason)
        return False
    if delivery.attempts > TRIES:
        _close(delivery, given_up_at=at, last_error=delivery.last_error or "Every try ended without an answer.")
        return False
    try:
        letters.compose(delivery.notice, connection=connection).send()
    except Exception as error:  # whatever a mail backend raises, the letter waits for its next try
        _put_back(delivery, error, at)
        return False
    _close(delivery, sent_at=at, last_error="")
    return True


def _not_wanted(delivery: Delivery) -> str:
    """Why the letter need not go out any more; empty when it should."""
    notice = delivery.notice
    if not notice.recipient.is_active or notice.recipient.anonymised_at:
        return "The account was closed."
    kind = KINDS.get(notice.kind)
    if kind and kind.required:
        return ""
    declined = Preference.objects.filter(user=notice.recipient, kind=notice.kind, by_mail=False).exists()
    return "The person does not want letters of this kind." if declined else ""


def _put_back(delivery: Delivery, error: Exception, at: datetime) -> None:
    words = f"{type(error).__name__}: {error}"[:300]
    if delivery.attempts >= TRIES:
        logger.error("Gave up on letter %s after %s tries: %s", delivery.pk, delivery.attempts, words)
        _close(delivery, given_up_at=at, last_error=words)
        return
    logger.warning("Letter %s was not sent (try %s): %s", delivery.pk, delivery.attempts, words)
    Delivery.objects.filter(pk=delivery.pk).update(
        next_try_at=at + WAITS[delivery.attempts - 1], claimed_at=None, last_error=words
    )


def _close(delivery: Delivery, **fields: object) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_try_at=None, claimed_at=None, **fields)
