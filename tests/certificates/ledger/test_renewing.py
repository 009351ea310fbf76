"""When renewing opens, and what coordinators may start for somebody."""

from datetime import timedelta

import pytest

from certificates.ledger import renewing, rulings
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
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
    with pytest.raises(Refusal, match="holds a certificate"):
        renewing.enrol_for(trainee, curriculum, by=coordinator, at=NOON)
    rulings.revoke(certificate, reason="no_longer_valid", by=coordinator, at=NOON)
    again = renewing.enrol_for(trainee, curriculum, by=coordinator, at=NOON + timedelta(days=1))
    factories.study(again, at=NOON + timedelta(days=2))
    assert trainee.periods.get(number=2).kind == "restoration"
