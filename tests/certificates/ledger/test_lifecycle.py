"""Which certificate counts on a day, what its status is, and what its holder reads."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from certificates.ledger import codes, lifecycle
from certificates.ledger.lifecycle import Facts, Validity, validity_at
from certificates.ledger.models import Certificate, Period, Ruling
from tests import factories
from tests.kept import kept

BEGUN, OPENS, UNTIL, GRACE = date(2026, 1, 5), date(2026, 10, 5), date(2027, 1, 5), date(2027, 2, 4)
FACTS = {"valid_until": UNTIL, "window_opens_on": OPENS, "grace_until": GRACE}


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


# ------------------------------------------------------------------------------------------------------ one certificate
@pytest.mark.parametrize(
    ("rulings", "newer", "expected"),
    [
        ([], [], "valid"),
        ([("suspend", date(2026, 5, 2))], [], "valid"),  # decided tomorrow
        ([("suspend", date(2026, 5, 1))], [], "suspended"),
        ([("suspend", date(2026, 4, 1)), ("reinstate", date(2026, 5, 1))], [], "valid"),
        ([("suspend", date(2026, 4, 1)), ("revoke", date(2026, 5, 1))], [], "revoked"),
        ([("suspend", date(2026, 4, 1))], [(date(2026, 4, 2), None)], "suspended"),
        ([], [(date(2026, 5, 2), None)], "valid"),  # begins tomorrow
        ([], [(date(2026, 5, 1), None)], "superseded"),
        ([], [(date(2026, 4, 1), date(2026, 5, 2))], "superseded"),  # proves wrong tomorrow
        ([], [(date(2026, 4, 1), date(2026, 5, 1))], "valid"),
    ],
)
def test_what_was_decided_by_that_day_counts(rulings, newer, expected):
    assert validity_at(Facts(**FACTS, rulings=rulings, newer=newer), date(2026, 5, 1)) == expected


@pytest.mark.parametrize(
    ("status", "meaning", "advice"),
    [
        ("valid", "Valid through 5 January 2027.", ""),
        ("due", "Valid through 5 January 2027.", " You can renew now, without losing a day."),
        (
            "grace",
            "It ended on 5 January 2027 and can be renewed until 4 February 2027.",
            " Renewing now still counts as in time.",
        ),
        ("expired", "It expired on 5 January 2027.", " You can earn a new one by taking the training again."),
        ("suspended", "Suspended since 1 May 2026.", " Your coordinator can tell you what comes next."),
        ("revoked", "Revoked on 1 May 2026.", ""),
        ("superseded", "A newer certificate has taken its place.", ""),
    ],
)
def test_a_status_is_told_with_its_day_and_to_the_holder_with_advice(status, meaning, advice):
    period = SimpleNamespace(valid_until=UNTIL, grace_until=GRACE)
    late = datetime(2026, 5, 2, 3, tzinfo=UTC)  # the evening of 1 May in Toronto
    ruled_at = late if status in ("suspended", "revoked") else None
    certificate = SimpleNamespace(period=period, ruled_at=ruled_at, validity=status)
    assert lifecycle.fact(certificate) == meaning
    assert lifecycle.sentence(certificate) == meaning + advice


def test_a_day_ends_at_midnight_where_the_organisation_is():
    assert lifecycle.end_of(date(2026, 5, 1)) == datetime(2026, 5, 2, 4, tzinfo=UTC)
    assert lifecycle.end_of(date(2026, 11, 1)) == datetime(2026, 11, 2, 5, tzinfo=UTC)  # clocks go back that night


# ---------------------------------------------------------------------------------------------------------------- many
@kept
def scheme():
    return factories.make_scheme(slug="facilitator")


def issue(person, scheme, number: int = 1, begins: date = BEGUN) -> Certificate:
    later = begins - BEGUN
    period = Period.objects.create(
        user=person,
        certification=scheme,
        number=number,
        kind="first" if number == 1 else "renewal",
        rules={},
        completed_on=begins,
        valid_from=begins,
        valid_until=UNTIL + later,
        window_opens_on=OPENS + later,
        grace_until=GRACE + later,
        baseline_until=UNTIL + later,
        opened_at=noon(begins),
    )
    return Certificate.objects.create(
        period=period, code=codes.new(), holder_name="Jordan", facts={"scheme": "S"}, issued_at=noon(begins)
    )


def decide(certificate, by, action: str, day: date, reason: str = "concern") -> Ruling:
    return Ruling.objects.create(certificate=certificate, action=action, reason=reason, by=by, at=noon(day))


def every_way(certificate: Certificate, day: date) -> set[str]:
    """The status of a certificate, found in each of the three ways."""
    rows = Certificate.objects.filter(pk=certificate.pk)
    return {
        lifecycle.with_validity(rows, day).get().validity,
        lifecycle.settle(lifecycle.with_facts(rows, day).get(), day).validity,
        str(validity_at(lifecycle.facts_of(certificate), day)),
    }


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (OPENS - timedelta(days=1), "valid"),
        (OPENS, "due"),
        (UNTIL, "due"),
        (UNTIL + timedelta(days=1), "grace"),
        (GRACE, "grace"),
        (GRACE + timedelta(days=1), "expired"),
    ],
)
def test_every_day_named_is_included(scheme, day, expected):
    assert every_way(issue(factories.make_user(), scheme), day) == {expected}


def test_a_decision_counts_from_its_day_and_the_latest_one_governs(scheme, admin):
    held = issue(factories.make_user(), scheme)
    decide(held, admin, "suspend", date(2026, 5, 1))
    decide(held, admin, "reinstate", date(2026, 6, 1), "resolved")
    decide(held, admin, "suspend", date(2026, 7, 1))
    decide(held, admin, "revoke", date(2026, 8, 1), "no_longer_valid")
    days = [date(2026, month, day) for month in (5, 6, 7, 8) for day in (1, 2)]
    found = [every_way(held, day) for day in (date(2026, 4, 30), *days)]
    expected = ["valid", *["suspended"] * 2, *["valid"] * 2, *["suspended"] * 2, *["revoked"] * 2]
    assert found == [{one} for one in expected]


def test_of_two_decisions_in_one_moment_the_later_written_one_governs(scheme, admin):
    held = issue(factories.make_user(), scheme)
    decide(held, admin, "suspend", date(2026, 5, 1))
    decide(held, admin, "reinstate", date(2026, 5, 1), "resolved")
    assert every_way(held, date(2026, 5, 1)) == {"valid"}


def test_the_latest_decision_is_told_with_its_moment_and_its_reason(scheme, admin):
    held, other = issue(factories.make_user(), scheme), issue(factories.make_user(), scheme)
    decide(held, admin, "suspend", date(2026, 5, 1))
    decide(held, admin, "revoke", date(2026, 6, 1), "withdrawn_by_holder")

    def facts(certificate, day):
        found = lifecycle.with_facts(Certificate.objects.filter(pk=certificate.pk), day).get()
        return found.ruled, found.ruled_at, found.ruled_because, found.has_newer

    assert facts(held, date(2026, 4, 30)) == (None, None, None, False)
    assert facts(held, date(2026, 5, 31)) == ("suspend", noon(date(2026, 5, 1)), "concern", False)
    assert facts(held, date(2026, 6, 1)) == ("revoke", noon(date(2026, 6, 1)), "withdrawn_by_holder", False)
    assert facts(other, date(2026, 6, 1)) == (None, None, None, False)


def test_only_a_newer_certificate_of_the_same_person_and_scheme_takes_its_place(scheme):
    person = factories.make_user()
    old = issue(person, scheme)
    issue(factories.make_user(), scheme, 2, date(2026, 5, 1))
    issue(person, factories.make_scheme(slug="other"), 2, date(2026, 5, 1))
    assert every_way(old, date(2026, 7, 1)) == {"valid"}
    new = issue(person, scheme, 2, date(2026, 6, 1))
    assert every_way(old, date(2026, 5, 31)) == {"valid"}
    assert every_way(old, date(2026, 6, 1)) == {"superseded"}
    assert every_way(new, date(2026, 6, 1)) == {"valid"}


@pytest.mark.parametrize(
    ("reason", "older", "number"), [("issued_in_error", "valid", 1), ("no_longer_valid", "superseded", 2)]
)
def test_only_one_that_was_issued_in_error_lets_the_older_one_count_again(scheme, admin, reason, older, number):
    person = factories.make_user()
    old, new = issue(person, scheme), issue(person, scheme, 2, date(2026, 5, 1))
    decide(new, admin, "revoke", date(2026, 6, 1), reason)
    assert counts(date(2026, 5, 31)) == [2]
    assert every_way(old, date(2026, 5, 31)) == {"superseded"}
    assert every_way(old, date(2026, 6, 1)) == {older}
    assert every_way(new, date(2026, 6, 1)) == {"revoked"}
    assert counts(date(2026, 6, 1)) == [number]


def counts(day: date) -> list[int]:
    """The numbers of the periods that count, found in both ways, which agree."""
    in_sql = list(lifecycle.governing(day).order_by("period__valid_until", "pk").values_list("pk", "validity"))
    begun = Certificate.objects.filter(period__valid_from__lte=day).select_related("period")
    people: dict[int, list[Certificate]] = {}
    for one in lifecycle.with_facts(begun, day):
        people.setdefault(one.period.user_id, []).append(one)
    settled = [one for held in people.values() for one in lifecycle.counting(held, day)]
    settled.sort(key=lambda one: (one.period.valid_until, one.pk))
    assert [(one.pk, one.validity) for one in settled] == in_sql
    return [one.period.number for one in settled]


def test_when_all_were_issued_in_error_the_newest_counts(scheme, admin):
    person = factories.make_user()
    for number, month in ((1, 2), (2, 3), (3, 4)):
        held = issue(person, scheme, number, date(2026, month, 1))
        decide(held, admin, "revoke", date(2026, 6, number), "issued_in_error")
    assert [counts(date(2026, 6, day)) for day in (1, 2, 3)] == [[3], [3], [3]]


def test_of_those_not_issued_in_error_the_newest_counts(scheme, admin):
    person = factories.make_user()
    made = [issue(person, scheme, number, date(2026, number, 1)) for number in (1, 2, 3, 4)]
    decide(made[3], admin, "revoke", date(2026, 6, 1), "issued_in_error")
    decide(made[0], admin, "suspend", date(2026, 6, 2), "issued_in_error")  # no revocation
    assert [counts(day) for day in (date(2026, 3, 31), date(2026, 5, 31), date(2026, 6, 3))] == [[3], [4], [3]]


def test_what_begins_later_does_not_count_yet(scheme):
    person = factories.make_user()
    issue(person, scheme)
    issue(person, scheme, 2, date(2026, 5, 1))
    assert [counts(date(2026, *day)) for day in ((1, 4), (1, 5), (4, 30), (5, 1))] == [[], [1], [1], [2]]


def test_each_scheme_of_each_person_counts_for_itself_the_earliest_ending_first(scheme):
    person, other = factories.make_user(), factories.make_scheme(slug="other")
    issue(person, scheme, 1, date(2026, 3, 1))
    issue(person, other, 1, date(2026, 2, 1))
    issue(factories.make_user(), scheme, 1, date(2026, 4, 1))
    begun = lifecycle.with_facts(Certificate.objects.filter(period__user=person).select_related("period"), UNTIL)
    assert [one.period.certification for one in lifecycle.counting(begun, UNTIL)] == [other, scheme]
    assert counts(UNTIL) == [1, 1, 1]


def test_the_facts_of_one_certificate_name_the_days_of_what_followed(scheme, admin):
    person = factories.make_user()
    old = issue(person, scheme)
    decide(old, admin, "suspend", date(2026, 4, 1))
    wrong = issue(person, scheme, 2, date(2026, 5, 1))
    decide(wrong, admin, "revoke", date(2026, 6, 1), "issued_in_error")
    issue(person, scheme, 3, date(2026, 7, 1))
    issue(factories.make_user(), scheme, 2, date(2026, 5, 1))
    assert lifecycle.facts_of(old) == Facts(
        valid_until=UNTIL,
        window_opens_on=OPENS,
        grace_until=GRACE,
        rulings=[("suspend", date(2026, 4, 1))],
        newer=[(date(2026, 5, 1), date(2026, 6, 1)), (date(2026, 7, 1), None)],
    )
    assert lifecycle.facts_of(wrong).newer == [(date(2026, 7, 1), None)]


def test_the_states_in_which_somebody_counts_as_certified():
    assert set(lifecycle.HOLDS) == {Validity.VALID, Validity.DUE, Validity.GRACE}
