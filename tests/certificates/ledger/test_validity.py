"""The days of a certificate: the published vectors, calendar traps, and what must hold whatever the dates."""

from datetime import date, timedelta
from types import SimpleNamespace

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


@pytest.mark.parametrize("mode", ["fixed", "expiry"])
def test_a_date_at_the_end_of_a_month_is_kept_through_short_months(mode):
    rules = Rules(validity_months=6, window_months=2, minimum_months=2, grace_days=0, date_mode=mode)
    found = days_for(rules, date(2026, 8, 31))
    ends = [found.valid_until]
    for _ in range(4):
        promise = Promised(found.valid_until, found.window_opens_on, found.grace_until, mode, found.anchor_day)
        found = rule(rules, found.valid_until - timedelta(days=20), renews=promise)
        ends.append(found.valid_until)
    february, august = (28, 31)
    assert [(one.month, one.day) for one in ends] == [(2, february), (8, august), (2, 29), (8, august), (2, february)]


def test_a_leap_day_comes_back_after_four_years():
    rules = Rules(validity_months=12, window_months=2, date_mode="fixed", grace_days=0)
    found = days_for(rules, date(2028, 2, 29))
    for year in (2030, 2031, 2032):
        promise = Promised(found.valid_until, found.window_opens_on, found.grace_until, "fixed", found.anchor_day)
        found = rule(rules, date(year - 1, 2, 10), renews=promise)
    assert found.valid_until == date(2032, 2, 29)


def test_whoever_lapsed_under_fixed_dates_comes_back_to_the_same_day_of_the_month():
    rules = Rules(validity_months=6, minimum_months=2, date_mode="fixed", grace_days=0)
    found = rule(rules, date(2027, 4, 10), due_on=date(2027, 2, 28), anchor_day=31)
    assert found.valid_until == date(2027, 8, 31)


@pytest.mark.parametrize(
    ("promised", "today", "completed", "expected"),
    [
        # renewing in the promised window, which today's scheme would not open yet
        ({"window_months": 6}, {"window_months": 1}, date(2026, 7, 1), date(2027, 12, 1)),
        # renewing in the promised grace, which today's scheme does not give
        ({"grace_days": 60}, {"grace_days": 0}, date(2027, 1, 20), date(2027, 12, 1)),
        # the promised mode decides, today's validity is given
        (
            {"date_mode": "expiry"},
            {"date_mode": "completion", "validity_months": 24},
            date(2026, 11, 10),
            date(2028, 12, 1),
        ),
        ({"date_mode": "completion"}, {"date_mode": "expiry"}, date(2026, 11, 10), date(2027, 11, 10)),
        ({"date_mode": "fixed"}, {"date_mode": "completion"}, date(2026, 11, 10), date(2027, 12, 1)),
        # before the promised window, an early repeat moves nothing, though today's would be open
        ({"window_months": 1}, {"window_months": 6}, date(2026, 8, 1), date(2026, 12, 1)),
    ],
)
def test_renewing_keeps_to_what_was_promised(promised, today, completed, expected):
    promise = Promised.under(Rules(**{**YEAR, **promised}), date(2026, 12, 1))
    assert rule(Rules(**{**YEAR, **today}), completed, renews=promise).valid_until == expected


@pytest.mark.parametrize("mode", ["completion", "expiry", "fixed"])
@pytest.mark.parametrize("day_of_march", [13, 14, 15])
def test_a_night_without_an_hour_takes_no_day_away(mode, day_of_march):
    completed = date(2027, 3, day_of_march)  # clocks went forward on the 14th
    found = days_for(Rules(**YEAR, date_mode=mode), completed)
    assert found.valid_until == date(2028, 3, day_of_march)


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


@given(RULES, DAYS, st.integers(0, 500))
def test_nobody_loses_a_day_by_renewing_when_it_is_open(rules, until, after):
    promise = Promised.under(rules, until)
    completed = promise.window_opens_on + timedelta(days=after)
    if completed <= promise.grace_until:
        found = rule(rules, completed, renews=promise)
        assert found.valid_until >= until
        if rules.date_mode == "expiry":
            assert found.valid_until == add_months(until, rules.validity_months)


