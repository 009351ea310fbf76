"""Whether a certificate is up to date on a given day: computed from what was asked and what was done, never stored.

The other axis, validity, is `ledger.lifecycle`; here both come together. As there, the rule stands in Python for one
certificate and in SQL for many, and a test runs a grid of facts and days through both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Case, CharField, DateField, Exists, F, Min, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from certificates.ledger import lifecycle
from certificates.ledger.models import Certificate
from certificates.updates import facilitating
from certificates.updates.models import Fulfilment, Obligation


class Currency(StrEnum):
    """The axis of content."""

    CURRENT = "current"
    OUTSTANDING = "outstanding"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Owed:
    """An obligation: owed from `created_on`, by `due_on` (inclusive), and met on `met_on` if at all."""

    created_on: date
    due_on: date
    met_on: date | None = None


def currency_at(owed: Sequence[Owed], day: date) -> Currency:
    """The status on a day: overdue once the first day by which something still owed was due has passed."""
    still = [one for one in owed if one.created_on <= day and (one.met_on is None or one.met_on > day)]
    if not still:
        return Currency.CURRENT
    return Currency.OVERDUE if min(one.due_on for one in still) < day else Currency.OUTSTANDING


def owed_by(certificate: Certificate) -> list[Owed]:
    """What was asked of one certificate, and when it was met, from its rows."""
    rows = certificate.obligations.annotate(met_at=F("fulfilment__at")).values_list("created_at", "due_on", "met_at")
    return [
        Owed(timezone.localdate(made), due_on, timezone.localdate(met) if met else None) for made, due_on, met in rows
    ]


# ------------------------------------------------------------------------------------------------------------ in SQL
def _owed(before: datetime) -> QuerySet[Obligation]:
    met = Fulfilment.objects.filter(obligation=OuterRef("pk"), at__lt=before)
    return Obligation.objects.filter(~Exists(met), certificate=OuterRef("pk"), created_at__lt=before)


def _with_due(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    due = _owed(lifecycle.end_of(day)).order_by().values("certificate").annotate(first=Min("due_on")).values("first")
    added = {"update_due_on": Subquery(due, output_field=DateField())}
    return certificates.annotate(**added)


def with_facts(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    """As `lifecycle.with_facts`, with `update_due_on`, the day by which something still owed is due first."""
    return _with_due(lifecycle.with_facts(certificates, day), day)


def settle(certificate: Certificate, day: date) -> Certificate:
    """Set `validity`, `currency` and whether they may facilitate on a certificate from `with_facts`, by the rules in Python."""
    owed = [Owed(day, certificate.update_due_on)] if certificate.update_due_on else []
    certificate.currency = str(currency_at(owed, day))
    return facilitating.settle(lifecycle.settle(certificate, day), day)


def of_person(certificates: QuerySet[Certificate], day: date) -> list[Certificate]:
    """The ones that count among one person's certificates, settled: those of `governing`, the earliest ending first."""
    begun = with_facts(certificates.filter(period__valid_from__lte=day), day)
    counting = lifecycle.counting(begun.select_related("period__certification"), day)
    return [settle(certificate, day) for certificate in counting]


def with_status(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    """Annotate certificates with `validity`, `currency`, `may_facilitate` and `facilitates_through`, for filtering and
    counting in SQL.
    """
    return _with_currency(lifecycle.with_validity(certificates, day), day)


def governing(day: date) -> QuerySet[Certificate]:
    """The certificate that counts for each person and scheme on a day, annotated as by `with_status`."""
    return _with_currency(lifecycle.governing(day), day)


def _with_currency(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    dated = facilitating.with_facilitation(_with_due(certificates, day), day)
    currency = Case(
        When(update_due_on__lt=day, then=Value("overdue")),
        When(update_due_on__isnull=False, then=Value("outstanding")),
        default=Value("current"),
        output_field=CharField(),
    )
    added = {"currency": currency}
    return dated.annotate(**added)
