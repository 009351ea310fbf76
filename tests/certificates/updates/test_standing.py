"""The index of standings says what the records say, from the transaction that changes them, and never a status."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from certificates.ledger import renewing, rulings
from certificates.ledger.models import Certification
from certificates.updates import currency, obligations, rollout, standing
from certificates.updates.models import Obligation, Standing, StandingBasis
from courses.releases.models import ChangeClass
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)
COLUMNS = ("validity", "currency", "may_facilitate", "facilitates_through")


@kept
def curriculum(trainee):
    return factories.small_world(may_facilitate_in_grace=False, may_facilitate_while_overdue=False)[0]


@kept
def holder(trainee, curriculum):
    return factories.certified(trainee, curriculum)


def release_out(curriculum, **fields):
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    rollout.carry_out(factories.make_release(curriculum, at=LATER, **fields), at=LATER)


def agrees() -> bool:
    return list(standing.differences()) == []


def test_a_certificate_has_its_standing_at_once(trainee, holder):
    row = Standing.objects.get()
    assert (row.user, row.certificate, row.valid_until) == (trainee, holder, date(2028, 3, 2))
    assert (row.ruled, row.update_due_on, row.may_facilitate_in_grace) == ("", None, False)
    assert agrees()


def test_what_is_asked_and_done_shows_in_it(trainee, curriculum, holder):
    release_out(curriculum, change_class=ChangeClass.CLARIFYING, due_days=60)
    assert Standing.objects.get().update_due_on == date(2026, 5, 31)
    obligations.acknowledge(Obligation.objects.get(), at=LATER)
    assert Standing.objects.get().update_due_on is None
    assert agrees()


def test_a_retake_shows_in_it(trainee, curriculum, holder):
    release_out(curriculum)
    assert Standing.objects.get().update_due_on is not None
    factories.study(obligations.begin(Obligation.objects.get(), by=trainee, at=LATER), at=LATER)
    assert Standing.objects.get().update_due_on is None
    assert agrees()


def test_decisions_show_in_it_and_so_does_their_end(holder, coordinator):
    rulings.suspend(holder, reason="concern", by=coordinator, at=LATER)
    assert (Standing.objects.get().ruled, Standing.objects.get().ruled_at) == ("suspend", LATER)
    rulings.reinstate(holder, reason="resolved", by=coordinator, at=LATER)
    assert (Standing.objects.get().ruled, Standing.objects.get().ruled_at) == ("", None)
    rulings.revoke(holder, reason="no_longer_valid", by=coordinator, at=LATER + timedelta(days=1))
    assert Standing.objects.get().ruled == "revoke"
    assert agrees()


@pytest.mark.parametrize(("reason", "number"), [("issued_in_error", 1), ("no_longer_valid", 2)])
def test_it_stands_for_the_certificate_that_counts(trainee, curriculum, holder, coordinator, reason, number):
    opened = NOON + timedelta(days=650)
    [renewal] = renewing.begin(Certification.objects.get(), trainee, by=trainee, at=opened)
    factories.study(renewal, at=opened)
    assert Standing.objects.get().certificate.period.number == 2
    newest = Standing.objects.get().certificate
    rulings.revoke(newest, reason=reason, by=coordinator, at=opened + timedelta(days=1))
    assert Standing.objects.get().certificate.period.number == number
    assert agrees()


def test_what_is_taken_back_leaves_it_as_it_was(holder, coordinator):
    with transaction.atomic():
        rulings.suspend(holder, reason="concern", by=coordinator, at=LATER)
        transaction.set_rollback(True)
    assert Standing.objects.get().ruled == ""
    assert agrees()


def test_a_standing_that_is_wrong_missing_or_of_nobody_is_found_and_rebuilt(trainee, curriculum, holder):
    other = factories.certified(factories.make_user(), curriculum)
    Standing.objects.filter(certificate=holder).update(valid_until=date(2040, 1, 1), ruled="revoke")
    Standing.objects.filter(certificate=other).delete()
    empty = factories.make_user()
    wrong = Standing.objects.get(certificate=holder)
    wrong.pk, wrong.user = None, empty
    wrong.save(force_insert=True)
    found = {one.user_id: one.what for one in standing.differences()}
    assert found == {
        trainee.pk: "valid_until, ruled",
        other.period.user_id: "it is missing",
        empty.pk: "the person holds nothing in this scheme",
    }
    call_command("rebuild_standing")
    assert agrees()
    assert Standing.objects.count() == 2


def test_a_standing_says_which_curricula_it_rests_on_and_a_wrong_answer_is_found_and_rebuilt(
    trainee, curriculum, holder
):
    assert [one.curriculum for one in StandingBasis.objects.all()] == [curriculum]
    other = factories.make_curriculum("other", modules=1, lessons=1, questions=0)
    StandingBasis.objects.update(curriculum=other)
    [found] = standing.differences()
    assert (found.user_id, found.what) == (trainee.pk, "the curricula it rests on")
    call_command("rebuild_standing")
    assert agrees()
    assert [one.curriculum for one in StandingBasis.objects.all()] == [curriculum]


def test_on_every_day_it_means_what_the_records_mean(trainee, curriculum, coordinator, region_tree):
    cast = [factories.make_user(region=region_tree["Toronto"]) for _ in range(4)]
    held = [factories.certified(person, curriculum) for person in cast]
    release_out(curriculum, due_days=60)
    owed = Obligation.objects.get(certificate=held[1])
    factories.study(obligations.begin(owed, by=cast[1], at=LATER), at=LATER)
    rulings.suspend(held[2], reason="concern", by=coordinator, at=LATER)
    rulings.revoke(held[3], reason="no_longer_valid", by=coordinator, at=LATER)
    seen = set()
    for days in (31, 59, 89, 90, 91, 639, 640, 731, 732, 820, 821, 822, 900):
        day = NOON.date() + timedelta(days=days)
        expected = {row[0]: row[1:] for row in currency.governing(day).values_list("pk", *COLUMNS)}
        found = {row[0]: row[1:] for row in Standing.objects.on(day).values_list("certificate", *COLUMNS)}
        assert found == expected, day
        seen |= {value for row in found.values() for value in row[:3]}
    assert {"valid", "due", "grace", "expired", "suspended", "revoked", "overdue", "outstanding", True, False} <= seen


def test_noting_many_takes_as_many_queries_as_noting_one(curriculum, django_assert_num_queries):
    people = [factories.make_user() for _ in range(3)]
    for person in people:
        factories.certified(person, curriculum)
    for count in (1, 3):
        with django_assert_num_queries(4):
            standing.note([person.pk for person in people[:count]])
