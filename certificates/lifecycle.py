"""What a certificate is on a given day: computed from facts, never stored.

`status_at` and `with_status` are one rule written twice, in Python for one certificate and in SQL for many; a test runs a
grid of facts and days through both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from certificates.models import Certificate, Fulfilment, Obligation, Ruling
from certificates.validity import in_full


class Validity(StrEnum):
    """The axis of time."""

    VALID = "valid"
    DUE = "due"
    GRACE = "grace"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class Currency(StrEnum):
    """The axis of content."""

    CURRENT = "current"
    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"


HOLDS = (Validity.VALID, Validity.DUE, Validity.GRACE)  # states in which a person counts as certified


@dataclass(frozen=True)
class Owed:
    """An obligation: owed from `created_on`, by `due_on` (inclusive), and met on `met_on` if at all."""

    created_on: date
    due_on: date
    met_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """All that a certificate's two statuses depend on. Days are inclusive, in the organisation's zone."""

    valid_until: date
    window_opens_on: date
    grace_until: date
    rulings: Sequence[tuple[str, date]] = ()  # (action, day), oldest first
    newer: Sequence[tuple[date, date | None]] = ()  # later periods: first day, and the day of revocation if any
    owed: Sequence[Owed] = field(default=())


def status_at(facts: Facts, day: date) -> tuple[Validity, Currency]:
    """Both statuses on a day. A revocation outranks everything, then a suspension, then a newer certificate."""
    return _validity(facts, day), _currency(facts, day)


def _validity(facts: Facts, day: date) -> Validity:
    actions = [action for action, ruled_on in facts.rulings if ruled_on <= day]
    if Ruling.Action.REVOKE in actions:
        return Validity.REVOKED
    if actions and actions[-1] == Ruling.Action.SUSPEND:
        return Validity.SUSPENDED
    if any(begun <= day and (revoked is None or revoked > day) for begun, revoked in facts.newer):
        return Validity.SUPERSEDED
    if day > facts.grace_until:
        return Validity.EXPIRED
    if day > facts.valid_until:
        return Validity.GRACE
    return Validity.DUE if day >= facts.window_opens_on else Validity.VALID


def _currency(facts: Facts, day: date) -> Currency:
    still = [owed for owed in facts.owed if owed.created_on <= day and (owed.met_on is None or owed.met_on > day)]
    if not still:
        return Currency.CURRENT
    return Currency.OVERDUE if min(owed.due_on for owed in still) < day else Currency.OUTSTANDING


# ------------------------------------------------------------------------------------------------------------ in SQL
def end_of(day: date) -> datetime:
    """The first instant after a day in the organisation's zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _revoked_by(certificate: str, before: datetime) -> Exists:
    return Exists(Ruling.objects.filter(certificate=OuterRef(certificate), action="revoke", at__lt=before))


def _owed(before: datetime) -> QuerySet[Obligation]:
    met = Fulfilment.objects.filter(obligation=OuterRef("pk"), at__lt=before)
    return Obligation.objects.filter(~Exists(met), certificate=OuterRef("pk"), created_at__lt=before)


