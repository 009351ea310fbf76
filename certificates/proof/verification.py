"""What a stranger learns from a code: the issued facts, both statuses with their dates, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.ledger import codes, lifecycle
from certificates.ledger.models import Certificate
from certificates.updates import currency, facilitating, owing
from courses.releases.models import Release
from lms import dates, statuses
from lms.compiled import planned_once

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
    may_facilitate: bool
    facilitates_through: date | None
    facilitation_sentence: str
    valid_from: date
    valid_until: date
    grace_until: date
    issued_on: date
    ruled_on: date | None
    update_due_on: date | None
    current_releases: list[str]
    checked_at: datetime
    newer_until: date | None  # of the one that took its place, where the holder lets it be named
    is_written: bool  # all it rests on is in the records, so it is the answer for the day until another fact is added

    @property
    def observed_on(self) -> date | None:
        """The day on which the holder was seen in practice; None where nobody asked for it."""
        observed = self.facts.get("observed")
        return date.fromisoformat(observed["on"]) if observed else None

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
            "may_facilitate": self.may_facilitate,
            "may_facilitate_through": self.facilitates_through.isoformat() if self.facilitates_through else None,
            "issued_on": self.issued_on.isoformat(),
            "valid_from": self.valid_from.isoformat(),
            "valid_until": self.valid_until.isoformat(),
            "grace_until": self.grace_until.isoformat(),
            "ruled_on": self.ruled_on.isoformat() if self.ruled_on else None,
            "newer_valid_through": self.newer_until.isoformat() if self.newer_until else None,
            "update_due_on": self.update_due_on.isoformat() if self.update_due_on else None,
            "time_zone": self.facts["time_zone"],
            "checked_at": self.checked_at.isoformat(timespec="seconds"),
        }


def look_up(text: str, *, at: datetime) -> Verification | None:
    """The certificate somebody's code belongs to, on that instant's day; None for any code that leads nowhere.

    Two queries, and one for the newer certificate that its holder lets be named. Unknown and withheld codes are answered
    alike; what cannot be a code at all is told by `codes.misread`.
    """
    code = codes.read(text)
    if code is None:
        return None
    day = timezone.localdate(at)
    named = currency.with_facts(Certificate.objects.filter(code=code), day).select_related("period")
    added = {"holder_is_active": F("period__user__is_active"), "holder_tells": F("period__user__tells_of_newer")}
    found = named.annotate(**added).first()
    if found is None:
        return None
    newest, all_are_carried_out = _releases(found, at)
    is_written = found.holder_is_active and all_are_carried_out
    if not is_written:
        _ask_now(found, at)
    return _answer(currency.settle(found, day), newest, at, is_written=is_written)


_BEHIND = """
WITH held AS (
  SELECT every.id FROM ledger_certificate asked JOIN ledger_period ON ledger_period.id = asked.period_id
  JOIN ledger_period own ON own.user_id = ledger_period.user_id JOIN ledger_certificate every ON every.period_id = own.id
  WHERE asked.code = %s
)
SELECT (SELECT version FROM lms_organisation ORDER BY id LIMIT 1), (SELECT count(*) FROM held),
  (SELECT count(*) FROM ledger_ruling WHERE certificate_id IN (SELECT id FROM held)),
  (SELECT count(*) FROM updates_obligation WHERE certificate_id IN (SELECT id FROM held)),
  (SELECT count(*) FROM updates_fulfilment done JOIN updates_obligation ON updates_obligation.id = done.obligation_id
   WHERE certificate_id IN (SELECT id FROM held)),
  (SELECT count(*) FROM releases_release WHERE effective_at <= %s),
  (SELECT count(*) FROM updates_rollout),
  (SELECT (CASE WHEN is_active THEN 1 ELSE 0 END) + (CASE WHEN tells_of_newer THEN 2 ELSE 0 END)
   FROM accounts_user JOIN ledger_period ON user_id = accounts_user.id
   JOIN ledger_certificate ON period_id = ledger_period.id WHERE code = %s)
