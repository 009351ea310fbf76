"""Whether a certificate holds on a given day: computed from facts, never stored.

`validity_at` and `with_validity` are one rule written twice, in Python for one certificate and in SQL for many; a test
runs a grid of facts and days through both. Whether its holder is up to date is the other axis (`updates.currency`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.ledger.models import Certificate, Ruling
from lms import dates


class Validity(StrEnum):
    """The axis of time."""

    VALID = "valid"
    DUE = "due"
    GRACE = "grace"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


# The only rulings that let an older certificate count again; any other revocation ends what a person holds in a scheme.
UNDOING = Ruling.objects.filter(action=Ruling.Action.REVOKE, reason=Ruling.Reason.ISSUED_IN_ERROR)
HOLDS = (Validity.VALID, Validity.DUE, Validity.GRACE)  # states in which a person counts as certified
SHOWN = (*HOLDS, Validity.EXPIRED)  # what may be shown to somebody: they see how it stands


@dataclass(frozen=True)
class Facts:
    """All that validity depends on. Days are inclusive, in the organisation's zone."""

    valid_until: date
    window_opens_on: date
    grace_until: date
    rulings: Sequence[tuple[str, date]] = ()  # (action, day), oldest first
    newer: Sequence[tuple[date, date | None]] = ()  # later periods: first day, and the day it proved issued in error


def validity_at(facts: Facts, day: date) -> Validity:
    """The status on a day. A revocation outranks everything, then a suspension, then a newer certificate.

    A newer one counts whatever became of it, unless it was issued in error: losing it does not bring the older one back.
    """
    actions = [action for action, ruled_on in facts.rulings if ruled_on <= day]
    if Ruling.Action.REVOKE in actions:
        return Validity.REVOKED
    if actions and actions[-1] == Ruling.Action.SUSPEND:
        return Validity.SUSPENDED
    if any(begun <= day and (undone is None or undone > day) for begun, undone in facts.newer):
        return Validity.SUPERSEDED
    if day > facts.grace_until:
        return Validity.EXPIRED
    if day > facts.valid_until:
        return Validity.GRACE
    return Validity.DUE if day >= facts.window_opens_on else Validity.VALID


