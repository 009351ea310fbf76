"""From a day of completion to the days of a certificate. Pure.

Months are calendar months, clamped at the end of the month. Every day named here is inclusive, in the organisation's zone.
The three date modes follow the behaviour of established certification systems, extended by a grace period; the
published vectors stand in tests/certificates/ledger/test_validity.py and the formulas in docs/guides/dates.md.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms import dates


@dataclass(frozen=True)
class Rules:
    """The rules of a scheme as they are copied into a period."""

    validity_months: int = 24
    window_months: int = 3
    grace_days: int = 90
    may_facilitate_in_grace: bool = True
    may_facilitate_while_overdue: bool = True
    date_mode: str = "expiry"
    minimum_months: int = 6

    @classmethod
    def of(cls, scheme: Any) -> "Rules":
        """The rules that a certification has now."""
        return cls(**{name: getattr(scheme, name) for name in cls.__dataclass_fields__})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rules":
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Days:
    """The days of one period."""

    valid_from: date
    valid_until: date
    window_opens_on: date
    grace_until: date
    baseline_until: date
    base: date
    because: str
    anchor_day: int  # the day of the month the chain of periods counts from, whatever a short month made of it


@dataclass(frozen=True)
class Promised:
    """What the certificate being renewed promised its holder about renewing, whatever the scheme says today."""

    until: date  # the expiry that later periods are counted from
    window_opens_on: date
    grace_until: date
    date_mode: str
    anchor_day: int

    @classmethod
    def under(cls, rules: Rules, until: date) -> "Promised":
        """The promise of a certificate that ends on this day under these rules."""
        return cls(
            until=until,
            window_opens_on=add_months(until, -rules.window_months),
            grace_until=until + timedelta(days=rules.grace_days),
            date_mode=rules.date_mode,
            anchor_day=until.day,
        )

    @classmethod
    def by(cls, period: Any) -> "Promised":
        """The promise that a period keeps."""
        return cls(
            until=period.baseline_until,
            window_opens_on=period.window_opens_on,
            grace_until=period.grace_until,
            date_mode=Rules.from_json(period.rules).date_mode,
            anchor_day=anchor_day_of(period),
        )


def anchor_day_of(period: Any) -> int:
    """The day of the month that the chain of a period counts from."""
    day: int = period.rules.get("anchor_day", period.baseline_until.day)
    return day


def add_months(day: date, months: int, *, on: int = 0) -> date:
    """The same day of the month so many months later (or earlier), or the month's last day when it has no such day.

    `on` names the day of the month when an earlier clamping has hidden it: a date kept every half year from 31 August
    is 28 February and 31 August again.

    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    >>> add_months(date(2027, 2, 28), 1, on=31)
    datetime.date(2027, 3, 31)
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(on or day.day, monthrange(year, month + 1)[1]))


def days_for(
    rules: Rules,
    completed_on: date,
    *,
    renews: Promised | None = None,
    due_on: date | None = None,
    anchor_day: int = 0,
) -> Days:
    """The days of a period opened by completing on `completed_on`, under today's rules of the scheme.

    `renews` is the promise of the certificate being renewed (None for a first one and for one that lapsed beyond its
    grace): its window, grace and date mode decide. `due_on` is a day by which it was asked for (for a lapsed one, its old
    expiry, whose chain counted from `anchor_day`).
    """
    mode = renews.date_mode if renews else rules.date_mode
    base, until, because = _MODES[mode](rules, completed_on, renews, due_on, anchor_day)
    return Days(
        valid_from=completed_on,
        valid_until=until,
        window_opens_on=add_months(until, -rules.window_months),
        grace_until=until + timedelta(days=rules.grace_days),
        baseline_until=until,
        base=base,
        because=because,
        anchor_day=_anchor_day(base, because, renews, anchor_day),
    )


def _anchor_day(base: date, because: str, renews: Promised | None, anchor_day: int) -> int:
    """A new count starts from its base; one that goes on keeps the day it began with."""
    if because == "completion":
        return base.day
    return renews.anchor_day if renews else anchor_day or base.day


