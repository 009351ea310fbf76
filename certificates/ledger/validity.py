"""From a day of completion to the days of a certificate. Pure.

Months are calendar months, clamped at the end of the month. Every day named here is inclusive, in the organisation's zone.
The three date modes follow the behaviour of established certification systems, extended by a grace period; the
published vectors stand in tests/certificates/test_validity.py and the formulas in docs/guides/dates.md.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class Rules:
    """The rules of a scheme as they are copied into a period."""

    validity_months: int = 24
    window_months: int = 3
    grace_days: int = 90
    may_facilitate_in_grace: bool = True
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


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later (or earlier), or the month's last day when it has no such day.

    >>> add_months(date(2027, 1, 31), 1)
    datetime.date(2027, 2, 28)
    """
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_for(
    rules: Rules, completed_on: date, *, previous_until: date | None = None, due_on: date | None = None
) -> Days:
    """The days of a period opened by completing on `completed_on`.

    `previous_until` is the baseline expiry of the certificate being renewed (None for a first one and for one that lapsed
    beyond its grace); `due_on` a day by which it was asked for (for a lapsed one, its old expiry).
    """
    base, until, because = _MODES[rules.date_mode](rules, completed_on, previous_until, due_on)
    return Days(
        valid_from=completed_on,
        valid_until=until,
        window_opens_on=add_months(until, -rules.window_months),
        grace_until=until + timedelta(days=rules.grace_days),
        baseline_until=until,
        base=base,
        because=because,
    )


def _from_completion(
    rules: Rules, completed_on: date, previous_until: date | None, due_on: date | None
) -> tuple[date, date, str]:
    return completed_on, add_months(completed_on, rules.validity_months), "completion"


def _from_expiry(
    rules: Rules, completed_on: date, previous_until: date | None, due_on: date | None
) -> tuple[date, date, str]:
    if previous_until is not None:
        if completed_on < add_months(previous_until, -rules.window_months):
            # An early repeat gains nothing and loses nothing; the expiry itself is kept, free of month clamping.
            return add_months(previous_until, -rules.validity_months), previous_until, "early"
        if completed_on <= previous_until + timedelta(days=rules.grace_days):
            return previous_until, add_months(previous_until, rules.validity_months), "expiry"
    elif due_on is not None and completed_on <= due_on:
        return due_on, add_months(due_on, rules.validity_months), "due"
    return _from_completion(rules, completed_on, previous_until, due_on)


def _from_fixed_date(
    rules: Rules, completed_on: date, previous_until: date | None, due_on: date | None
) -> tuple[date, date, str]:
    anchor = previous_until or due_on or completed_on
    length, least = rules.validity_months, rules.minimum_months
    steps = 0  # whole validities away from the anchor, counted so that a clamped month never drifts
    while add_months(add_months(anchor, steps * length), -least) >= completed_on:
        steps -= 1
    while add_months(anchor, (steps + 1) * length) < add_months(completed_on, least):
        steps += 1
    return add_months(anchor, steps * length), add_months(anchor, (steps + 1) * length), "fixed"


_MODES = {"completion": _from_completion, "expiry": _from_expiry, "fixed": _from_fixed_date}


def why(rules: Mapping[str, Any], *, valid_until: date, completed_on: date) -> list[str]:
    """Why a certificate is valid through that day, in sentences for its holder; `rules` as the period keeps them."""
    months, base = rules["validity_months"], date.fromisoformat(rules["base"])
    length = f"{months // 12} years" if months % 12 == 0 and months > 12 else f"{months} months"
    first = {
        "completion": f"You completed the training on {in_full(completed_on)}.",
        "expiry": f"You renewed in time, so the new certificate counts from the day the old one ended, {in_full(base)}.",
        "due": f"You completed it before the day it was asked for, {in_full(base)}, so it counts from that day.",
        "early": "You repeated the training before renewing opened, so the day stays as it was.",
        "fixed": f"This scheme ends on the same date every time. It counts from {in_full(base)}.",
    }[rules["because"]]
    second = f"A certificate of this scheme holds for {length}: through {in_full(valid_until)}, that day included."
    if rules["because"] == "early":
        second = f"It is valid through {in_full(valid_until)}, that day included."
    return [
        first,
        second,
        f"You can renew from {in_full(add_months(valid_until, -rules['window_months']))}, without losing a day. "
        f"Renewing still counts until {in_full(valid_until + timedelta(days=rules['grace_days']))}.",
        "These rules were fixed when the certificate was issued. A later change of the scheme does not move your date.",
    ]


def in_full(day: date) -> str:
    """31 March 2027."""
    return f"{day.day} {day:%B %Y}"
