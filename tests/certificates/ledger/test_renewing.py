"""When renewing opens, and what coordinators may start for somebody."""

from datetime import date, timedelta

import pytest

from certificates.ledger import renewing, rulings
from certificates.ledger.models import Certificate
from certificates.updates import obligations, rollout
from certificates.updates.models import Obligation
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def holder(trainee):
    curriculum, _, scheme = factories.small_world()
    return factories.certified(trainee, curriculum), curriculum, scheme


def test_renewing_opens_with_the_window_and_not_before(trainee, holder):
    *_, scheme = holder
    with pytest.raises(Refusal, match="opens on 2 December 2027"):
        renewing.begin(scheme, trainee, by=trainee, at=NOON + timedelta(days=100))
    opened = NOON + timedelta(days=640)  # 2 December 2027
    [enrolment] = renewing.begin(scheme, trainee, by=trainee, at=opened)
    assert (enrolment.kind, enrolment.cycle) == ("renewal", 2)
    assert not enrolment.completions.exists()
    assert renewing.begin(scheme, trainee, by=trainee, at=opened) == [enrolment]


def test_without_a_certificate_there_is_nothing_to_renew(coordinator):
    _, _, scheme = factories.small_world()
    with pytest.raises(Refusal, match="no certificate"):
        renewing.begin(scheme, coordinator, by=coordinator, at=NOON)


@pytest.mark.parametrize(("act", "reason"), [(rulings.suspend, "concern"), (rulings.revoke, "no_longer_valid")])
def test_a_suspended_or_revoked_certificate_is_not_renewed_by_its_holder(trainee, holder, coordinator, act, reason):
    certificate, _, scheme = holder
    act(certificate, reason=reason, by=coordinator, at=NOON)
    with pytest.raises(Refusal, match="coordinator"):
        renewing.begin(scheme, trainee, by=trainee, at=NOON + timedelta(days=660))


def test_a_coordinator_enrols_somebody_new_and_they_are_told_once(trainee, coordinator):
    curriculum, *_ = factories.small_world()
    first = renewing.enrol_for(trainee, curriculum, by=coordinator, at=NOON)
    assert renewing.enrol_for(trainee, curriculum, by=coordinator, at=NOON) == first
    assert (first.kind, first.enrolled_by) == ("first", coordinator)
    assert Notice.objects.filter(recipient=trainee, kind="enrolment").count() == 1


def test_a_coordinator_gives_a_new_training_after_a_revocation(trainee, holder, coordinator):
    certificate, curriculum, _ = holder
    with pytest.raises(Refusal, match="Holds a certificate already"):
        renewing.enrol_for(trainee, curriculum, by=coordinator, at=NOON)
    rulings.revoke(certificate, reason="no_longer_valid", by=coordinator, at=NOON)
    again = renewing.enrol_for(trainee, curriculum, by=coordinator, at=NOON + timedelta(days=1))
    factories.study(again, at=NOON + timedelta(days=2))
    assert trainee.periods.get(number=2).kind == "restoration"


def test_renewing_with_an_update_under_way_begins_the_renewal_which_covers_it(trainee, holder):
    _, curriculum, scheme = holder
    when = NOON + timedelta(days=500)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    rollout.carry_out(factories.make_release(curriculum, at=when), at=when)
    update = obligations.begin(Obligation.objects.get(), by=trainee, at=when)
    opened = NOON + timedelta(days=650)
    [renewal] = renewing.begin(scheme, trainee, by=trainee, at=opened)
    assert (renewal.kind, renewal.is_open) == ("renewal", True)
    update.refresh_from_db()
    assert update.closed_at == opened
    assert renewing.begin(scheme, trainee, by=trainee, at=opened) == [renewal]
    factories.study(renewal, at=opened)
    assert Certificate.objects.get(period__number=2).period.valid_until == date(2030, 3, 2)
    assert not obligations.still_owed().exists()


def test_renewing_takes_what_the_scheme_asks_of_new_holders_today(trainee, holder):
    certificate, curriculum, scheme = holder
    added = factories.make_curriculum("added", modules=1, lessons=1)
    factories.make_release(added)
    scheme.curricula.add(added)
    opened = NOON + timedelta(days=650)
    begun = renewing.begin(scheme, trainee, by=trainee, at=opened)
    assert {one.curriculum_id for one in begun} == {curriculum.pk, added.pk}
    factories.study(begun[0], at=opened)
    assert not Certificate.objects.filter(period__number=2).exists()
    again = renewing.begin(scheme, trainee, by=trainee, at=opened)
    assert [one.pk for one in again] == [one.pk for one in begun]  # the one that is done stays done
    factories.study(begun[1], at=opened)
    asked = {one["curriculum"] for one in Certificate.objects.get(period__number=2).period.requirements}
    assert asked == {curriculum.pk, added.pk}
    assert len(certificate.period.requirements) == 1
