"""The days that matter to a holder, and the calendar that says them."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts import anonymising, feeds
from accounts.models import User
from certificates.ledger import rulings
from certificates.ledger.models import Ruling
from certificates.updates import days_ahead, rollout
from tests import factories
from tests.factories import NOON, certified, make_user
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def certificate(trainee):
    curriculum, *_ = factories.small_world()
    return certified(trainee, curriculum)


def keys(person, at):
    return [one.key.rsplit("-", 1)[0] for one in days_ahead.of(person, at=at)]


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


def test_a_valid_certificate_has_three_days(trainee, certificate):
    found = days_ahead.of(trainee, at=NOON)
    assert [(one.title, one.day) for one in found] == [
        ("Renewal opens", date(2027, 12, 2)),
        ("Certificate ends", date(2028, 3, 2)),
        ("Last day to renew in time", date(2028, 5, 31)),
    ]


@pytest.mark.parametrize(
    ("days", "left"), [(1, ["renewal", "end", "grace"]), (660, ["end", "grace"]), (740, ["grace"]), (900, [])]
)
def test_what_has_passed_is_gone(trainee, certificate, days, left):
    assert keys(trainee, later(days)) == left


def test_an_update_is_due_also_when_its_day_has_passed(trainee, certificate):
    curriculum = certificate.period.bases.get().completion.enrolment.curriculum
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "New words.")
    release = factories.make_release(curriculum, at=later(10), due_days=30)
    rollout.carry_out(release, at=later(10))
    first = days_ahead.of(trainee, at=later(11))[0]
    assert (first.title, first.day) == ("Training update due", timezone.localdate(later(40)))
    assert keys(trainee, later(60))[0] == "update"


def test_a_revoked_certificate_has_none_and_a_suspended_one_only_what_is_owed(trainee, certificate, admin):
    rulings.suspend(certificate, reason=Ruling.Reason.CONCERN, by=admin, at=NOON, note="x")
    assert keys(trainee, later(1)) == []


def test_entries_name_no_subject(trainee, certificate):
    for one in days_ahead.of(trainee, at=NOON):
        event = days_ahead.event(one)
        assert "Facilitator" not in event.title + event.text + event.uid
        assert certificate.code not in event.uid


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_whatever_is_held(trainee, count, django_assert_max_num_queries):
    for number in range(count):
        curriculum = factories.make_curriculum(f"c{number}", modules=1, lessons=1, questions=0)
        factories.make_release(curriculum)
        factories.make_scheme(curriculum)
        certified(trainee, curriculum)
    with django_assert_max_num_queries(3):  # whether there are any, which, what is owed
        days_ahead.of(trainee, at=NOON)


# ---------------------------------------------------------------------------------------------------- secret addresses
def test_a_new_secret_ends_the_old_one(trainee):
    old = feeds.renew(trainee)
    new = feeds.renew(trainee)
    assert (feeds.owner(old), feeds.owner(new)) == (None, trainee)
    feeds.stop(trainee)
    assert feeds.owner(new) is None


def test_a_closed_account_has_no_calendar(trainee, admin):
    key = feeds.renew(trainee)
    anonymising.deactivate(trainee, by=admin, at=NOON)
    assert feeds.owner(key) is None


def test_an_anonymised_one_forgets_its_secret(trainee, admin):
    feeds.renew(trainee)
    anonymising.anonymise(trainee, by=admin, at=NOON)
    assert User.objects.get(pk=trainee.pk).calendar_key is None


def test_two_people_without_a_calendar_may_be(db):
    make_user(), make_user()
    assert User.objects.filter(calendar_key=None).count() == 2
