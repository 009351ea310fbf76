"""The roster as CSV, in pieces: however many people it names, it is written while it is read."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access_log
from accounts.models import User
from certificates.ledger import codes
from certificates.updates.models import Standing
from desk import roster
from lms import statuses

_PIECE = 500  # people a transaction
_FIRST = 50  # of the first piece, so that something is there soon

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


class _Line:
    """What the csv module writes a line to: it keeps nothing and gives the line back."""

    def write(self, text: str) -> str:
        return text


def pieces(by: User, wanted: roster.Filter, *, at: datetime) -> Iterator[str]:
    """The text of the file by name, some hundred people at a time; each piece is noted in the access log of everybody in
    it before it leaves. Memory and the queries a thousand people do not grow with their number.
    """
    day, language = timezone.localdate(at), translation.get_language()
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(
        [str(heading) for heading in HEADER]
    )  # the mark lets spreadsheets read the accents
    for persons in _in_pieces(by, wanted, day):
        with translation.override(language), transaction.atomic():
            access_log.record_many(viewer=by, subjects=persons, action="export", detail="CSV", at=at)
            text = "".join(writer.writerow(line) for line in lines(persons, day=day))
        yield text


def _in_pieces(by: User, wanted: roster.Filter, day: date) -> Iterator[list[User]]:
    """Everybody who fits, by name: each piece begins after the last person of the one before."""
    found = roster.people(by, replace(wanted, sort=roster.BY_NAME), day=day).select_related("region")
    piece = list(found[:_FIRST])
    while piece:
        yield piece
        last = piece[-1]
        after = found.filter(folded__gte=last.folded).exclude(Q(folded=last.folded, pk__lte=last.pk))
        piece = list(after[:_PIECE])


def lines(persons: Sequence[User], *, day: date) -> Iterator[list[str]]:
    """One line for each certificate that counts; people without one have a line as well. Days as ISO 8601."""
    for row in roster.rows(persons, day=day):
        person = row.person
        region = person.region.name if person.region else ""
        start = [person.certificate_name, person.display_name, person.email, region]
        end = ["; ".join(row.learning)]
        for standing in row.standings or (None,):
            yield [plain(cell) for cell in [*start, *_cells(standing), *end]]


def _cells(standing: Standing | None) -> list[str]:
    if standing is None:
        return [""] * 12
    facts = standing.certificate.facts
    through = standing.facilitates_through
    days = [standing.valid_until, standing.window_opens_on, standing.grace_until, standing.update_due_on]
    return [
        facts["scheme"],
        str(statuses.look(standing.validity).label),
        str(statuses.look(standing.currency).label),
        _("yes") if standing.may_facilitate else _("no"),
        through.isoformat() if through else "",
        timezone.localdate(standing.certificate.issued_at).isoformat(),
        *(day.isoformat() if day else "" for day in days),
        ", ".join(release["name"] for release in facts["releases"]),
        codes.shown(standing.certificate.code),
    ]


def plain(cell: str) -> str:
    """A cell that a spreadsheet shows instead of running it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