def with_facts(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    """Annotate certificates with what their statuses depend on besides their own days: `ruled` and `ruled_at` (the latest
    ruling), `has_newer` and `update_due_on`. `settle` then computes the statuses; far cheaper than `with_status` for a few.
    """
    before = end_of(day)
    rulings = Ruling.objects.filter(certificate=OuterRef("pk"), at__lt=before).order_by("-at", "-pk")
    newer = Certificate.objects.filter(
        ~_revoked_by("pk", before),
        period__user=OuterRef("period__user"),
        period__certification=OuterRef("period__certification"),
        period__number__gt=OuterRef("period__number"),
        period__valid_from__lte=day,
    )
    due = _owed(before).order_by().values("certificate").annotate(first=Min("due_on")).values("first")
    return certificates.annotate(
        ruled=Subquery(rulings.values("action")[:1], output_field=CharField()),
        ruled_at=Subquery(rulings.values("at")[:1], output_field=DateTimeField()),
        update_due_on=Subquery(due, output_field=DateField()),
        has_newer=Exists(newer),
    )


def settle(certificate: Certificate, day: date) -> Certificate:
    """Set `validity` and `currency` on a certificate from `with_facts`, by the rule in Python."""
    period = certificate.period
    facts = Facts(
        valid_until=period.valid_until,
        window_opens_on=period.window_opens_on,
        grace_until=period.grace_until,
        rulings=[(certificate.ruled, day)] if certificate.ruled else (),
        newer=[(day, None)] if certificate.has_newer else (),
        owed=[Owed(day, certificate.update_due_on)] if certificate.update_due_on else (),
    )
    certificate.validity, certificate.currency = map(str, status_at(facts, day))
    return certificate


def of_person(certificates: QuerySet[Certificate], day: date) -> list[Certificate]:
    """The ones that count among one person's certificates, settled: those of `governing`, the earliest ending first."""
    begun = with_facts(certificates.filter(period__valid_from__lte=day), day)
    rows = begun.select_related("period__certification").order_by("-period__number")
    counting: dict[int, Certificate] = {}
    for certificate in rows:
        first = counting.setdefault(certificate.period.certification_id, certificate)
        if first.ruled == Ruling.Action.REVOKE and certificate.ruled != Ruling.Action.REVOKE:
            counting[certificate.period.certification_id] = certificate
    return sorted(
        (settle(certificate, day) for certificate in counting.values()),
        key=lambda certificate: (certificate.period.valid_until, certificate.pk),
    )


def with_status(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    """Annotate certificates with `validity` and `currency` as well, for filtering and counting in SQL."""
    return with_facts(certificates, day).annotate(
        validity=Case(
            When(_revoked_by("pk", end_of(day)), then=Value("revoked")),
            When(ruled="suspend", then=Value("suspended")),
            When(has_newer=True, then=Value("superseded")),
            When(period__grace_until__lt=day, then=Value("expired")),
            When(period__valid_until__lt=day, then=Value("grace")),
            When(period__window_opens_on__lte=day, then=Value("due")),
            default=Value("valid"),
            output_field=CharField(),
        ),
        currency=Case(
            When(update_due_on__lt=day, then=Value("overdue")),
            When(update_due_on__isnull=False, then=Value("outstanding")),
            default=Value("current"),
            output_field=CharField(),
        ),
    )


def governing(day: date) -> QuerySet[Certificate]:
    """The certificate that counts for each person and scheme on a day: the newest that is not revoked, else the newest.

    Annotated as by `with_status`; superseded ones are left out.
    """
    before = end_of(day)
    newest = Certificate.objects.filter(
        period__user=OuterRef("period__user"),
        period__certification=OuterRef("period__certification"),
        period__valid_from__lte=day,
    ).order_by(Case(When(_revoked_by("pk", before), then=1), default=0), "-period__number")
    return with_status(Certificate.objects.filter(period__valid_from__lte=day), day).filter(
        pk=Subquery(newest.values("pk")[:1])
    )


def facts_of(certificate: Certificate) -> Facts:
    """The facts of one certificate, from its rows."""
    period = certificate.period
    revoked = Ruling.objects.filter(certificate=OuterRef("pk"), action="revoke").values("at")
    newer = Certificate.objects.filter(
        period__user=period.user_id,
        period__certification=period.certification_id,
        period__number__gt=period.number,
    ).values_list("period__valid_from", Subquery(revoked[:1], output_field=DateTimeField()))
    owed = certificate.obligations.annotate(met_at=F("fulfilment__at")).values_list("created_at", "due_on", "met_at")
    return Facts(
        valid_until=period.valid_until,
        window_opens_on=period.window_opens_on,
        grace_until=period.grace_until,
        rulings=[(action, timezone.localdate(at)) for action, at in certificate.rulings.values_list("action", "at")],
        newer=[(begun, _day(revoked_at)) for begun, revoked_at in newer],
        owed=[Owed(timezone.localdate(made), due_on, _day(met)) for made, due_on, met in owed],
    )


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def fact(certificate: Certificate) -> str:
    """What an annotated certificate's status means and until when, for anybody who may know."""
    return _words(certificate)[0]


def sentence(certificate: Certificate) -> str:
    """The same for its holder, with what they can do."""
    return " ".join(part for part in _words(certificate) if part)


def _words(certificate: Certificate) -> tuple[str, str]:
    period = certificate.period
    until, grace = in_full(period.valid_until), in_full(period.grace_until)
    since = in_full(timezone.localdate(certificate.ruled_at)) if certificate.ruled_at else ""
    return {
        Validity.VALID: (f"Valid through {until}.", ""),
        Validity.DUE: (f"Valid through {until}.", "You can renew now, without losing a day."),
        Validity.GRACE: (
            f"It ended on {until} and can be renewed until {grace}.",
            "Renewing now still counts as in time.",
        ),
        Validity.EXPIRED: (f"It expired on {until}.", "You can earn a new one by taking the training again."),
        Validity.SUSPENDED: (f"Suspended since {since}.", "Your coordinator can tell you what comes next."),
        Validity.REVOKED: (f"Revoked on {since}.", ""),
        Validity.SUPERSEDED: ("A newer certificate has taken its place.", ""),
    }[Validity(certificate.validity)]
