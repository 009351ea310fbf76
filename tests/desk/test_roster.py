"""A coordinator sees the people of their regions, and nobody else."""

import csv
import io
from datetime import date, timedelta

import pytest

from accounts import roles
from certificates.ledger import rulings
from certificates.updates import rollout
from desk import roster
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@pytest.fixture
def people(region_tree, coordinator):
    """Somebody in each status in Toronto, somebody in Ottawa, and somebody in Montréal."""
    curriculum, _, scheme = factories.small_world()
    cast = {}
    for name, place, ago in [
        ("Valid", "Toronto", 10),
        ("Due", "Toronto", 660),
        ("Grace", "Ottawa", 760),
        ("Expired", "Toronto", 900),
        ("Elsewhere", "Montréal", 10),
        ("Revoked", "Toronto", 20),
    ]:
        cast[name] = factories.make_user(f"{name.lower()}@example.org", f"{name} Person", region_tree[place])
        factories.certified(cast[name], curriculum, at=NOON - timedelta(days=ago))
    rulings.revoke(cast["Revoked"].periods.get().certificate, reason="no_longer_valid", by=coordinator, at=NOON)
    cast["Learning"] = factories.make_user("learning@example.org", "Learning Person", region_tree["Toronto"])
    factories.enrolled(cast["Learning"], curriculum)
    return cast, curriculum, scheme


def names(by, **wanted) -> list[str]:
    return [person.certificate_name.split()[0] for person in roster.people(by, roster.Filter(**wanted), day=DAY)]


def test_everybody_of_the_regions_and_below_is_listed_and_nobody_else(people, coordinator):
    assert names(coordinator) == ["Beatriz", "Due", "Expired", "Grace", "Learning", "Revoked", "Valid"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"status": "valid"}, ["Valid"]),
        ({"status": "due"}, ["Due"]),
        ({"status": "grace"}, ["Grace"]),
        ({"status": "expired"}, ["Expired"]),
        ({"status": "revoked"}, ["Revoked"]),
        ({"status": "suspended"}, []),
        ({"status": "in_training"}, ["Learning"]),
        ({"status": "none"}, ["Beatriz", "Learning"]),
        ({"expiring_before": date(2026, 6, 1)}, ["Due"]),
        ({"name": "gra per"}, ["Grace"]),
        ({"name": "elsewhere"}, []),
    ],
)
def test_the_filters_narrow(people, coordinator, wanted, expected):
    assert names(coordinator, **wanted) == expected


def test_a_region_and_a_scheme_narrow_together(people, coordinator, region_tree):
    _, _, scheme = people
    assert names(coordinator, region=region_tree["Ottawa"], scheme=scheme) == ["Grace"]
    assert names(coordinator, region=region_tree["Montréal"]) == []


def test_an_overdue_update_is_found(people, coordinator):
    _, curriculum, _ = people
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    rollout.carry_out(factories.make_release(curriculum, at=NOON, due_days=20), at=NOON)
    assert names(coordinator, status="overdue") == ["Valid"]
    assert roster.counts(coordinator, day=DAY)["overdue"] == 1


def test_the_counts_agree_with_the_lists(people, coordinator):
    counts = roster.counts(coordinator, day=DAY)
    for status in (*roster.VALIDITIES, *roster.CURRENCIES, roster.IN_TRAINING, roster.WITHOUT):
        assert counts[status] == len(names(coordinator, status=status)), status
    assert counts["everybody"] == len(names(coordinator))


def test_an_administrator_answers_for_everybody(people, admin):
    assert "Elsewhere" in names(admin)


def test_a_coordinator_whose_duty_ended_sees_nobody(people, coordinator, region_tree):
    roles.withdraw_coordinator(coordinator, region_tree["Ontario"])
    coordinator = type(coordinator).objects.get(pk=coordinator.pk)
    assert names(coordinator) == []


def test_the_csv_has_a_line_a_certificate_and_runs_nothing_in_a_spreadsheet(people, coordinator):
    cast, *_ = people
    cast["Valid"].certificate_name = '=HYPERLINK("http://x")'
    cast["Valid"].save()
    out = io.StringIO()
    csv.writer(out).writerows(roster.csv_rows(list(roster.people(coordinator, roster.Filter(), day=DAY)), day=DAY))
    header, *lines = list(csv.reader(io.StringIO(out.getvalue())))
    assert header == list(roster.HEADER)
    assert len(lines) == 7
    assert {len(line) for line in lines} == {len(header)}
    assert any(line[0].startswith("'=HYPERLINK") for line in lines)


@pytest.mark.parametrize("more", [0, 4])
def test_the_page_takes_the_same_queries_for_few_and_many(people, coordinator, more, django_assert_num_queries):
    _, curriculum, _ = people
    for number in range(more):
        extra = factories.make_user(region=coordinator.region, name=f"Extra {number}")
        factories.certified(extra, curriculum)
    persons = list(roster.people(coordinator, roster.Filter(), day=DAY))
    with django_assert_num_queries(2):
        assert len(roster.rows(persons, day=DAY)) == len(persons)


def test_the_csv_says_who_may_facilitate_and_through_which_day(people, coordinator):
    persons = list(roster.people(coordinator, roster.Filter(), day=DAY))
    header, *lines = roster.csv_rows(persons, day=DAY)
    may, through = header.index("May facilitate"), header.index("Last permitted day")
    found = {line[0].split()[0]: (line[may], line[through]) for line in lines}
    assert found["Valid"] == ("yes", "2028-05-20")
    assert found["Grace"] == ("yes", "2026-05-02")
    assert found["Expired"][0] == "no"
    assert found["Revoked"] == ("no", "")
    assert found["Learning"] == ("", "")
