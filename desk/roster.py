"""The people of a coordinator's regions with what they hold: filtered, counted, and written as CSV."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access_log, roles
from accounts.models import Region, User
from certificates.ledger import codes
from certificates.ledger.models import Certificate, Certification
from certificates.updates import currency
from certificates.updates.models import Standing
from courses.learning.models import Enrolment
from lms import statuses

# What the roster can be narrowed to: both statuses, and two states of having no certificate.
VALIDITIES = ("valid", "due", "grace", "expired", "suspended", "revoked")
CURRENCIES = ("outstanding", "overdue")
IN_TRAINING, WITHOUT = "in_training", "none"


@dataclass(frozen=True)
class Filter:
    """What a coordinator asks for. Empty fields ask for everything."""

    status: str = ""
    scheme: Certification | None = None
    region: Region | None = None
    expiring_before: date | None = None
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.scheme or self.region or self.expiring_before or self.name)


@dataclass(frozen=True)
class Row:
    """One person with the certificates that count and the curricula under way."""

    person: User
    certificates: tuple[Certificate, ...]
    learning: tuple[str, ...]


def people(by: User, wanted: Filter, *, day: date) -> QuerySet[User]:
    """Everybody the coordinator answers for who fits, by name. Nobody else, whatever is asked."""
    found = roles.people_of(by).filter(is_active=True).select_related("region")
    if wanted.region is not None:
        found = found.filter(region__path__startswith=wanted.region.path)
    for word in wanted.name.split():
        found = found.filter(
            Q(display_name__icontains=word) | Q(certificate_name__icontains=word) | Q(email__icontains=word)
        )
    if wanted.status == IN_TRAINING:
        found = found.filter(Exists(_under_way()))
    elif wanted.status == WITHOUT:
        found = found.filter(~Exists(Standing.objects.filter(user=OuterRef("pk"))))
    elif wanted.status or wanted.scheme or wanted.expiring_before:
        found = found.filter(Exists(_held(wanted, day).filter(user=OuterRef("pk"))))
    return found.order_by("certificate_name", "display_name", "pk")


def _under_way() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(user=OuterRef("pk"), completed_at__isnull=True, closed_at__isnull=True)


def _held(wanted: Filter, day: date) -> QuerySet[Standing]:
    held = Standing.objects.on(day)
    if wanted.status in VALIDITIES:
        held = held.filter(validity=wanted.status)
    elif wanted.status in CURRENCIES:
        held = held.filter(currency=wanted.status).exclude(validity__in=["revoked", "expired"])
    if wanted.scheme is not None:
        held = held.filter(certification=wanted.scheme)
    if wanted.expiring_before is not None:
        held = held.filter(valid_until__lt=wanted.expiring_before, valid_until__gte=day)
    return held


def rows(persons: Iterable[User], *, day: date) -> list[Row]:
    """The persons with what they hold and learn. Two queries, however many there are."""
    persons = list(persons)
    held: dict[int, list[Certificate]] = {}
    certificates = currency.governing(day).filter(period__user__in=persons)
    for certificate in certificates.select_related("period__certification").order_by("period__valid_until"):
        held.setdefault(certificate.period.user_id, []).append(certificate)
    learning: dict[int, list[str]] = {}
    under_way = Enrolment.objects.filter(user__in=persons, completed_at__isnull=True, closed_at__isnull=True)
    for user_id, title in under_way.order_by("enrolled_at").values_list("user_id", "curriculum__title"):
        learning.setdefault(user_id, []).append(title)
    return [Row(person, tuple(held.get(person.pk, ())), tuple(learning.get(person.pk, ()))) for person in persons]


def counts(by: User, *, day: date) -> dict[str, int]:
    """How many of the coordinator's people there are in each status, and in all under "everybody"."""
    everybody = roles.people_of(by).filter(is_active=True)
    held = Standing.objects.on(day).filter(user__in=everybody)
    found = dict.fromkeys([*VALIDITIES, *CURRENCIES], 0)
    found.update(_people_by(held, "validity"))
    owing = _people_by(held.exclude(validity__in=["revoked", "expired"]), "currency")
    found.update({key: owing.get(key, 0) for key in CURRENCIES})
    found[IN_TRAINING] = everybody.filter(Exists(_under_way())).count()
    found["everybody"] = everybody.count()
    found[WITHOUT] = everybody.filter(~Exists(Standing.objects.filter(user=OuterRef("pk")))).count()
    return found


def _people_by(held: QuerySet[Standing], column: str) -> dict[str, int]:
    rows = held.values(column).annotate(people=Count("user", distinct=True))
    return dict(rows.values_list(column, "people"))


# --------------------------------------------------------------------------------------------------------------- CSV
HEADER = (
    gettext_lazy("Name on certificates"),
    gettext_lazy("Name we call them"),
    gettext_lazy("E-mail"),
    gettext_lazy("Region"),
    gettext_lazy("Certification"),
    gettext_lazy("Status"),
    gettext_lazy("Updates"),
    gettext_lazy("May facilitate"),
    gettext_lazy("Last permitted day"),
    gettext_lazy("Issued on"),
    gettext_lazy("Valid until"),
    gettext_lazy("Renewal opens on"),
    gettext_lazy("Grace until"),
    gettext_lazy("Update due on"),
    gettext_lazy("Release"),
    gettext_lazy("Code"),
    gettext_lazy("In training"),
)


@transaction.atomic
def export(by: User, wanted: Filter, *, at: datetime) -> list[list[str]]:
    """The lines of the roster for a spreadsheet, noted in the access log of everybody who is named in them."""
    day = timezone.localdate(at)
    persons = list(people(by, wanted, day=day))
    access_log.record_many(viewer=by, subjects=persons, action="export", detail="CSV", at=at)
    return list(csv_rows(persons, day=day))


def csv_rows(persons: Sequence[User], *, day: date) -> Iterator[list[str]]:
    """The header, then one line for each certificate; people without one have a line as well. Days as ISO 8601."""
    yield [str(heading) for heading in HEADER]
    for row in rows(persons, day=day):
        person = row.person
        start = [
            person.certificate_name,
            person.display_name,
            person.email,
            person.region.name if person.region else "",
        ]
        end = ["; ".join(row.learning)]
        for certificate in row.certificates or (None,):
            yield [_plain(cell) for cell in [*start, *_certificate_cells(certificate), *end]]


def _certificate_cells(certificate: Certificate | None) -> list[str]:
    if certificate is None:
        return [""] * 12
    period = certificate.period
    days = [period.valid_until, period.window_opens_on, period.grace_until, certificate.update_due_on]
    return [
        certificate.facts["scheme"],
        str(statuses.look(certificate.validity).label),
        str(statuses.look(certificate.currency).label),
        _("yes") if certificate.may_facilitate else _("no"),
        certificate.facilitates_through.isoformat() if certificate.facilitates_through else "",
        timezone.localdate(certificate.issued_at).isoformat(),
        *(day.isoformat() if day else "" for day in days),
        ", ".join(release["name"] for release in certificate.facts["releases"]),
        codes.shown(certificate.code),
    ]


def _plain(cell: str) -> str:
    """A cell that a spreadsheet shows instead of running it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
