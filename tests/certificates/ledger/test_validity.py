"""The days of a certificate: the published vectors, calendar traps, and what must hold whatever the dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.ledger.validity import Days, Promised, Rules, add_months, why
from certificates.ledger.validity import days_for as rule

YEAR = {"validity_months": 12, "window_months": 2, "minimum_months": 6, "grace_days": 0}

# Case, completed, previous expiry (renewals), due or old expiry, then the expiry in the modes completion, expiry, fixed.
VECTORS = [
    ("first, no due", "2025-08-15", None, None, "2026-08-15", "2026-08-15", "2026-08-15"),
    ("first, done before due", "2025-08-15", None, "2025-12-01", "2026-08-15", "2026-12-01", "2026-12-01"),
    ("first, done after due", "2026-01-20", None, "2025-12-01", "2027-01-20", "2027-01-20", "2026-12-01"),
    ("renewed in the window", "2026-11-10", "2026-12-01", None, "2027-11-10", "2027-12-01", "2027-12-01"),
    ("done again before the window", "2026-06-10", "2026-12-01", None, "2027-06-10", "2026-12-01", "2027-12-01"),
    ("lapsed, done four months later", "2027-04-10", None, "2026-12-01", "2028-04-10", "2028-04-10", "2027-12-01"),
    ("lapsed, done eight months later", "2027-08-10", None, "2026-12-01", "2028-08-10", "2028-08-10", "2028-12-01"),
]


def days_for(rules: Rules, completed: date, *, previous_until: date | None = None, due_on: date | None = None) -> Days:
    """The rule, for a certificate that was promised under the same rules when it renews one."""
    renews = Promised.under(rules, previous_until) if previous_until else None
    return rule(rules, completed, renews=renews, due_on=due_on)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize("mode", ["completion", "expiry", "fixed"])
@pytest.mark.parametrize("vector", VECTORS, ids=[vector[0] for vector in VECTORS])
def test_the_published_vectors(vector, mode):
    _, completed, previous, due, *expected = vector
    found = days_for(Rules(**YEAR, date_mode=mode), day(completed), previous_until=day(previous), due_on=day(due))
    assert found.valid_until == day(expected[["completion", "expiry", "fixed"].index(mode)])


def test_the_last_day_is_included_and_two_years_are_two_years():
    found = days_for(Rules(), date(2025, 8, 15))
    assert found.valid_until == date(2027, 8, 15)
    assert found.window_opens_on == date(2027, 5, 15)
    assert found.grace_until == date(2027, 11, 13)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(start, months, expected):
    assert add_months(start, months) == expected


def test_renewing_in_grace_counts_from_the_day_the_old_one_ended():
    found = days_for(Rules(), date(2027, 10, 1), previous_until=date(2027, 8, 15))
    assert found.valid_until == date(2029, 8, 15)
    assert found.because == "expiry"


def test_renewing_after_grace_counts_from_the_day_of_completion():
    found = days_for(Rules(), date(2027, 12, 1), previous_until=date(2027, 8, 15))
    assert found.valid_until == date(2029, 12, 1)


def test_an_early_repeat_on_a_leap_day_moves_nothing():
    found = days_for(Rules(validity_months=12), date(2027, 6, 1), previous_until=date(2028, 2, 29))
    assert found.valid_until == date(2028, 2, 29)


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
RULES = st.builds(
    Rules,
    validity_months=st.integers(12, 60),
    window_months=st.integers(1, 6),
    grace_days=st.integers(0, 180),
    minimum_months=st.integers(6, 12),
    date_mode=st.sampled_from(["completion", "expiry", "fixed"]),
)


@given(RULES, DAYS, st.none() | DAYS, st.none() | DAYS)
def test_days_are_always_in_order(rules, completed, previous, due):
    found = days_for(rules, completed, previous_until=previous, due_on=due)
    assert found.valid_from == completed
    assert found.window_opens_on < found.valid_until <= found.grace_until


@given(RULES, DAYS, st.none() | DAYS, st.none() | DAYS)
def test_nobody_gets_a_certificate_that_has_ended(rules, completed, previous, due):
    if previous is not None and completed > previous + timedelta(days=rules.grace_days):
        previous = None  # lapsed: awarding passes it as due
    assert days_for(rules, completed, previous_until=previous, due_on=due).valid_until > completed


@given(DAYS, st.integers(12, 60), st.integers(6, 12))
def test_a_fixed_date_keeps_its_day_of_the_year_and_lasts_at_least_the_minimum(anchor, months, least):
    rules = Rules(validity_months=12, minimum_months=least, date_mode="fixed")
    completed = anchor + timedelta(days=months)
    found = days_for(rules, completed, due_on=anchor)
    assert (found.valid_until.month, found.valid_until.day) in {(anchor.month, anchor.day), (2, 28)}
    assert found.valid_until >= add_months(completed, least)


@given(DAYS, st.integers(-1200, 1200))
def test_adding_months_lands_in_the_right_month(start, months):
    found = add_months(start, months)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day <= start.day


@pytest.mark.parametrize(
    ("previous", "due", "completed", "words"),
    [
        (None, None, date(2025, 8, 15), "You completed the training on 15 August 2025."),
        (date(2026, 12, 1), None, date(2026, 11, 10), "counts from the day the old one ended, 1 December 2026"),
        (date(2026, 12, 1), None, date(2026, 3, 10), "before renewing opened, so the day stays as it was"),
    ],
)
def test_the_holder_is_told_why(previous, due, completed, words):
    rules = Rules()
    found = days_for(rules, completed, previous_until=previous, due_on=due)
    kept = {**rules.to_json(), "base": found.base.isoformat(), "because": found.because}
    sentences = " ".join(why(kept, valid_until=found.valid_until, completed_on=completed))
    assert words in sentences
    assert "2 years" in sentences or found.because == "early"
