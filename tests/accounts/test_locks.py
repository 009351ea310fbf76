"""Answers, withdrawals and an administrator's changes that meet on one person wait for each other, and one of them counts."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts import moving, person_changes, roles
from accounts.models import RegionMove, User
from lms import later
from lms.refusals import Refusal
from tests import factories
from tests.at_once import at_once, lingering, needs_row_locks
from tests.factories import NOON

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

AT = NOON
Outcome = RegionMove.Outcome


@pytest.fixture
def move(monkeypatch, region_tree, coordinator) -> RegionMove:
    """Sam of Toronto, who is certified, has asked to go to Ottawa."""
    monkeypatch.setattr(later, "ask", lambda *asked: None)
    curriculum, *_ = factories.small_world()
    person = factories.make_user("sam@example.org", "Sam Okafor", region_tree["Toronto"])
    factories.certified(person, curriculum, at=AT - timedelta(days=50))
    asked = moving.choose(person, region_tree["Ottawa"], at=AT)
    assert asked is not None
    return asked


def answering(move: RegionMove, *, grant: bool, by: User):
    def answer() -> str:
        try:
            return moving.decide(move, grant=grant, by=by, at=AT).outcome
        except Refusal:
            return "too late"

    return lingering(answer)


def region_of(move: RegionMove) -> str:
    return User.objects.get(pk=move.user_id).region.name


def test_two_coordinators_who_answer_at_once_give_one_answer(move, coordinator, region_tree):
    other = factories.make_user("other@example.org", "Other Coordinator", region_tree["Canada"])
    roles.make_coordinator(other, region_tree["Canada"])
    said = at_once(answering(move, grant=True, by=coordinator), answering(move, grant=False, by=other))
    assert "too late" in said
    kept = RegionMove.objects.get()
    assert kept.outcome in said
    assert region_of(move) == ("Ottawa" if kept.outcome == Outcome.MOVED else "Toronto")


def test_withdrawing_and_agreeing_at_once_leave_one_of_them(move, coordinator, region_tree):
    stay = lingering(lambda: moving.choose(move.user, region_tree["Toronto"], at=AT))
    said, back = at_once(answering(move, grant=True, by=coordinator), stay)
    first = RegionMove.objects.order_by("pk").first()
    if said == "too late":
        assert (first.outcome, back, region_of(move)) == (Outcome.WITHDRAWN, None, "Toronto")
    else:  # they had moved by then, so going back is asked for anew
        assert (first.outcome, back.wanted.name, region_of(move)) == (Outcome.MOVED, "Toronto", "Ottawa")


def test_an_administrators_form_does_not_take_a_move_back_unnoted(move, admin, coordinator, region_tree):
    """The form was opened before the answer and is saved at the same moment; where the person is, the history says."""

    @transaction.atomic
    def save() -> None:
        person = User.objects.get(pk=move.user_id)
        before = person_changes.locked_facts(person)
        person.region = region_tree["Toronto"]
        person.save()
        person_changes.note(person, before, by=admin, at=AT)

    at_once(answering(move, grant=True, by=coordinator), lingering(save))
    last = RegionMove.objects.filter(outcome=Outcome.MOVED).order_by("-pk").first()
    assert last is not None
    assert region_of(move) == last.wanted.name