# ------------------------------------------------------------------------------------------------------------ in SQL
def end_of(day: date) -> datetime:
    """The first instant after a day in the organisation's zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _revoked_by(certificate: str, before: datetime) -> Exists:
    return Exists(Ruling.objects.filter(certificate=OuterRef(certificate), action="revoke", at__lt=before))


def _undone_by(certificate: str, before: datetime) -> Exists:
    return Exists(UNDOING.filter(certificate=OuterRef(certificate), at__lt=before))


def with_facts(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    """Annotate certificates with what validity depends on besides their own days: `ruled`, `ruled_at` and `ruled_because`
    (the latest ruling) and `has_newer`. `settle` then computes it; far cheaper than `with_validity` for a few.
    """
    before = end_of(day)
    rulings = Ruling.objects.filter(certificate=OuterRef("pk"), at__lt=before).order_by("-at", "-pk")
    newer = Certificate.objects.filter(
        ~_undone_by("pk", before),
        period__user=OuterRef("period__user"),
        period__certification=OuterRef("period__certification"),
        period__number__gt=OuterRef("period__number"),
        period__valid_from__lte=day,
    )
    return certificates.annotate(**latest(rulings), has_newer=Exists(newer))


def latest(rulings: QuerySet[Ruling]) -> dict[str, Subquery]:
    """Annotations that tell the first of some rulings: `ruled`, `ruled_at` and `ruled_because`."""
    return {
        "ruled": Subquery(rulings.values("action")[:1], output_field=CharField()),
        "ruled_at": Subquery(rulings.values("at")[:1], output_field=DateTimeField()),
        "ruled_because": Subquery(rulings.values("reason")[:1], output_field=CharField()),
    }


def settle(certificate: Certificate, day: date) -> Certificate:
    """Set `validity` on a certificate from `with_facts`, by the rule in Python."""
    period = certificate.period
    facts = Facts(
        valid_until=period.valid_until,
        window_opens_on=period.window_opens_on,
        grace_until=period.grace_until,
        rulings=[(certificate.ruled, day)] if certificate.ruled else (),
        newer=[(day, None)] if certificate.has_newer else (),
    )
    certificate.validity = str(validity_at(facts, day))
    return certificate


def counting(begun: Iterable[Certificate], day: date) -> list[Certificate]:
    """The ones that count among one person's begun certificates `with_facts`, settled: those of `governing`, the earliest
    ending first.
    """
    found: dict[int, Certificate] = {}
    for certificate in sorted(begun, key=lambda one: -one.period.number):
        first = found.setdefault(certificate.period.certification_id, certificate)
        if _was_undone(first) and not _was_undone(certificate):
            found[certificate.period.certification_id] = certificate
    return sorted(
        (settle(certificate, day) for certificate in found.values()),
        key=lambda certificate: (certificate.period.valid_until, certificate.pk),
    )


def _was_undone(certificate: Certificate) -> bool:
    return certificate.ruled == Ruling.Action.REVOKE and certificate.ruled_because == Ruling.Reason.ISSUED_IN_ERROR


def with_validity(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    """Annotate certificates with `validity` as well, for filtering and counting in SQL."""
    validity = Case(
        When(_revoked_by("pk", end_of(day)), then=Value("revoked")),
        When(ruled="suspend", then=Value("suspended")),
        When(has_newer=True, then=Value("superseded")),
        When(period__grace_until__lt=day, then=Value("expired")),
        When(period__valid_until__lt=day, then=Value("grace")),
        When(period__window_opens_on__lte=day, then=Value("due")),
        default=Value("valid"),
        output_field=CharField(),
    )
    added = {"validity": validity}
    return with_facts(certificates, day).annotate(**added)


def governing(day: date) -> QuerySet[Certificate]:
    """The certificate that counts for each person and scheme on a day: the newest that was not issued in error, else the
    newest. One that was revoked for another reason goes on counting: it ends its holder's standing in the scheme until
    they earn a new one.

    Annotated as by `with_validity`; superseded ones are left out.
    """
    before = end_of(day)
    newest = Certificate.objects.filter(
        period__user=OuterRef("period__user"),
        period__certification=OuterRef("period__certification"),
        period__valid_from__lte=day,
    ).order_by(Case(When(_undone_by("pk", before), then=1), default=0), "-period__number")
    return with_validity(Certificate.objects.filter(period__valid_from__lte=day), day).filter(
        pk=Subquery(newest.values("pk")[:1])
    )


def facts_of(certificate: Certificate) -> Facts:
    """The facts of one certificate, from its rows."""
    period = certificate.period
    undone = UNDOING.filter(certificate=OuterRef("pk")).values("at")
    newer = Certificate.objects.filter(
        period__user=period.user_id,
        period__certification=period.certification_id,
        period__number__gt=period.number,
    ).values_list("period__valid_from", Subquery(undone[:1], output_field=DateTimeField()))
    return Facts(
        valid_until=period.valid_until,
        window_opens_on=period.window_opens_on,
        grace_until=period.grace_until,
        rulings=[(action, timezone.localdate(at)) for action, at in certificate.rulings.values_list("action", "at")],
        newer=[(begun, _day(undone_at)) for begun, undone_at in newer],
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
    days = {
        "until": dates.full(period.valid_until),
        "grace": dates.full(period.grace_until),
        "since": dates.full(timezone.localdate(certificate.ruled_at)) if certificate.ruled_at else "",
    }
    valid = _("Valid through %(until)s.")
    meaning, advice = {
        Validity.VALID: (valid, ""),
        Validity.DUE: (valid, _("You can renew now, without losing a day.")),
        Validity.GRACE: (
            _("It ended on %(until)s and can be renewed until %(grace)s."),
            _("Renewing now still counts as in time."),
        ),
        Validity.EXPIRED: (
            _("It expired on %(until)s."),
            _("You can earn a new one by taking the training again."),
        ),
        Validity.SUSPENDED: (_("Suspended since %(since)s."), _("Your coordinator can tell you what comes next.")),
        Validity.REVOKED: (_("Revoked on %(since)s."), ""),
        Validity.SUPERSEDED: (_("A newer certificate has taken its place."), ""),
    }[Validity(certificate.validity)]
    return meaning % days, advice
