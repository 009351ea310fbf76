"""Whether the holder of a certificate may facilitate on a day, and through which day if nothing changes.

It follows from both axes and from the rules that their period promised. As there, the rule stands in Python for one
certificate and in SQL for many, and a test runs a grid of facts and days through both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _

from certificates.ledger.lifecycle import Validity
from certificates.ledger.models import Certificate
from lms import dates

_NEVER = (Validity.SUSPENDED, Validity.REVOKED, Validity.SUPERSEDED)  # no day of theirs permits anything


@dataclass(frozen=True)
class Facilitation:
    """The answer for one day. `through` is the last permitted day, passed or to come; None when a decision rules."""

    may: bool
    through: date | None


def facilitation_at(
    validity: str,
    *,
    valid_until: date,
    grace_until: date,
    rules: Mapping[str, Any],
    update_due_on: date | None,
    day: date,
) -> Facilitation:
    """Through the last valid day, or the grace where the scheme promised it; no longer than an update may be overdue."""
    if validity in _NEVER:
        return Facilitation(may=False, through=None)
    through = grace_until if rules.get("may_facilitate_in_grace", True) else valid_until
    if update_due_on is not None and not rules.get("may_facilitate_while_overdue", True):
        through = min(through, update_due_on)
    return Facilitation(may=day <= through, through=through)


def settle(certificate: Certificate, day: date) -> Certificate:
    """Set `may_facilitate` and `facilitates_through` on a certificate whose statuses are settled."""
    period = certificate.period
    found = facilitation_at(
        certificate.validity,
        valid_until=period.valid_until,
        grace_until=period.grace_until,
        rules=period.rules,
        update_due_on=certificate.update_due_on,
        day=day,
    )
    certificate.may_facilitate, certificate.facilitates_through = found.may, found.through
    return certificate


def with_facilitation(certificates: QuerySet[Certificate], day: date) -> QuerySet[Certificate]:
    """The same in SQL, for certificates annotated with `validity` and `update_due_on`."""
    by_days = Case(
        When(period__rules__may_facilitate_in_grace=False, then=F("period__valid_until")),
        default=F("period__grace_until"),
        output_field=DateField(),
    )
    by_both = Case(
        When(
            period__rules__may_facilitate_while_overdue=False,
            then=Least(by_days, Coalesce(F("update_due_on"), by_days)),
        ),
        default=by_days,
        output_field=DateField(),
    )
    through = Case(
        When(validity__in=[one.value for one in _NEVER], then=Value(None, output_field=DateField())),
        default=by_both,
        output_field=DateField(),
    )
    may = Case(When(Q(facilitates_through__gte=day), then=Value(True)), default=Value(False))
    added = {"facilitates_through": through, "may_facilitate": may}
    return certificates.annotate(**added)


def sentence(certificate: Certificate) -> str:
    """Whether the holder of a settled certificate may facilitate, for anybody who may know."""
    if certificate.may_facilitate:
        return _("May facilitate meetings through %(day)s.") % {"day": dates.full(certificate.facilitates_through)}
    if certificate.validity == Validity.SUPERSEDED:
        return _("The newer certificate says whether its holder may facilitate meetings.")
    if certificate.facilitates_through is None:
        return _("Does not facilitate meetings.")
    if certificate.validity in (Validity.VALID, Validity.DUE):
        return _("Does not facilitate meetings until the overdue update is done.")
    return _("Does not facilitate meetings. The last permitted day was %(day)s.") % {
        "day": dates.full(certificate.facilitates_through)
    }
