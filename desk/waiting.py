"""What waits for a coordinator, in numbers: each opens exactly the list that it counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from desk import roster
from lms import dates

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Number:
    """How many people, what about them, and where they are listed."""

    count: int
    words: str
    url: str
    tone: str = ""  # of a number that is not nought


def numbers(by: User, *, day: date) -> tuple[list[Number], list[Number]]:
    """What needs somebody, and how things stand. Twice the queries of a roster's counts, whoever asks."""
    counts = roster.counts(by, roster.Filter(), day=day)
    before = day + SOON
    stopping = roster.counts(by, roster.Filter(expiring_before=before), day=day)[""]
    soon = {"expiring_before": before.isoformat(), "sort": roster.BY_DAY}
    last = dates.full(before - timedelta(days=1))
    needs = [
        Number(
            stopping,
            ngettext(
                "may facilitate no longer than %(day)s, if nothing changes",
                "may facilitate no longer than %(day)s, if nothing changes",
                stopping,
            )
            % {"day": last},
            _listed(**soon),
            "amber",
        ),
        _state(
            "overdue", counts, ngettext("has an overdue update", "have an overdue update", counts["overdue"]), "clay"
        ),
        _state(
            "grace",
            counts,
            ngettext(
                "is in the grace period and can still renew",
                "are in the grace period and can still renew",
                counts["grace"],
            ),
            "amber",
        ),
        _state(
            "outstanding",
            counts,
            ngettext("has an update to do, not due yet", "have an update to do, not due yet", counts["outstanding"]),
            "slate",
        ),
    ]
    stands = [
        _state(
            roster.MAY, counts, ngettext("may facilitate today", "may facilitate today", counts[roster.MAY]), "pine"
        ),
        _state(roster.IN_TRAINING, counts, ngettext("is in training", "are in training", counts[roster.IN_TRAINING])),
        _state(roster.WITHOUT, counts, ngettext("holds no certificate", "hold no certificate", counts[roster.WITHOUT])),
        Number(counts[""], _("in your regions"), reverse("desk:roster")),
    ]
    return needs, stands


def _state(status: str, counts: dict[str, int], words: str, tone: str = "") -> Number:
    return Number(counts[status], words, _listed(status=status), tone)


def _listed(**query: str) -> str:
    return f"{reverse('desk:roster')}?{urlencode(query)}"
