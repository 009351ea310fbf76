"""A coordinator sees the people of their regions, and nobody else."""

import csv
import io
import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts import roles
from accounts.models import AccessLogEntry, User
from certificates.ledger import rulings
from certificates.updates import rollout
from desk import roster, roster_csv
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@kept
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
    found = roster.people(by, roster.Filter(**wanted), day=DAY)
    return [(person.certificate_name or person.display_name).split()[0] for person in found]


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
        ({"status": "none"}, ["Learning"]),
        ({"status": "may_facilitate"}, ["Due", "Grace", "Valid"]),
        ({"expiring_before": date(2026, 6, 1)}, ["Grace"]),
        ({"expiring_before": date(2026, 9, 1)}, ["Due", "Grace"]),
        ({"expiring_before": date(2026, 9, 1), "status": "due"}, ["Due"]),
        ({"expiring_before": date(2026, 9, 1), "status": "none"}, []),
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
    assert roster.counts(coordinator, roster.Filter(), day=DAY)["overdue"] == 1


STATUSES = ("", *roster.HELD, roster.IN_TRAINING, roster.WITHOUT, roster.CLOSED)


def test_a_count_opens_exactly_the_list_it_counted_whatever_else_is_asked_for(people, coordinator, region_tree):
    cast, curriculum, scheme = people
    twice = factories.make_user("twice@example.org", "Twice Person", region_tree["Ottawa"])
    other = factories.make_curriculum("second", modules=1, lessons=1, questions=0)
    factories.make_release(other, at=NOON - timedelta(days=1000))
    second = factories.make_scheme(other, slug="second")
    for one in (curriculum, other):
        factories.certified(twice, one, at=NOON - timedelta(days=760))
    factories.enrolled(cast["Grace"], other)
    factories.make_user("gone@example.org", "Gone Person", region_tree["Toronto"], is_active=False)
    choices = itertools.product(
        (None, scheme, second), (None, region_tree["Ottawa"]), (None, date(2026, 9, 1)), ("", "person", "t per")
    )
    for chosen, region, before, name in choices:
        wanted = roster.Filter(scheme=chosen, region=region, expiring_before=before, name=name)
        counts = roster.counts(coordinator, wanted, day=DAY)
        assert set(counts) == set(STATUSES)
        for status in STATUSES:
            listed = list(roster.people(coordinator, replace(wanted, status=status), day=DAY))
            assert counts[status] == len(listed) == len(set(listed)), (wanted, status)


def test_whoever_only_works_here_is_not_said_to_lack_a_certificate(people, coordinator, region_tree):
    _cast, curriculum, _ = people
    trainer = factories.make_user("works@example.org", "Works Person", region_tree["Toronto"])
    learner = factories.make_user("both@example.org", "Both Person", region_tree["Toronto"])
    for one in (trainer, learner):
        roles.make_trainer(one, [curriculum])
    factories.enrolled(learner, curriculum)
    assert names(coordinator, status="none") == ["Both", "Learning"]
    assert roster.counts(coordinator, roster.Filter(), day=DAY)["none"] == 2


def test_a_closed_account_is_found_where_it_is_looked_for_and_nowhere_else(people, coordinator):
    cast, *_ = people
    cast["Valid"].is_active = False
    cast["Valid"].save(update_fields=["is_active"])
    assert "Valid" not in names(coordinator)
    assert names(coordinator, status="closed") == ["Valid"]
    assert roster.counts(coordinator, roster.Filter(), day=DAY)["closed"] == 1


@pytest.mark.parametrize("typed", ["cote", "Côté", "COTE jose", "o'neil", "O’Neil", "zoe@example"])
def test_names_are_found_with_and_without_their_accents(coordinator, region_tree, typed):
    factories.make_user("zoe@example.org", "José Côté-O’Neil", region_tree["Toronto"])
    factories.make_user("other@example.org", "Somebody Else", region_tree["Toronto"])
    assert names(coordinator, name=typed) == ["José"]


def test_a_name_is_found_as_it_is_now_however_it_was_written(coordinator, region_tree):
    one = factories.make_user("one@example.org", "Old Name", region_tree["Toronto"])
    one.certificate_name = "Éléonore New"
    one.save(update_fields=["certificate_name"])
    User.objects.bulk_create([User(email="bulk@example.org", display_name="Éléa", region=region_tree["Toronto"])])
    assert names(coordinator, name="ele") == ["Éléa", "Éléonore"]
    assert names(coordinator, name="old") == ["Éléonore"]  # what they are called has not changed
    assert names(coordinator, name="old name") == []


def test_people_are_sorted_by_name_by_region_and_by_who_stops_first(people, coordinator):
    assert names(coordinator, sort="day", status="may_facilitate") == ["Grace", "Due", "Valid"]
    assert names(coordinator, sort="day")[:4] == ["Grace", "Due", "Valid", "Expired"]
    assert names(coordinator, sort="region")[:3] == ["Grace", "Beatriz", "Due"]


def test_an_administrator_answers_for_everybody(people, admin):
    assert "Elsewhere" in names(admin)


def test_a_coordinator_whose_duty_ended_sees_nobody(people, coordinator, region_tree):
    roles.withdraw_coordinator(coordinator, region_tree["Ontario"])
    coordinator = type(coordinator).objects.get(pk=coordinator.pk)
    assert names(coordinator) == []


def exported(by, **wanted) -> list[list[str]]:
    text = "".join(roster_csv.pieces(by, roster.Filter(**wanted), at=NOON + timedelta(days=30)))
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_csv_names_everybody_once_in_pieces_of_any_size(people, coordinator, region_tree, monkeypatch):
    for number in range(3):  # the same name, and nothing but the address to tell them by
        factories.make_user(f"same{number}@example.org", "Same Name", region_tree["Toronto"])
    expected = [one.email for one in roster.people(coordinator, roster.Filter(), day=DAY)]
    for times, size in enumerate([1, 2, 3, 100], start=1):
        monkeypatch.setattr(roster_csv, "_PIECE", size)
        assert [line[2] for line in exported(coordinator, sort="day")[1:]] == expected
        assert AccessLogEntry.objects.filter(action="export").count() == len(expected) * times


def test_the_csv_has_a_line_a_certificate_and_runs_nothing_in_a_spreadsheet(people, coordinator):
    cast, *_ = people
    cast["Valid"].certificate_name = '=HYPERLINK("http://x")'
    cast["Valid"].save()
    header, *lines = exported(coordinator)
    assert header == list(roster_csv.HEADER)
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
    header, *lines = exported(coordinator)
    may, through = header.index("May facilitate"), header.index("Last permitted day")
    found = {line[0].split()[0]: (line[may], line[through]) for line in lines}
    assert found["Valid"] == ("yes", "2028-05-20")
    assert found["Grace"] == ("yes", "2026-05-02")
    assert found["Expired"][0] == "no"
    assert found["Revoked"] == ("no", "")
    assert found["Learning"] == ("", "")
