"""One rule in Python and in SQL: both statuses, on every day that matters."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from certificates.ledger import codes, lifecycle
from certificates.ledger.lifecycle import Facts, Validity, validity_at
from certificates.ledger.models import Certificate, Period, Ruling
from certificates.updates import currency
from certificates.updates.currency import Currency, Owed, currency_at
from certificates.updates.facilitating import Facilitation, facilitation_at
from certificates.updates.models import Fulfilment, Obligation
from tests import factories

UNTIL = date(2027, 3, 31)
FACTS = {"valid_until": UNTIL, "window_opens_on": date(2026, 12, 31), "grace_until": date(2027, 6, 29)}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 30), Validity.VALID),
        (date(2026, 12, 31), Validity.DUE),
        (UNTIL, Validity.DUE),
        (date(2027, 4, 1), Validity.GRACE),
        (date(2027, 6, 29), Validity.GRACE),
        (date(2027, 6, 30), Validity.EXPIRED),
    ],
)
def test_the_days_decide_and_the_last_one_is_included(day, expected):
    assert validity_at(Facts(**FACTS), day) == expected


def test_a_suspension_holds_until_it_is_ended():
    facts = Facts(**FACTS, rulings=[("suspend", date(2026, 5, 1)), ("reinstate", date(2026, 6, 1))])
    found = [validity_at(facts, day) for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 1))]
    assert found == [Validity.VALID, Validity.SUSPENDED, Validity.VALID]


def test_a_suspension_that_ends_after_the_expiry_leaves_an_expired_certificate():
    facts = Facts(**FACTS, rulings=[("suspend", date(2027, 1, 1)), ("reinstate", date(2027, 8, 1))])
    assert validity_at(facts, date(2027, 8, 1)) == Validity.EXPIRED


def test_a_revocation_outranks_everything():
    facts = Facts(**FACTS, rulings=[("revoke", date(2026, 5, 1))], newer=[(date(2026, 6, 1), None)])
    assert validity_at(facts, date(2028, 1, 1)) == Validity.REVOKED


def test_a_newer_certificate_issued_in_error_lets_the_older_one_govern_again():
    facts = Facts(**FACTS, newer=[(date(2027, 1, 10), date(2027, 2, 1))])
    assert validity_at(facts, date(2027, 1, 31)) == Validity.SUPERSEDED
    assert validity_at(facts, date(2027, 2, 1)) == Validity.DUE


def test_an_update_is_outstanding_through_its_day_and_overdue_after():
    owed = [Owed(date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 10))]
    found = [currency_at(owed, date(2026, *day)) for day in ((4, 30), (5, 1), (6, 30), (7, 1), (7, 9), (7, 10))]
    assert found == [
        Currency.CURRENT,
        Currency.OUTSTANDING,
        Currency.OUTSTANDING,
        Currency.OVERDUE,
        Currency.OVERDUE,
        Currency.CURRENT,
    ]


# ------------------------------------------------------------------------------------------------ Python and SQL agree
RULINGS = [
    [],
    [("suspend", 40)],
    [("suspend", 40), ("reinstate", 80)],
    [("suspend", 40), ("revoke", 80)],
    [("revoke", 120)],
]
UPDATES = [[], [(30, 60, None)], [(30, 60, 50)], [(30, 60, 90), (45, 200, None)]]
NEWER = [None, (70, None, ""), (70, 110, "issued_in_error"), (70, 110, "no_longer_valid")]
PROMISES = [
    (True, True),
    (False, True),
    (True, False),
    (None, None),
]  # facilitates in grace, while overdue; None: not said
GRID = [0, 29, 30, 39, 40, 49, 50, 60, 61, 69, 70, 79, 80, 89, 90, 109, 110, 119, 120, 200, 201, 275, 366, 400, 500]


def _instant(offset: int) -> datetime:
    return datetime(2026, 1, 5, 16, tzinfo=UTC) + timedelta(days=offset)


def _day(offset: int) -> date:
    return date(2026, 1, 5) + timedelta(days=offset)


def _rules(in_grace: bool | None, while_overdue: bool | None) -> dict:
    said = {"may_facilitate_in_grace": in_grace, "may_facilitate_while_overdue": while_overdue}
    return {
        "validity_months": 12,
        "window_months": 3,
        "grace_days": 30,
        "base": "2026-01-05",
        "because": "completion",
        **{name: value for name, value in said.items() if value is not None},
    }


def _issue(person, scheme, number: int, begins: int, promise=(None, None)) -> Certificate:
    period = Period.objects.create(
        user=person,
        certification=scheme,
        number=number,
        kind="first" if number == 1 else "renewal",
        rules=_rules(*promise),
        completed_on=_day(begins),
        valid_from=_day(begins),
        valid_until=_day(begins + 365),
        window_opens_on=_day(begins + 275),
        grace_until=_day(begins + 395),
        baseline_until=_day(begins + 365),
        opened_at=_instant(begins),
    )
    return Certificate.objects.create(
        period=period, code=codes.new(), holder_name="Jordan", facts={"scheme": "S"}, issued_at=_instant(begins)
    )


def _rule(certificate, admin, action: str, offset: int, reason: str = "concern") -> None:
    Ruling.objects.create(certificate=certificate, action=action, reason=reason, by=admin, at=_instant(offset))


def _owe(certificate, release, begun: int, due: int, met: int | None) -> None:
    owed = Obligation.objects.create(
        certificate=certificate,
        release=release,
        action="acknowledge",
        due_on=_day(due),
        minutes=5,
        created_at=_instant(begun),
    )
    if met is not None:
        Fulfilment.objects.create(obligation=owed, at=_instant(met))


def _case(scheme, releases, admin, rulings, updates, newer, promise) -> list[Certificate]:
    """The certificates of one invented person."""
    made = [_issue(factories.make_user(), scheme, 1, 0, promise)]
    for action, offset in rulings:
        _rule(made[0], admin, action, offset)
    for release, update in zip(releases, updates, strict=False):
        _owe(made[0], release, *update)
    if newer is not None:
        begins, revoked, reason = newer
        made.append(_issue(made[0].period.user, scheme, 2, begins, promise))
        if revoked is not None:
            _rule(made[1], admin, "revoke", revoked, reason)
    return made


def _in_python(period: Period, facts: Facts, owed: list[Owed], day: date) -> list[object]:
    validity, update = validity_at(facts, day), currency_at(owed, day)
    still = [one.due_on for one in owed if one.created_on <= day and (one.met_on is None or one.met_on > day)]
    found = facilitation_at(
        validity,
        valid_until=period.valid_until,
        grace_until=period.grace_until,
        rules=period.rules,
        update_due_on=min(still, default=None),
        day=day,
    )
    return [str(validity), str(update), found.may, found.through]


COLUMNS = ("validity", "currency", "may_facilitate", "facilitates_through")


@pytest.mark.django_db
@pytest.mark.parametrize("promise", PROMISES)
def test_python_and_sql_agree_on_a_grid_of_facts_and_days(admin, promise):
    curriculum, release, scheme = factories.small_world()
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "More words.")
    releases = [release, factories.make_release(curriculum, at=_instant(0))]
    made = [
        certificate
        for rulings, updates, newer in product(RULINGS, UPDATES, NEWER)
        for certificate in _case(scheme, releases, admin, rulings, updates, newer, promise)
    ]
    facts = {one.pk: (one.period, lifecycle.facts_of(one), currency.owed_by(one)) for one in made}
    differing, seen = [], set()
    for day in map(_day, GRID):
        begun = Certificate.objects.filter(period__valid_from__lte=day)
        for pk, *in_sql in currency.with_status(begun, day).values_list("pk", *COLUMNS):
            in_python = _in_python(*facts[pk], day)
            seen.update(in_python[:3])
            if in_python != in_sql:
                differing.append((pk, day, in_python, in_sql))
        for one in currency.with_facts(begun, day).select_related("period"):
            settled, in_python = currency.settle(one, day), _in_python(*facts[one.pk], day)
            if [getattr(settled, name) for name in COLUMNS] != in_python:
                differing.append((one.pk, day, "settled"))
    assert differing == []
    assert seen == {*map(str, Validity), *map(str, Currency), True, False}


@pytest.mark.parametrize(
    ("promise", "day", "expected"),
    [
        ((True, True), date(2027, 5, 1), Facilitation(True, date(2027, 6, 29))),
        ((False, True), date(2027, 5, 1), Facilitation(False, UNTIL)),
        ((False, True), UNTIL, Facilitation(True, UNTIL)),
        ((True, True), date(2027, 7, 1), Facilitation(False, date(2027, 6, 29))),
        ((True, False), date(2026, 6, 30), Facilitation(True, date(2026, 6, 30))),
        ((True, False), date(2026, 7, 1), Facilitation(False, date(2026, 6, 30))),
    ],
)
def test_whether_somebody_may_facilitate_follows_from_both_axes_and_what_was_promised(promise, day, expected):
    found = facilitation_at(
        validity_at(Facts(**FACTS), day),
        valid_until=UNTIL,
        grace_until=FACTS["grace_until"],
        rules=_rules(*promise),
        update_due_on=date(2026, 6, 30) if not promise[1] else None,
        day=day,
    )
    assert found == expected


@pytest.mark.parametrize("action", ["suspend", "revoke"])
def test_a_decision_leaves_no_permitted_day(action):
    validity = validity_at(Facts(**FACTS, rulings=[(action, date(2026, 5, 1))]), date(2026, 5, 1))
    dates = {"valid_until": UNTIL, "grace_until": FACTS["grace_until"], "day": date(2026, 5, 1)}
    assert facilitation_at(validity, rules={}, update_due_on=None, **dates) == Facilitation(False, None)


@pytest.mark.django_db
def test_one_certificate_governs_for_each_person_and_scheme(admin, trainee):
    _, _, scheme = factories.small_world()
    first, second = _issue(trainee, scheme, 1, 0), _issue(trainee, scheme, 2, 300)
    assert [one.pk for one in lifecycle.governing(_day(200))] == [first.pk]
    assert [one.pk for one in lifecycle.governing(_day(320))] == [second.pk]
    Ruling.objects.create(certificate=second, action="revoke", reason="issued_in_error", by=admin, at=_instant(330))
    assert [one.pk for one in lifecycle.governing(_day(340))] == [first.pk]
    Ruling.objects.create(certificate=first, action="revoke", reason="issued_in_error", by=admin, at=_instant(331))
    assert [one.pk for one in lifecycle.governing(_day(340))] == [second.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["no_longer_valid", "withdrawn_by_holder"])
def test_losing_the_newer_certificate_for_cause_ends_what_a_person_holds_in_the_scheme(admin, trainee, reason):
    _, _, scheme = factories.small_world()
    first, second = _issue(trainee, scheme, 1, 0), _issue(trainee, scheme, 2, 300)
    _rule(second, admin, "revoke", 320, reason)
    [counts] = lifecycle.governing(_day(340))
    assert (counts.pk, counts.validity) == (second.pk, "revoked")
    held = currency.of_person(Certificate.objects.filter(period__user=trainee), _day(340))
    assert [(one.pk, one.may_facilitate) for one in held] == [(second.pk, False)]
    assert lifecycle.validity_at(lifecycle.facts_of(first), _day(340)) == Validity.SUPERSEDED
    third = _issue(trainee, scheme, 3, 360)
    assert [one.pk for one in lifecycle.governing(_day(370))] == [third.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["issued_in_error", "no_longer_valid"])
def test_what_counts_for_one_person_is_what_governs(admin, trainee, reason):
    _, _, scheme = factories.small_world()
    certificates = [_issue(trainee, scheme, number, begins) for number, begins in ((1, 0), (2, 300), (3, 600))]
    _rule(certificates[1], admin, "revoke", 320, reason)
    _rule(certificates[2], admin, "suspend", 700)
    for offset in (*GRID, 310, 320, 599, 600, 700, 1000):
        day = _day(offset)
        counted = currency.of_person(Certificate.objects.filter(period__user=trainee), day)
        governing = currency.governing(day).filter(period__user=trainee).order_by("period__valid_until")
        expected = list(governing.values_list("pk", "validity", "currency"))
        assert [(one.pk, one.validity, one.currency) for one in counted] == expected