@given(RULES, DAYS, DAYS)
def test_an_early_repeat_never_shortens_what_was_promised(rules, until, completed):
    promise = Promised.under(rules, until)
    if rules.date_mode == "expiry" and completed < promise.window_opens_on:
        assert rule(rules, completed, renews=promise).valid_until == until


@given(RULES, st.none() | DAYS, DAYS, st.integers(0, 400))
def test_completing_later_never_ends_earlier(rules, due, completed, later):
    if rules.date_mode == "expiry" and due is not None:
        due = None if completed <= due < completed + timedelta(days=later) else due  # in time counts from the due day
    first = days_for(rules, completed, due_on=due)
    second = days_for(rules, completed + timedelta(days=later), due_on=due)
    assert first.valid_until <= second.valid_until


@given(RULES, DAYS, st.integers(2, 8))
def test_a_chain_of_renewals_in_time_keeps_its_day_of_the_month(rules, start, times):
    found = days_for(rules, start)
    for _ in range(times):
        if rules.date_mode == "completion":
            return
        promise = Promised(
            found.valid_until, found.window_opens_on, found.grace_until, rules.date_mode, found.anchor_day
        )
        found = rule(rules, found.valid_until, renews=promise)
        last = add_months(found.valid_until, 0, on=31).day
        assert found.valid_until.day == min(start.day, last)


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


# ------------------------------------------------------------------------------------------- the explanation, in full
FIXED_FOR_GOOD = (
    "These rules were fixed when the certificate was issued. A later change of the scheme does not move your date."
)


def explained(found: Days, rules: Rules, **options) -> list[str]:
    """What the holder of a period with these days reads, without the last sentence, which is the same for everybody."""
    kept = {**rules.to_json(), "base": found.base.isoformat(), "because": found.because}
    *sentences, last = why(kept, valid_until=found.valid_until, completed_on=found.valid_from, **options)
    assert last == FIXED_FOR_GOOD
    return sentences


def test_a_first_certificate_is_explained_in_full():
    assert explained(days_for(Rules(), date(2025, 8, 15)), Rules()) == [
        "You completed the training on 15 August 2025.",
        "A certificate of this scheme holds for 2 years: through 15 August 2027, that day included.",
        "You can renew from 15 May 2027, without losing a day. Renewing still counts until 13 November 2027.",
    ]


def test_a_renewal_is_explained_in_full():
    rules = Rules(**YEAR)
    assert explained(days_for(rules, date(2026, 11, 10), previous_until=date(2026, 12, 1)), rules) == [
        "You renewed in time, so the new certificate counts from the day the old one ended, 1 December 2026.",
        "A certificate of this scheme holds for 12 months: through 1 December 2027, that day included.",
        "You can renew from 1 October 2027, without losing a day, until 1 December 2027. There is no grace after it.",
    ]


def test_an_early_repeat_is_explained_in_full():
    rules = Rules(**YEAR)
    assert explained(days_for(rules, date(2026, 6, 10), previous_until=date(2026, 12, 1)), rules)[:2] == [
        "You repeated the training before renewing opened, so the day stays as it was.",
        "It is valid through 1 December 2026, that day included.",
    ]


@pytest.mark.parametrize(
    ("mode", "because"),
    [
        ("expiry", "You completed it before the day it was asked for, 1 December 2025, so it counts from that day."),
        ("fixed", "This scheme ends on the same date every time. It counts from 1 December 2025."),
    ],
)
def test_a_day_that_was_asked_for_is_named(mode, because):
    rules = Rules(**YEAR, date_mode=mode)
    assert explained(days_for(rules, date(2025, 8, 15), due_on=date(2025, 12, 1)), rules)[0] == because


def test_nobody_reads_of_renewing_what_can_no_longer_be_renewed():
    assert explained(days_for(Rules(), date(2025, 8, 15)), Rules(), can_be_renewed=False) == [
        "You completed the training on 15 August 2025.",
        "A certificate of this scheme holds for 2 years: through 15 August 2027, that day included.",
    ]


