"""What one person holds and owes, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.ledger import codes, lifecycle, renewing
from certificates.ledger.models import Certificate, Period
from certificates.updates import currency, obligations
from certificates.updates.models import Obligation
from courses.learning.models import Enrolment
from courses.releases.verdicts import Action
from lms import dates
from lms.compiled import Compiled


@dataclass(frozen=True)
class Due:
    """One update owed."""

    pk: int
    action: str  # acknowledge or reassess
    release_name: str
    title: str
    notes: str
    due_on: date
    minutes: int
    is_overdue: bool
    language: str  # of the notes


@dataclass(frozen=True)
class Holding:
    """One certificate that counts for a scheme, with both statuses and what is owed."""

    certificate: Certificate
    code: str
    code_shown: str
    scheme_name: str
    validity: str
    currency: str
    sentence: str
    release_name: str
    issued_on: date
    valid_through: date
    obligations: tuple[Due, ...]
    may_renew: bool
    is_renewing: bool
    renew_slug: str
    renew_words: tuple[str, str]  # what the button says: at length, in short
    advice: str  # what to do first when an update is owed and renewing is open


_ANY = Compiled(lambda user: Period.objects.filter(user=user).order_by().values_list("pk")[:1], user=int)


def of(user: User, *, at: datetime) -> list[Holding]:
    """The certificates that count for a person, the one that ends first on top. Three queries, however many there are; one
    for whoever has none.
    """
    if not _ANY.all(user=user.pk):
        return []
    day = timezone.localdate(at)
    mine = with_renewal(Certificate.objects.filter(period__user=user))
    held = currency.of_person(mine, day)
    owed = _owed_by_certificate(user, day) if held else {}
    return [_holding(certificate, owed.get(certificate.pk, []), day) for certificate in held]


def with_renewal(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Annotate certificates with `is_renewing`: whether their holder has begun their next cycle."""
    begun = Enrolment.objects.filter(
        user=OuterRef("period__user"),
        curriculum__certifications=OuterRef("period__certification"),
        kind=Enrolment.Kind.RENEWAL,
        completed_at__isnull=True,
        closed_at__isnull=True,
    )
    added = {"is_renewing": Exists(begun)}
    return certificates.annotate(**added)


def sentence(certificate: Certificate) -> str:
    """What the annotated certificate's status means for its holder; a renewal already begun is said instead of offered."""
    if certificate.is_renewing and certificate.validity in renewing.RENEWABLE:
        return _("Your renewal is under way. Until you have finished it, this certificate stays as it is.")
    return lifecycle.sentence(certificate)


def _owed_by_certificate(user: User, day: date) -> dict[int, list[Due]]:
    found: dict[int, list[Due]] = {}
    for one in obligations.still_owed(user).select_related("release").order_by("due_on", "pk"):
        found.setdefault(one.certificate_id, []).append(due(one, day))
    return found


def due(one: Obligation, day: date) -> Due:
    """An obligation as it stands on a day."""
    return Due(
        pk=one.pk,
        action=one.action,
        release_name=str(one.release),
        title=one.release.outline["title"],
        notes=one.release.notes,
        due_on=one.due_on,
        minutes=one.minutes,
        is_overdue=one.due_on < day,
        language=one.release.outline["language"],
    )


def _holding(certificate: Certificate, owed: list[Due], day: date) -> Holding:
    period = certificate.period
    may_renew = renewing.why_not(certificate, day=day) is None and not certificate.is_renewing
    return Holding(
        certificate=certificate,
        code=certificate.code,
        code_shown=codes.shown(certificate.code),
        scheme_name=certificate.facts["scheme"],
        validity=certificate.validity,
        currency=certificate.currency,
        sentence=sentence(certificate),
        release_name=", ".join(release["name"] for release in certificate.facts["releases"]),
        issued_on=timezone.localdate(certificate.issued_at),
        valid_through=period.valid_until,
        obligations=tuple(owed),
        may_renew=may_renew,
        is_renewing=certificate.is_renewing,
        renew_slug=period.certification.slug,
        renew_words=renewing.words(certificate),
        advice=advice(owed) if may_renew else "",
    )


def advice(owed: Sequence[Due]) -> str:
    """What a holder who can renew now does first about the updates they owe, and why; empty when they owe none."""
    if not owed:
        return ""
    first = min(owed, key=lambda due: due.due_on)
    if first.action == Action.ACKNOWLEDGE or first.is_overdue:
        return _(
            "You can begin the next training now as well. Do the update first: it is short, and until it is done, whoever "
            "checks your certificate sees that it is open."
        )
    return _(
        "You can begin the next training now as well, and finishing that does this update, too. If you can finish it by "
        "%(day)s, leave the update out; otherwise do the update first, so that your certificate stays up to date."
    ) % {"day": dates.full(first.due_on)}
