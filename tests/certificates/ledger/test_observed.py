"""A scheme that asks for an observation gives its certificate when it is passed, and not before."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from certificates.ledger import awarding, waiting
from certificates.ledger.models import Certificate, Certification
from certificates.proof import pdf
from notices.models import Notice
from tests import factories, practising
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def asked():
    """A scheme that asks, somebody who has completed the training, and an assessor."""
    curriculum, _release, scheme = factories.small_world()
    practising.asking(curriculum, scheme)
    person = factories.make_user()
    practising.completed(person, curriculum)
    return person, practising.make_assessor(curriculum), curriculum, scheme


def test_completing_the_training_alone_earns_nothing(asked):
    person, *_ = asked
    assert not Certificate.objects.exists()
    assert awarding.award_missing(since=NOON - timedelta(days=1), at=NOON) == 0
    assert waiting.of_person(person) == []


def test_passing_earns_the_certificate_in_the_same_transaction(asked):
    person, assessor, *_ = asked
    form = practising.signed(practising.begun(assessor, person))
    period = Certificate.objects.get().period
    assert (period.user, period.observation) == (person, form)
    assert period.requirements[-1] == {"kind": "observation", "rubric": form.rubric_id}


@pytest.mark.parametrize("outcome", ["repeat", "not_yet"])
def test_not_passing_earns_nothing_and_the_person_goes_on_waiting(asked, outcome):
    person, assessor, *_ = asked
    practising.signed(practising.begun(assessor, person), outcome)
    assert not Certificate.objects.exists()
    practising.signed(practising.begun(assessor, person))
    assert Certificate.objects.count() == 1


def test_it_counts_from_the_day_it_was_seen_whenever_it_was_signed(asked):
    person, assessor, *_ = asked
    later = NOON + timedelta(days=30)
    form = practising.begun(assessor, person, at=later)
    practising.signed(form, observed_on=date(2026, 3, 20), at=later)
    assert Certificate.objects.get().period.valid_from == date(2026, 3, 20)


def test_a_name_that_is_missing_makes_it_wait_after_passing_and_not_before(asked):
    _person, assessor, curriculum, scheme = asked
    nameless = factories.make_user(name="Only Called", certificate_name="")
    practising.completed(nameless, curriculum)
    assert waiting.of_person(nameless) == []
    assert not Notice.objects.filter(recipient=nameless, letter="certificate-waits").exists()
    practising.signed(practising.begun(assessor, nameless))
    assert waiting.of_person(nameless) == [scheme.name]
    assert Notice.objects.filter(recipient=nameless, letter="certificate-waits").exists()


def test_the_sweep_finds_what_was_passed_lately_and_not_issued(asked):
    """However long ago the training was completed."""
    person, assessor, *_ = asked
    passed = NOON + timedelta(days=300)
    form = practising.begun(assessor, person, at=passed)
    Certification.objects.update(active=False)
    practising.signed(form, at=passed)
    Certification.objects.update(active=True)
    assert awarding.award_missing(since=passed - timedelta(days=1), at=passed) == 1


def test_whoever_held_it_before_the_scheme_asked_is_asked_when_they_renew():
    curriculum, _release, scheme = factories.small_world()
    holder = factories.make_user()
    factories.certified(holder, curriculum)
    practising.asking(curriculum, scheme)
    assessor = practising.make_assessor(curriculum)
    at = NOON + timedelta(days=700)
    enrolment = factories.enrolled(holder, curriculum, at=at, kind="renewal", cycle=2)
    factories.study(enrolment, at=at)
    assert Certificate.objects.count() == 1
    practising.authorise(assessor, curriculum, through=date(2028, 6, 1), at=at)
    practising.signed(practising.begun(assessor, holder, at=at), at=at)
    assert [one.period.kind for one in Certificate.objects.order_by("pk")] == ["first", "renewal"]


def test_the_certificate_says_when_it_was_learned_and_when_it_was_seen(client, asked):
    """And nothing of how it went."""
    person, assessor, *_ = asked
    later = NOON + timedelta(days=30)
    practising.signed(practising.begun(assessor, person, at=later), observed_on=date(2026, 3, 20), at=later)
    certificate = Certificate.objects.get()
    assert certificate.facts["completed_on"] == "2026-03-02"
    assert certificate.facts["observed"] == {"title": "Leads a meeting", "language": "en", "on": "2026-03-20"}
    printed = pdf.html_of(certificate)
    assert "on 2 March 2026" in printed
    assert "Observed in practice on 20 March 2026, and passed." in printed
    shown = client.get(reverse("proof:verify_code", args=[certificate.code])).content.decode()
    assert "Seen in practice on</dt><dd>20 March 2026" in shown
