"""Rules about certificates that meet on the same person wait for each other: none is lost, none dies of a deadlock."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts import closing, confirming, roles
from accounts.models import Region
from certificates.ledger import awarding, renewing, rulings
from certificates.ledger.models import Certificate, Certification, Ruling
from certificates.updates import asking, currency, obligations, owing, rollout, standing
from certificates.updates.models import Obligation, Outcome
from courses.learning.models import CourseCompletion, Enrolment
from courses.releases.models import ChangeClass
from lms import later
from lms.refusals import Refusal
from tests import factories
from tests.at_once import at_once, needs_row_locks
from tests.factories import NOON
from tests.kept import kept

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LATER = NOON + timedelta(days=660)  # renewing is open


@pytest.fixture(autouse=True)
def _row_locks(monkeypatch):
    monkeypatch.setattr(later, "ask", lambda *asked: None)  # what these tests run at once, they run themselves


@kept
def holders():
    """Three people certified in one curriculum."""
    curriculum, *_ = factories.small_world()
    people = [factories.make_user(name=f"Person {number}") for number in range(3)]
    for person in people:
        factories.certified(person, curriculum)
    return people, curriculum, Certification.objects.get()


def lingering(call: Callable[[], Any]) -> Callable[[], Any]:
    """The call, resting after every row it locks, so that another one surely meets it there; a refusal is an answer."""

    def linger(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "FOR NO KEY UPDATE" in sql or "FOR UPDATE" in sql:
            time.sleep(0.2)
        return result

    def run():
        with connection.execute_wrapper(linger):
            try:
                return call()
            except Refusal as refusal:
                return refusal

    return run


def changed(curriculum, **fields):
    """A newer release whose hour is LATER, so that nobody has been asked yet."""
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    fields.setdefault("change_class", ChangeClass.SAFETY)
    return factories.make_release(curriculum, at=LATER - timedelta(days=1), effective_at=LATER, **fields)


def nothing_is_missing(at) -> bool:
    held = list(asking.counting(timezone.localdate(at)))
    return not [one for one in owing.missing_of(held, at=at) if not one.is_written]


def test_renewing_while_a_release_goes_out_asks_everybody_once(holders):
    people, curriculum, scheme = holders
    release = changed(curriculum)
    at_once(
        lingering(lambda: rollout.carry_out(release, at=LATER)),
        *[lingering(lambda one=one: renewing.begin(scheme, one, by=one, at=LATER)) for one in people],
    )
    assert Outcome.objects.filter(release=release).count() == 3
    assert Obligation.objects.filter(release=release).count() == 3
    assert Enrolment.objects.filter(kind="renewal", closed_at=None, release=release).count() == 3


def test_two_workers_carrying_out_one_release_leave_one_outcome_a_person(holders):
    _, curriculum, _ = holders
    release = changed(curriculum)
    at_once(*[lingering(lambda: rollout.carry_out(release, at=LATER)) for _ in range(3)])
    assert Outcome.objects.filter(release=release).count() == Obligation.objects.count() == 3


def test_finishing_a_renewal_while_a_release_goes_out_leaves_nobody_unasked(holders):
    people, curriculum, scheme = holders
    renewals = [renewing.begin(scheme, one, by=one, at=LATER - timedelta(days=2))[0] for one in people]
    release = changed(curriculum, verdict={"in_progress": "finish", "in_window": "in_renewal"})
    at_once(
        lingering(lambda: rollout.carry_out(release, at=LATER)),
        *[lingering(lambda one=one: factories.study(one, at=LATER)) for one in renewals],
    )
    assert Certificate.objects.filter(period__number=2).count() + _moved(release) == 3
    assert nothing_is_missing(LATER)


def _moved(release) -> int:
    return Enrolment.objects.filter(release=release, completed_at=None).count()


def test_awarding_the_same_training_many_times_at_once_issues_one_certificate(holders):
    people, curriculum, _ = holders
    Certification.objects.update(active=False)
    newcomer = factories.make_user()
    factories.study(factories.enrolled(newcomer, curriculum))
    Certification.objects.update(active=True)
    completion = CourseCompletion.objects.get(enrolment__user=newcomer)
    at_once(*[lingering(lambda: awarding.award(completion, at=LATER)) for _ in range(4)])
    assert newcomer.periods.count() == 1
    assert len(people) == 3


def test_two_coordinators_ruling_at_once_are_heard_one_after_the_other(holders):
    people, *_ = holders
    held = Certificate.objects.get(period__user=people[0])
    admins = [factories.make_user() for _ in range(2)]
    for one in admins:
        roles.make_administrator(one)
    answers = at_once(
        *[lingering(lambda one=one: rulings.revoke(held, reason="no_longer_valid", by=one, at=LATER)) for one in admins]
    )
    assert sorted(isinstance(answer, Refusal) for answer in answers) == [False, True]
    assert Ruling.objects.count() == 1
    assert not Region.objects.exists()


def test_a_ruling_while_a_release_goes_out_and_the_sweep_runs_leaves_nobody_unasked(holders):
    people, curriculum, scheme = holders
    renewed = factories.certified(people[0], curriculum, at=LATER - timedelta(days=5), kind="renewal", cycle=2)
    release = changed(curriculum)
    admin = factories.make_user()
    roles.make_administrator(admin)
    at_once(
        lingering(lambda: rulings.revoke(renewed, reason="issued_in_error", by=admin, at=LATER)),
        lingering(lambda: rollout.carry_out(release, at=LATER)),
        lingering(lambda: asking.sweep(at=LATER)),
    )
    asking.sweep(at=LATER)
    assert nothing_is_missing(LATER)
    counting = currency.of_person(Certificate.objects.filter(period__user=people[0]), timezone.localdate(LATER))
    assert [(one.period.number, one.currency) for one in counting] == [(1, "outstanding")]
    assert scheme.active


def test_beginning_an_update_twice_and_renewing_at_once_ends_in_one_training(holders):
    people, curriculum, scheme = holders
    release = changed(curriculum)
    rollout.carry_out(release, at=LATER)
    owed = Obligation.objects.get(certificate__period__user=people[0])
    at_once(
        lingering(lambda: obligations.begin(owed, by=people[0], at=LATER)),
        lingering(lambda: obligations.begin(owed, by=people[0], at=LATER)),
        lingering(lambda: renewing.begin(scheme, people[0], by=people[0], at=LATER)),
    )
    [left] = Enrolment.objects.filter(user=people[0], completed_at=None, closed_at=None)
    assert left.kind == "renewal"
    factories.study(left, at=LATER)
    assert not obligations.still_owed(people[0]).exists()


def test_acknowledging_twice_at_once_gives_one_note(holders):
    people, curriculum, _ = holders
    rollout.carry_out(
        changed(curriculum, change_class=ChangeClass.CLARIFYING, verdict={"in_window": "acknowledge"}), at=LATER
    )
    owed = Obligation.objects.get(certificate__period__user=people[0])
    first, second = at_once(*[lingering(lambda: obligations.acknowledge(owed, at=LATER)) for _ in range(2)])
    assert first == second


def test_leaving_while_a_release_goes_out_asks_those_who_stay_and_nobody_else(holders):
    people, curriculum, _ = holders
    release = changed(curriculum)
    at_once(
        lingering(lambda: rollout.carry_out(release, at=LATER)),
        *[lingering(lambda one=one: closing.close(one, at=LATER)) for one in people[:2]],
    )
    asked = set(Obligation.objects.filter(release=release).values_list("certificate__period__user", flat=True))
    assert people[2].pk in asked
    assert not type(people[0]).objects.filter(pk__in=[one.pk for one in people[:2]], is_active=True).exists()
    assert nothing_is_missing(LATER)


def test_confirming_a_name_while_the_sweep_awards_issues_one_certificate(holders):
    _, curriculum, _ = holders
    newcomer = factories.make_user(name_confirmed_at=None)
    factories.study(factories.enrolled(newcomer, curriculum))
    assert not newcomer.periods.exists()
    at_once(
        lingering(lambda: confirming.confirm_name(newcomer, "Robin Ellery", at=LATER)),
        lingering(lambda: awarding.award_missing(since=NOON - timedelta(days=1), at=LATER)),
    )
    [issued] = Certificate.objects.filter(period__user=newcomer)
    assert issued.holder_name == "Robin Ellery"


def test_rebuilding_standings_while_certificates_are_issued_leaves_them_true(holders):
    _, curriculum, _ = holders
    newcomers = [factories.make_user() for _ in range(2)]
    nearly = [factories.enrolled(one, curriculum) for one in newcomers]
    at_once(
        lingering(standing.rebuild),
        *[lingering(lambda one=one: factories.study(one, at=LATER)) for one in nearly],
        lingering(standing.rebuild),
    )
    assert not list(standing.differences())
    assert Certificate.objects.filter(period__user__in=newcomers).count() == 2
