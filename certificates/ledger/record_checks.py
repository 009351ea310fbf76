"""What must hold of periods and certificates."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from certificates.ledger import codes
from certificates.ledger.models import Certificate, Period, PeriodBasis, Ruling
from lms.records import Damage, check

_RESTORE = "Bring the row back from a backup."


@check("every period has its certificate")
def uncertified_periods() -> Iterator[Damage]:
    """A period is opened together with its certificate and what it rests on."""
    for period in Period.objects.filter(certificate__isnull=True).iterator():
        yield Damage(f"ledger.period {period.pk}", "no certificate was issued for it", _RESTORE)
    for period in Period.objects.filter(bases__isnull=True).iterator():
        yield Damage(f"ledger.period {period.pk}", "nothing is recorded that it rests on", _RESTORE)


@check("codes can be read")
def unreadable_codes() -> Iterator[Damage]:
    """A certificate's code carries the check symbol that belongs to it."""
    for certificate in Certificate.objects.only("code").iterator():
        if codes.read(certificate.code) != certificate.code:
            yield Damage(
                f"ledger.certificate {certificate.pk}",
                "its code does not carry the right check symbol, so nobody can verify it",
                "Bring the code back from a backup or from the printed certificate.",
            )


@check("certificates say what their period says")
def disagreeing_certificates() -> Iterator[Damage]:
    """The days printed on a certificate are those of its period."""
    for certificate in Certificate.objects.select_related("period").iterator():
        period, facts = certificate.period, certificate.facts
        printed = [facts.get("valid_from"), facts.get("valid_until")]
        if printed != [period.valid_from.isoformat(), period.valid_until.isoformat()]:
            yield Damage(
                f"ledger.certificate {certificate.pk}",
                "the days printed on it are not those of its period",
                "The printed days were promised: bring the period back from a backup.",
            )


@check("certificates rest on their holder's own training")
def borrowed_trainings() -> Iterator[Damage]:
    """A period rests on completions of the person who holds it."""
    for basis in PeriodBasis.objects.exclude(period__user=F("completion__enrolment__user")).iterator():
        yield Damage(f"ledger.periodbasis {basis.pk}", "it rests on somebody else's training", _RESTORE)


@check("nothing is decided after a revocation")
def rulings_after_the_last() -> Iterator[Damage]:
    """A revocation is the last word on a certificate."""
    later = Ruling.objects.filter(certificate=OuterRef("certificate"), at__gt=OuterRef("at"))
    for revoked in Ruling.objects.filter(Exists(later), action=Ruling.Action.REVOKE).iterator():
        yield Damage(
            f"ledger.certificate {revoked.certificate_id}",
            "something was decided about it after it had been revoked",
            "The revocation counts; note in the log of the site what happened.",
        )
