"""The days that matter to a holder: an update is due, renewing opens, a certificate ends.

What stands in somebody's calendar may be seen over their shoulder. So titles name no group, no subject and no organisation;
the page says the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from certificates.ledger.lifecycle import HOLDS
from certificates.updates import holdings
from certificates.updates.holdings import Holding
from lms import places
from lms.icalendar import Event


@dataclass(frozen=True)
class DayAhead:
    """One day. `key` names it in addresses and calendars, `title` may be seen by anybody, `about` is for the person."""

    key: str
    day: date
    title: str
    about: str
    path: str


def of(user: User, *, at: datetime) -> list[DayAhead]:
    """What lies ahead of a person, and the updates whose day has passed, the earliest first. Queries as `holdings.of`."""
    return ahead(holdings.of(user, at=at))


def ahead(held: Sequence[Holding]) -> list[DayAhead]:
    """The same from what somebody holds."""
    found = [day for holding in held if holding.validity != "revoked" for day in _of(holding)]
    return sorted(found, key=lambda one: (one.day, one.key))


def _of(holding: Holding) -> list[DayAhead]:
    period, key = holding.certificate.period, holding.certificate.pk
    path = places.address("certificate", holding.code)
    days = [
        DayAhead(f"update-{due.pk}", due.due_on, _("Training update due"), due.title, _update(due.pk))
        for due in holding.obligations
    ]
    if holding.validity not in HOLDS:
        return days
    days.append(DayAhead(f"end-{key}", period.valid_until, _("Certificate ends"), holding.scheme_name, path))
    if holding.validity == "valid":
        opens = period.window_opens_on
        days.append(DayAhead(f"renewal-{key}", opens, _("Renewal opens"), holding.scheme_name, path))
    if period.grace_until > period.valid_until:
        last = _("Last day to renew in time")
        days.append(DayAhead(f"grace-{key}", period.grace_until, last, holding.scheme_name, path))
    if holding.validity == "grace":
        days = [one for one in days if one.key != f"end-{key}"]
    return days


def _update(obligation: int) -> str:
    return reverse("updates:update", args=[obligation])


def event(one: DayAhead) -> Event:
    """The day as calendars take it: no words but the title, and the way to the page that says the rest."""
    host = urlsplit(settings.SITE_URL).hostname
    return Event(f"{one.key}@{host}", one.day, one.title, "", settings.SITE_URL.rstrip("/") + one.path)
