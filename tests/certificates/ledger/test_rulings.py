"""Suspending, reinstating, revoking: who may, in what order, and that the holder is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AccessLogEntry
from certificates.ledger import lifecycle, rulings
from certificates.ledger.models import Certificate, Ruling
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


@kept
def certificate(trainee):
    curriculum, *_ = factories.small_world()
    return factories.certified(trainee, curriculum)


def status(certificate, at=LATER):
    day = timezone.localdate(at)
    return lifecycle.with_validity(Certificate.objects.filter(pk=certificate.pk), day).get().validity


def test_a_suspension_shows_at_once_and_ends_with_a_reinstatement(certificate, coordinator):
    rulings.suspend(certificate, reason="concern", by=coordinator, at=LATER)
    assert status(certificate) == "suspended"
    rulings.reinstate(certificate, reason="resolved", by=coordinator, at=LATER + timedelta(days=1))
    assert status(certificate, LATER + timedelta(days=1)) == "valid"
    assert Notice.objects.filter(recipient=certificate.period.user, kind="ruling").count() == 2


def test_a_revocation_is_final(certificate, coordinator):
    rulings.revoke(certificate, reason="no_longer_valid", note="Left.", by=coordinator, at=LATER)
    assert status(certificate) == "revoked"
    for act in (rulings.suspend, rulings.reinstate, rulings.revoke):
        with pytest.raises(Refusal, match="final"):
            act(certificate, reason="concern", by=coordinator, at=LATER)
    assert Ruling.objects.count() == 1


def test_the_holder_reads_the_reason_but_not_the_note(certificate, coordinator):
    rulings.revoke(certificate, reason="issued_in_error", note="Mixed up two people.", by=coordinator, at=LATER)
    letter = Notice.objects.get(kind="ruling")
    assert "issued in error" in letter.body
    assert "Mixed up" not in letter.body


def test_a_coordinator_of_another_region_is_refused(certificate, region_tree):
    from accounts import roles

    other = factories.make_user("quebec@example.org", "Lise", region_tree["Québec"])
    roles.make_coordinator(other, region_tree["Québec"])
    with pytest.raises(Refusal, match="not in a region"):
        rulings.revoke(certificate, reason="no_longer_valid", by=other, at=LATER)
    assert status(certificate) == "valid"


def test_nobody_decides_about_their_own_certificate(coordinator):
    curriculum, *_ = factories.small_world()
    own = factories.certified(coordinator, curriculum)
    with pytest.raises(Refusal, match="your own"):
        rulings.suspend(own, reason="concern", by=coordinator, at=LATER)


@pytest.mark.parametrize(
    ("act", "message"), [(rulings.reinstate, "not suspended"), (rulings.suspend, "Choose a reason")]
)
def test_other_refusals_say_why(certificate, coordinator, act, message):
    with pytest.raises(Refusal, match=message):
        act(certificate, reason="resolved", by=coordinator, at=LATER)


def test_suspending_twice_is_refused(certificate, coordinator):
    rulings.suspend(certificate, reason="concern", by=coordinator, at=LATER)
    with pytest.raises(Refusal, match="already"):
        rulings.suspend(certificate, reason="concern", by=coordinator, at=LATER)


def test_whoever_rules_is_on_the_holders_record_or_nothing_was_ruled(certificate, coordinator, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("accounts.access_log.record", broken)
        with pytest.raises(RuntimeError):
            rulings.suspend(certificate, reason="concern", by=coordinator, at=LATER)
    assert not Ruling.objects.exists()
    rulings.suspend(certificate, reason="concern", by=coordinator, at=LATER)
    entry = AccessLogEntry.objects.get(subject=certificate.period.user)
    assert (entry.viewer, entry.action, entry.at) == (coordinator, "suspend", LATER)
