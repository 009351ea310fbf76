"""Letters about the days that come: 90, 30 and 7 days before the last valid day, and when it has passed.

Each is told once. After a day, or a month, without a worker only the nearest one still true is told, not a pile of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from certificates.ledger.models import Certificate, Ruling
from certificates.updates import obligations
from certificates.updates.models import Obligation, Standing, StandingQuerySet
from courses.releases.models import Release
from lms.pieces import in_pieces
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
    """Tell every holder what they have not been told yet; returns how many notices that made.

    Piece by piece: memory, and the queries a thousand people, do not grow with their number.
    """
    day = timezone.localdate(at)
    told = 0
    for standings in in_pieces(_ending(day)):
        told += _tell_about_expiry(standings, day, at)
    for owed in in_pieces(_owed(day)):
        told += _tell_about_updates(owed, day, at)
    return told


def _untold(keys: Iterable[str]) -> set[str]:
    wanted = set(keys)
    return wanted - set(Notice.objects.filter(dedupe_key__in=wanted).values_list("dedupe_key", flat=True))


def _ending(day: date) -> StandingQuerySet:
    """What counts for holders and ends within the longest notice, or has ended so lately that it is news or grace."""
    return Standing.objects.on(day).filter(
        Q(grace_until__gte=day) | Q(valid_until__gte=day - NEWS_OF_EXPIRY),
        ruled="",
        valid_until__lte=day + timedelta(days=max(BEFORE_EXPIRY)),
        user__is_active=True,
    )


def _tell_about_expiry(standings: Sequence[Standing], day: date, at: datetime) -> int:
    reached = {
        one.certificate_id: (found, one.may_facilitate)
        for one in standings
        if (found := stage(one.valid_until, one.grace_until, one.window_opens_on, day)) is not None
    }
    periods = dict(Certificate.objects.filter(pk__in=reached).values_list("pk", "period_id"))
    keys = {pk: f"reminder:{period}:{reached[pk][0]}" for pk, period in periods.items()}
    untold = _untold(keys.values())
    held = Certificate.objects.filter(pk__in=[pk for pk, key in keys.items() if key in untold])
    messages = [
        _expiry_message(one, keys[one.pk], *reached[one.pk], day)
        for one in held.select_related("period__user").order_by("pk")
    ]
    return outbox.tell_many(messages, at=at)


def _expiry_message(certificate: Certificate, key: str, reached: str, may: bool, day: date) -> outbox.Message:
    period = certificate.period
    facts = {
        "scheme": certificate.facts["scheme"],
        "valid_until": period.valid_until.isoformat(),
        "grace_until": period.grace_until.isoformat(),
        "code": certificate.code,
    }
    if reached == "expired":
        state = {"may_facilitate": may, "may_renew": day <= period.grace_until}
        return outbox.Message(period.user, "certificate-ended", key, {**facts, **state})
    left = {"days_left": (period.valid_until - day).days}
    opens = {} if day >= period.window_opens_on else {"window_opens_on": period.window_opens_on.isoformat()}
    return outbox.Message(period.user, "renewal-near", key, {**facts, **left, **opens})


def _owed(day: date) -> QuerySet[Obligation]:
    """Updates owed on what counts, due within the longest notice or overdue."""
    counting = Standing.objects.exclude(ruled=Ruling.Action.REVOKE).values("certificate")
    due = obligations.still_owed().filter(due_on__lte=day + timedelta(days=max(BEFORE_UPDATE)))
    return due.filter(certificate__in=counting).select_related("certificate__period").defer("certificate__facts")


def _tell_about_updates(owed: Sequence[Obligation], day: date, at: datetime) -> int:
    keys = {
        one.pk: f"update-reminder:{one.pk}:{reached}"
        for one in owed
        if (reached := update_stage(one.due_on, day)) is not None and not _just_told(one, day)
    }
    untold = _untold(keys.values())
    waiting = [one for one in owed if keys.get(one.pk) in untold]
    users = User.objects.in_bulk({one.certificate.period.user_id for one in waiting})
    releases = Release.objects.in_bulk({one.release_id for one in waiting})
    messages = [
        _update_message(one, users[one.certificate.period.user_id], releases[one.release_id], keys[one.pk])
        for one in waiting
    ]
    return outbox.tell_many(messages, at=at)


def _just_told(owed: Obligation, day: date) -> bool:
    """Whether the letter about the update itself is so new that a reminder would only repeat it."""
    return (day - timezone.localdate(owed.created_at)).days < 2


def _update_message(owed: Obligation, user: User, release: Release, key: str) -> outbox.Message:
    facts = {
        "title": release.outline["title"],
        "due_on": owed.due_on.isoformat(),
        "overdue": key.endswith(":overdue"),
        "stops": not owed.certificate.period.rules.get("may_facilitate_while_overdue", True),
        "obligation": owed.pk,
    }
    return outbox.Message(user, "update-near", key, facts)
