"""Rows are locked in one order; a rule that asks out of order is found while it is being written."""

import logging

import pytest
from django.db import transaction

from accounts.models import User
from lms.compiled import Compiled
from lms.locking import Kind, LockOrderError, alone, lock, lock_one, lock_with
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [factories.make_user() for _ in range(3)]


def _these(*people):
    return User.objects.filter(pk__in=[person.pk for person in people])


# The person with their region, by a join that cannot come out empty: others cannot be locked.
_IN = Compiled(
    lambda pk, region: (
        User.objects.filter(pk=pk, region__name=region)
        .select_related("region")
        .select_for_update(of=("region", "self"), no_key=True)
    ),
    pk=int,
    region=str,
)


@transaction.atomic
def _lock(*steps):
    for kind, rows in steps:
        lock(kind, rows)


def test_rows_come_fresh_and_by_key(people):
    User.objects.filter(pk=people[0].pk).update(display_name="Robin")
    with transaction.atomic():
        found = lock(Kind.USER, _these(*reversed(people)))
    assert [row.pk for row in found] == sorted(person.pk for person in people)
    assert found[0].display_name == "Robin"


def test_a_kind_that_comes_earlier_is_refused_afterwards(people):
    with pytest.raises(LockOrderError, match="user"):
        _lock((Kind.ENROLMENT, _these(people[0])), (Kind.USER, _these(people[1])))


def test_a_lower_key_of_the_same_kind_is_refused_afterwards(people):
    with pytest.raises(LockOrderError):
        _lock((Kind.USER, _these(people[1])), (Kind.USER, _these(people[0])))


def test_what_is_held_may_be_asked_for_again(people):
    _lock((Kind.USER, _these(people[0])), (Kind.ENROLMENT, _these(people[1])), (Kind.USER, _these(people[0])))


def test_a_row_and_what_it_points_to_are_locked_in_one_question(region_tree, django_assert_num_queries):
    child = region_tree["Toronto"]
    person = factories.make_user(region=child)
    with transaction.atomic(), django_assert_num_queries(1):
        found = lock_with(_IN, ("region", Kind.CURRICULUM), ("self", Kind.ENROLMENT), pk=person.pk, region=child.name)
        assert found.region == child
    with pytest.raises(LockOrderError), transaction.atomic():
        lock_with(_IN, ("region", Kind.ENROLMENT), ("self", Kind.USER), pk=person.pk, region=child.name)


def test_every_transaction_begins_anew(people):
    _lock((Kind.ATTEMPT, _these(people[0])))
    _lock((Kind.USER, _these(people[0])))


def test_one_row_that_is_not_there_is_said(people):
    with transaction.atomic(), pytest.raises(User.DoesNotExist):
        lock_one(Kind.USER, User.objects.filter(pk=0))


def test_in_production_the_order_is_logged_and_nobody_is_stopped(people, settings, caplog):
    settings.STRICT_LOCK_ORDER = False
    with caplog.at_level(logging.ERROR):
        _lock((Kind.ENROLMENT, _these(people[0])), (Kind.USER, _these(people[0])))
    assert "out of order" in caplog.text


def test_what_loads_the_demo_alone_is_not_asked_for_an_order(people):
    with alone():
        _lock((Kind.ENROLMENT, _these(people[0])), (Kind.USER, _these(people[0])))
    with pytest.raises(LockOrderError):
        _lock((Kind.ENROLMENT, _these(people[0])), (Kind.USER, _these(people[0])))