def _from_completion(
    rules: Rules, completed_on: date, renews: Promised | None, due_on: date | None, anchor_day: int
) -> tuple[date, date, str]:
    return completed_on, add_months(completed_on, rules.validity_months), "completion"


def _from_expiry(
    rules: Rules, completed_on: date, renews: Promised | None, due_on: date | None, anchor_day: int
) -> tuple[date, date, str]:
    if renews is not None:
        if completed_on < renews.window_opens_on:
            # An early repeat gains nothing and loses nothing; the expiry itself is kept, free of month clamping.
            return add_months(renews.until, -rules.validity_months, on=renews.anchor_day), renews.until, "early"
        if completed_on <= renews.grace_until:
            return renews.until, add_months(renews.until, rules.validity_months, on=renews.anchor_day), "expiry"
    elif due_on is not None and completed_on <= due_on:
        return due_on, add_months(due_on, rules.validity_months, on=anchor_day), "due"
    return _from_completion(rules, completed_on, renews, due_on, anchor_day)


def _from_fixed_date(
    rules: Rules, completed_on: date, renews: Promised | None, due_on: date | None, anchor_day: int
) -> tuple[date, date, str]:
    anchor = renews.until if renews else due_on or completed_on
    on = renews.anchor_day if renews else (anchor_day if due_on else 0) or anchor.day
    length, least = rules.validity_months, rules.minimum_months

    def away(steps: int) -> date:
        """The anchor so many whole validities later, counted from it so that a clamped month never drifts."""
        return add_months(anchor, steps * length, on=on)

    steps = 0
    while add_months(away(steps), -least) >= completed_on:
        steps -= 1
    while away(steps + 1) < add_months(completed_on, least):
        steps += 1
    return away(steps), away(steps + 1), "fixed"


_MODES = {"completion": _from_completion, "expiry": _from_expiry, "fixed": _from_fixed_date}


def why(rules: Mapping[str, Any], *, valid_until: date, completed_on: date, can_be_renewed: bool = True) -> list[str]:
    """Why a certificate is valid through that day, in sentences for its holder; `rules` as the period keeps them.

    One that can no longer be renewed says nothing of renewing.
    """
    base = date.fromisoformat(rules["base"])
    first = {
        "completion": _("You completed the training on %(day)s.") % {"day": dates.full(completed_on)},
        "expiry": _("You renewed in time, so the new certificate counts from the day the old one ended, %(day)s.")
        % {"day": dates.full(base)},
        "due": _("You completed it before the day it was asked for, %(day)s, so it counts from that day.")
        % {"day": dates.full(base)},
        "early": _("You repeated the training before renewing opened, so the day stays as it was."),
        "fixed": _("This scheme ends on the same date every time. It counts from %(day)s.") % {"day": dates.full(base)},
    }[rules["because"]]
    return [
        first,
        _how_long(rules, valid_until),
        *([_when_to_renew(rules, valid_until)] if can_be_renewed else []),
        _(
            "These rules were fixed when the certificate was issued. A later change of the scheme does not move your date."
        ),
    ]


def _how_long(rules: Mapping[str, Any], valid_until: date) -> str:
    until = dates.full(valid_until)
    if rules["because"] == "early":
        return _("It is valid through %(day)s, that day included.") % {"day": until}
    months = rules["validity_months"]
    if months % 12 == 0 and months > 12:
        length = ngettext("%(number)d year", "%(number)d years", months // 12) % {"number": months // 12}
    else:
        length = ngettext("%(number)d month", "%(number)d months", months) % {"number": months}
    return _("A certificate of this scheme holds for %(length)s: through %(day)s, that day included.") % {
        "length": length,
        "day": until,
    }


def _when_to_renew(rules: Mapping[str, Any], valid_until: date) -> str:
    opens = dates.full(add_months(valid_until, -rules["window_months"]))
    if not rules["grace_days"]:
        return _("You can renew from %(opens)s, without losing a day, until %(until)s. There is no grace after it.") % {
            "opens": opens,
            "until": dates.full(valid_until),
        }
    return _("You can renew from %(opens)s, without losing a day. Renewing still counts until %(grace)s.") % {
        "opens": opens,
        "grace": dates.full(valid_until + timedelta(days=rules["grace_days"])),
    }
