"""Letters about the days that come: 90, 30 and 7 days before the last valid day, and when it has passed.

Each is told once. After a day, or a month, without a worker only the nearest one still true is told, not a pile of them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from certificates.ledger import lifecycle
from certificates.ledger.models import Certificate
from certificates.updates import currency, obligations
from certificates.updates.models import Obligation
from notices import outbox
from notices.models import Notice

BEFORE_EXPIRY = (90, 30, 7)
BEFORE_UPDATE = (14, 3)
NEWS_OF_EXPIRY = timedelta(days=30)  # so long an expiry is news, also where there is no grace


def stage(valid_until: date, grace_until: date, window_opens_on: date, day: date) -> str | None:
    """Which reminder is the one to have been told by this day: "90", "30", "7", "expired", or None.

    The first waits for the opening of the window. None before it, and when both the grace and a month have passed since
    the last valid day: then nothing new is to be said.
    """
    if day > valid_until:
        return "expired" if day <= max(grace_until, valid_until + NEWS_OF_EXPIRY) else None
    reached = [days for days in BEFORE_EXPIRY if day >= valid_until - timedelta(days=days)]
    if reached == [max(BEFORE_EXPIRY)] and day < window_opens_on:
        return None
    return str(min(reached)) if reached else None


def update_stage(due_on: date, day: date) -> str | None:
    """The same for an update owed: "14", "3", "overdue" or None."""
    if day > due_on:
        return "overdue"
    reached = [days for days in BEFORE_UPDATE if day >= due_on - timedelta(days=days)]
    return str(min(reached)) if reached else None


def send(*, at: datetime) -> int:
    """Tell every holder what they have not been told yet; returns how many notices that made."""
    day = timezone.localdate(at)
    return outbox.tell_many(_untold(_about_expiry(day)), at=at) + outbox.tell_many(_untold(_about_updates(day)), at=at)


def _untold(messages: Iterator[outbox.Message]) -> list[outbox.Message]:
    found = {message.dedupe_key: message for message in messages}
    told: set[str] = set()
    keys = list(found)
    for start in range(0, len(keys), 500):
        told |= set(
            Notice.objects.filter(dedupe_key__in=keys[start : start + 500]).values_list("dedupe_key", flat=True)
        )
    return [message for key, message in found.items() if key not in told]


def _about_expiry(day: date) -> Iterator[outbox.Message]:
    due = currency.governing(day).filter(
        Q(period__grace_until__gte=day) | Q(period__valid_until__gte=day - NEWS_OF_EXPIRY),
        Q(validity__in=[value.value for value in (*lifecycle.HOLDS, lifecycle.Validity.EXPIRED)]),
        period__valid_until__lte=day + timedelta(days=max(BEFORE_EXPIRY)),
        period__user__is_active=True,
    )
    for certificate in due.select_related("period__user", "period__certification"):
        period = certificate.period
        reached = stage(period.valid_until, period.grace_until, period.window_opens_on, day)
        if reached is not None:
            yield _expiry_message(certificate, reached, day)


def _expiry_message(certificate: Certificate, reached: str, day: date) -> outbox.Message:
    period = certificate.period
    facts = {
        "scheme": certificate.facts["scheme"],
        "valid_until": period.valid_until.isoformat(),
        "grace_until": period.grace_until.isoformat(),
        "code": certificate.code,
    }
    key = f"reminder:{period.pk}:{reached}"
    if reached == "expired":
        state = {"may_facilitate": certificate.may_facilitate, "may_renew": day <= period.grace_until}
        return outbox.Message(period.user, "certificate-ended", key, {**facts, **state})
    left = {"days_left": (period.valid_until - day).days}
    opens = {} if day >= period.window_opens_on else {"window_opens_on": period.window_opens_on.isoformat()}
    return outbox.Message(period.user, "renewal-near", key, {**facts, **left, **opens})


def _about_updates(day: date) -> Iterator[outbox.Message]:
    governing = lifecycle.governing(day).exclude(Q(validity=lifecycle.Validity.REVOKED.value)).values("pk")
    owed = obligations.still_owed().filter(
        due_on__lte=day + timedelta(days=max(BEFORE_UPDATE)), certificate__in=governing
    )
    for one in owed.select_related("certificate__period__user", "release"):
        reached = update_stage(one.due_on, day)
        if reached is not None and not _just_told(one, day):
            yield _update_message(one, reached)


def _just_told(owed: Obligation, day: date) -> bool:
    """Whether the letter about the update itself is so new that a reminder would only repeat it."""
    return (day - timezone.localdate(owed.created_at)).days < 2


def _update_message(owed: Obligation, reached: str) -> outbox.Message:
    facts = {
        "title": owed.release.outline["title"],
        "due_on": owed.due_on.isoformat(),
        "overdue": reached == "overdue",
        "stops": not owed.certificate.period.rules.get("may_facilitate_while_overdue", True),
        "obligation": owed.pk,
    }
    return outbox.Message(owed.certificate.period.user, "update-near", f"update-reminder:{owed.pk}:{reached}", facts)
