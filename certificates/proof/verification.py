"""What a stranger learns from a code: the issued facts, both statuses with their dates, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.ledger import codes, lifecycle
from certificates.ledger.models import Certificate
from certificates.updates import currency
from courses.releases.models import Release
from lms import dates, statuses

_ANSWERS = {
    "valid": gettext_lazy("Yes, this certificate is valid."),
    "due": gettext_lazy("Yes, this certificate is valid."),
    "grace": gettext_lazy("This certificate is in its grace period."),
    "expired": gettext_lazy("No, this certificate has expired."),
    "suspended": gettext_lazy("No, this certificate is suspended."),
    "revoked": gettext_lazy("No, this certificate was revoked."),
    "superseded": gettext_lazy("This certificate was replaced by a newer one."),
}


@dataclass(frozen=True)
class Verification:
    """The public answer about one certificate on one day."""

    code: str
    code_shown: str
    holder_name: str
    facts: dict[str, Any]
    validity: str
    currency: str
    answer: str
    explanation: str
    currency_sentence: str
    valid_from: date
    valid_until: date
    grace_until: date
    issued_on: date
    ruled_on: date | None
    update_due_on: date | None
    current_releases: list[str]
    checked_at: datetime

    @property
    def tone(self) -> str:
        """The colour of the answer: pine, amber, clay or slate."""
        return statuses.look(self.validity).tone

    def as_json(self) -> dict[str, Any]:
        """The same facts for machines; days as ISO 8601."""
        return {
            "code": self.code_shown,
            "name": self.holder_name,
            "certification": self.facts["scheme"],
            "issuer": self.facts["issuer"],
            "releases": [release["name"] for release in self.facts["releases"]],
            "current_releases": self.current_releases,
            "status": self.validity,
            "currency": self.currency,
            "issued_on": self.issued_on.isoformat(),
            "valid_from": self.valid_from.isoformat(),
            "valid_until": self.valid_until.isoformat(),
            "grace_until": self.grace_until.isoformat(),
            "ruled_on": self.ruled_on.isoformat() if self.ruled_on else None,
            "update_due_on": self.update_due_on.isoformat() if self.update_due_on else None,
            "time_zone": self.facts["time_zone"],
            "checked_at": self.checked_at.isoformat(timespec="seconds"),
        }


def look_up(text: str, *, at: datetime) -> Verification | None:
    """The certificate somebody's code belongs to, on that instant's day; None for any code that leads nowhere.

    Two queries. Malformed and unknown codes are answered alike.
    """
    code = codes.read(text)
    if code is None:
        return None
    day = timezone.localdate(at)
    found = currency.with_facts(Certificate.objects.filter(code=code), day).select_related("period").first()
    return None if found is None else of(currency.settle(found, day), at=at)


def of(certificate: Certificate, *, at: datetime) -> Verification:
    """The public answer about a settled certificate."""
    period = certificate.period
    ruled_on = timezone.localdate(certificate.ruled_at) if certificate.ruled_at else None
    shows_ruling = certificate.validity in (lifecycle.Validity.SUSPENDED, lifecycle.Validity.REVOKED)
    return Verification(
        code=certificate.code,
        code_shown=codes.shown(certificate.code),
        holder_name=certificate.holder_name,
        facts=certificate.facts,
        validity=certificate.validity,
        currency=certificate.currency,
        answer=str(_ANSWERS[certificate.validity]),
        explanation=_explain(certificate, ruled_on),
        currency_sentence=_currency_sentence(certificate),
        valid_from=period.valid_from,
        valid_until=period.valid_until,
        grace_until=period.grace_until,
        issued_on=timezone.localdate(certificate.issued_at),
        ruled_on=ruled_on if shows_ruling else None,
        update_due_on=certificate.update_due_on,
        current_releases=_current_releases(certificate, at),
        checked_at=timezone.localtime(at),
    )


def _explain(certificate: Certificate, ruled_on: date | None) -> str:
    period = certificate.period
    days = {
        "until": dates.full(period.valid_until),
        "grace": dates.full(period.grace_until),
        "since": dates.full(ruled_on),
    }
    if certificate.validity == lifecycle.Validity.GRACE:
        return _explain_grace(days, may_facilitate=period.rules["may_facilitate_in_grace"])
    return {
        "valid": _("Valid through %(until)s."),
        "due": _("Valid through %(until)s. It can be renewed already."),
        "expired": _("It was valid through %(until)s."),
        "suspended": _("Suspended since %(since)s. It may be reinstated; please check again later."),
        "revoked": _("Revoked on %(since)s."),
        "superseded": _("The holder has renewed. Please ask them for the code of the newer certificate."),
    }[certificate.validity] % days


def _explain_grace(days: dict[str, str], *, may_facilitate: bool) -> str:
    if may_facilitate:
        return (
            _("It ended on %(until)s and can be renewed until %(grace)s. The holder may facilitate meanwhile.") % days
        )
    return (
        _("It ended on %(until)s and can be renewed until %(grace)s. The holder does not facilitate meanwhile.") % days
    )


def _currency_sentence(certificate: Certificate) -> str:
    due_on = certificate.update_due_on
    if certificate.currency == "current":
        return _("Every update of the content since then has been done.")
    if not due_on:
        return ""
    words = {
        "outstanding": _("What is taught has changed. An update is outstanding, due by %(day)s."),
        "overdue": _("What is taught has changed. An update was due on %(day)s and is still open."),
    }
    return words[certificate.currency] % {"day": dates.full(due_on)}


def _current_releases(certificate: Certificate, at: datetime) -> list[str]:
    """The newest release in effect of each curriculum the certificate rests on."""
    curricula = [release["curriculum"] for release in certificate.facts["releases"]]
    newest: dict[int, Release] = {}
    rows = Release.objects.filter(curriculum__in=curricula).effective(at).newest_first()
    for release in rows.only("curriculum_id", "code", "major", "minor", "patch"):
        newest.setdefault(release.curriculum_id, release)
    return [str(newest[pk]) for pk in curricula if pk in newest]