@pytest.mark.parametrize(
    ("months", "length"),
    [(1, "1 month"), (6, "6 months"), (12, "12 months"), (13, "13 months"), (18, "18 months"), (36, "3 years")],
)
def test_a_length_is_told_in_years_when_it_is_whole_years(months, length):
    rules = Rules(validity_months=months)
    assert f" holds for {length}: through " in explained(days_for(rules, date(2025, 8, 15)), rules)[1]


def test_renewing_in_time_is_possible_on_the_first_and_on_the_last_day():
    promise = Promised.under(Rules(**{**YEAR, "grace_days": 30}), date(2026, 12, 1))
    days = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 1)]
    found = [rule(Rules(**YEAR), day, renews=promise).because for day in days]
    assert found == ["early", "expiry", "expiry", "completion"]


def test_what_was_asked_for_by_a_day_may_be_done_on_that_day():
    found = days_for(Rules(**YEAR), date(2025, 12, 1), due_on=date(2025, 12, 1))
    assert (found.because, found.valid_until) == ("due", date(2026, 12, 1))


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        (date(2026, 5, 31), date(2026, 12, 1)),  # six months and a day are left
        (date(2026, 6, 1), date(2026, 12, 1)),  # exactly the minimum is left
        (date(2026, 6, 2), date(2027, 12, 1)),  # less than the minimum
        (date(2020, 1, 15), date(2020, 12, 1)),  # long before: the nearest date of the series that is far enough away
    ],
)
def test_a_fixed_date_is_the_first_one_that_leaves_the_minimum(completed, expected):
    found = days_for(Rules(**YEAR, date_mode="fixed"), completed, due_on=date(2025, 12, 1))
    assert found.valid_until == expected


def test_an_early_repeat_counts_from_one_validity_before_the_expiry_that_is_kept():
    rules = Rules(validity_months=6, window_months=1)
    promise = Promised(date(2027, 2, 28), date(2027, 1, 28), date(2027, 5, 29), "expiry", anchor_day=31)
    found = rule(rules, date(2026, 12, 1), renews=promise)
    assert (found.base, found.valid_until, found.anchor_day) == (date(2026, 8, 31), date(2027, 2, 28), 31)


def test_a_count_that_starts_anew_keeps_its_own_day_of_the_month():
    promise = Promised.under(Rules(date_mode="completion"), date(2027, 2, 28))
    assert rule(Rules(), date(2027, 2, 10), renews=promise).anchor_day == 10
    assert Promised.under(Rules(), date(2027, 3, 31)).anchor_day == 31
    found = rule(Rules(**YEAR), date(2026, 11, 15), due_on=date(2026, 11, 30), anchor_day=31)
    assert (found.valid_until, found.baseline_until, found.anchor_day) == (date(2027, 11, 30), date(2027, 11, 30), 31)


def test_a_day_that_was_asked_for_keeps_the_day_of_the_month_its_chain_began_with():
    rules = Rules(validity_months=6, window_months=2)
    found = rule(rules, date(2027, 2, 10), due_on=date(2027, 2, 28), anchor_day=31)
    assert (found.valid_until, found.baseline_until) == (date(2027, 8, 31), date(2027, 8, 31))


def test_the_rules_are_those_the_scheme_has_now():
    rules = Rules(12, 2, 30, False, False, "fixed", 3)
    assert Rules.of(SimpleNamespace(**rules.to_json(), name="Facilitator")) == rules


def test_rules_of_an_older_period_are_read_with_what_they_left_out():
    assert Rules.from_json({"validity_months": 12, "because": "completion"}) == Rules(validity_months=12)
    assert Rules.from_json(Rules(**YEAR, date_mode="fixed").to_json()) == Rules(**YEAR, date_mode="fixed")


def test_a_period_that_kept_no_day_of_the_month_counts_from_the_day_it_ends():
    period = SimpleNamespace(
        rules={"date_mode": "fixed"},
        baseline_until=date(2027, 2, 28),
        window_opens_on=date(2026, 11, 28),
        grace_until=date(2027, 5, 29),
    )
    expected = Promised(date(2027, 2, 28), date(2026, 11, 28), date(2027, 5, 29), "fixed", 28)
    assert Promised.by(period) == expected
    assert Promised.by(SimpleNamespace(**{**vars(period), "rules": {"anchor_day": 31}})).anchor_day == 31