"""


def facts_behind(text: str, at: datetime) -> tuple[Any, ...] | None:
    """Numbers of which one grows with every fact that joins those an answer rests on: they are only ever added to. The first
    is the version of what the organisation has decided.

    Counted, because the newest key of a table says nothing of a row with an older one that is committed after it. None
    for a code that leads nowhere. One query.
    """
    code = codes.read(text)
    if code is None:
        return None
    with planned_once(connection) as cursor:
        cursor.execute(_BEHIND, [code, connection.ops.adapt_datetimefield_value(at), code])
        found: tuple[Any, ...] = cursor.fetchone()
    return (*found, code) if found[1] else None


def _ask_now(certificate: Certificate, at: datetime) -> None:
    """Set what is due first from what releases ask, where it may not be written down yet: in the minutes before a release
    has been carried out, and for a closed account.
    """
    asked = owing.missing(certificate, at=at)
    days = [
        owing.due_on(owing.first_day(one.release, certificate.period), one.release.due_days)
        for one in asked
        if not one.is_written
    ]
    certificate.update_due_on = min(filter(None, [certificate.update_due_on, *days]), default=None)


def _answer(certificate: Certificate, releases: list[Release], at: datetime, *, is_written: bool) -> Verification:
    period = certificate.period
    newer_until = _newer_until(certificate, timezone.localdate(at))
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
        explanation=_explain(certificate, ruled_on, newer_until),
        currency_sentence=_currency_sentence(certificate),
        may_facilitate=certificate.may_facilitate,
        facilitates_through=certificate.facilitates_through,
        facilitation_sentence=facilitating.sentence(certificate),
        valid_from=period.valid_from,
        valid_until=period.valid_until,
        grace_until=period.grace_until,
        issued_on=timezone.localdate(certificate.issued_at),
        ruled_on=ruled_on if shows_ruling else None,
        update_due_on=certificate.update_due_on,
        current_releases=[str(release) for release in releases],
        checked_at=timezone.localtime(at),
        newer_until=newer_until,
        is_written=is_written,
    )


def _newer_until(certificate: Certificate, day: date) -> date | None:
    """The last day of the certificate that took its place: where the holder lets it be named, and it holds today."""
    if certificate.validity != lifecycle.Validity.SUPERSEDED or not certificate.holder_tells:
        return None
    period = certificate.period
    mine = Certificate.objects.filter(period__user=period.user_id, period__certification=period.certification_id)
    held = [one for one in currency.of_person(mine, day) if one.validity in _HOLDS]
    return held[0].period.valid_until if held else None


_HOLDS = (lifecycle.Validity.VALID, lifecycle.Validity.DUE)


def _explain(certificate: Certificate, ruled_on: date | None, newer_until: date | None) -> str:
    period = certificate.period
    if newer_until:
        return _("Its holder has renewed, and holds a newer certificate that is valid through %(until)s.") % {
            "until": dates.full(newer_until)
        }
    days = {
        "until": dates.full(period.valid_until),
        "grace": dates.full(period.grace_until),
        "since": dates.full(ruled_on),
    }
    return {
        "valid": _("Valid through %(until)s."),
        "due": _("Valid through %(until)s. It can be renewed already."),
        "grace": _("It ended on %(until)s and can be renewed until %(grace)s."),
        "expired": _("It was valid through %(until)s."),
        "suspended": _("Suspended since %(since)s. It may be reinstated; please check again later."),
        "revoked": _("Revoked on %(since)s."),
        "superseded": _("The holder has renewed. Please ask them for the code of the newer certificate."),
    }[certificate.validity] % days


def _currency_sentence(certificate: Certificate) -> str:
    if certificate.update_due_on is None:
        return _("Every update asked of its holder since then has been done.")
    words = {"day": dates.full(certificate.update_due_on)}
    if certificate.currency == currency.Currency.OUTSTANDING:
        return _("What is taught has changed. An update is outstanding, due by %(day)s.") % words
    return _("What is taught has changed. An update was due on %(day)s and is still open.") % words


def _releases(certificate: Certificate, at: datetime) -> tuple[list[Release], bool]:
    """The newest release in effect of each curriculum the certificate rests on, and whether every one since what it rests
    on has been carried out. One query.
    """
    rests_on = {release["curriculum"]: release["release"] for release in certificate.facts["releases"]}
    rows = Release.objects.filter(curriculum__in=rests_on).effective(at).newest_first()
    shown = rows.only("curriculum_id", "code", "major", "minor", "patch", "rollout__id").select_related("rollout")
    newest: dict[int, Release] = {}
    passed: set[int] = set()  # curricula of which the release it rests on has been seen, newest first
    all_are_carried_out = True
    for release in shown:
        newest.setdefault(release.curriculum_id, release)
        if release.pk == rests_on[release.curriculum_id]:
            passed.add(release.curriculum_id)
        if release.curriculum_id not in passed and not hasattr(release, "rollout"):
            all_are_carried_out = False
    return [newest[pk] for pk in rests_on if pk in newest], all_are_carried_out
