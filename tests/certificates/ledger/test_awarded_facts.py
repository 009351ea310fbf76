"""What is written when a certificate is issued, in full."""

from datetime import date, timedelta

import pytest

from certificates.ledger import awarding
from certificates.ledger.models import Certificate, Certification, Period
from certificates.ledger.signals import certificate_issued
from courses.learning.models import CourseCompletion
from lms import organisation
from notices.models import Notice
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db
RENEWS = {"kind": "renewal", "cycle": 2}


def test_a_certificate_freezes_every_fact_it_prints(trainee):
    logo, signature = (factories.make_picture(colour) for colour in ("#1f5f57", "#1d2a2e"))
    decided = {"name": "Northern Groups", "time_zone": "America/Edmonton", "logo": logo, "signature": signature}
    organisation.decide(
        {**decided, "accent": "#7a2f5d", "signatory_name": "Noor Lindqvist", "signatory_title": "Chair"}
    )
    curriculum, release, _ = factories.small_world()
    certificate = factories.certified(trainee, curriculum)
    assert certificate.issued_at == NOON
    assert certificate.facts == {
        "schema": 2,
        "language": "en",
        "scheme": "Meeting Facilitator: Group Skills",
        "description": "Leads mutual-aid meetings.",
        "issuer": "Northern Groups",
        "signatory_name": "Noor Lindqvist",
        "signatory_title": "Director of Training",
        "signature": signature,
        "design": "stones",
        "logo": logo,
        "accent": "#7a2f5d",
        "time_zone": "America/Edmonton",
        "completed_on": "2026-03-02",
        "valid_from": "2026-03-02",
        "valid_until": "2028-03-02",
        "releases": [
            {
                "name": "SKILLS 1.0.0",
                "release": release.pk,
                "curriculum": curriculum.pk,
                "title": curriculum.title,
                "language": "en",
                "minutes": release.outline["minutes"],
                "modules": ["Module 1", "Module 2"],
            }
        ],
    }


def test_a_period_keeps_the_scheme_and_how_its_days_were_found(trainee):
    curriculum, *_ = factories.small_world(may_facilitate_in_grace=False, date_mode="completion")
    awarded_at = NOON + timedelta(days=2)
    Certification.objects.update(active=False)
    factories.study(factories.enrolled(trainee, curriculum))
    Certification.objects.update(active=True)
    [certificate] = awarding.award(CourseCompletion.objects.get(), at=awarded_at)
    period = Period.objects.get()
    assert (period.opened_at, certificate.issued_at) == (awarded_at, awarded_at)
    assert (period.completed_on, period.baseline_until) == (date(2026, 3, 2), date(2028, 3, 2))
    assert period.requirements == [{"kind": "curriculum", "curriculum": curriculum.pk}]
    assert period.rules == {
        "validity_months": 24,
        "window_months": 3,
        "grace_days": 90,
        "may_facilitate_in_grace": False,
        "may_facilitate_while_overdue": True,
        "date_mode": "completion",
        "minimum_months": 6,
        "base": "2026-03-02",
        "because": "completion",
        "anchor_day": 2,
    }


def test_the_holder_is_told_of_each_certificate_once_with_its_days(trainee):
    curriculum, *_ = factories.small_world()
    first = factories.certified(trainee, curriculum)
    second = factories.certified(trainee, curriculum, at=NOON.replace(year=2028, month=1), **RENEWS)
    told = Notice.objects.filter(recipient=trainee, letter="certificate-issued").order_by("created_at")
    assert [(one.created_at, one.facts) for one in told] == [
        (
            certificate.issued_at,
            {
                "scheme": "Meeting Facilitator: Group Skills",
                "code": certificate.code,
                "valid_until": until,
                "window_opens_on": opens,
            },
        )
        for certificate, until, opens in [(first, "2028-03-02", "2027-12-02"), (second, "2030-03-02", "2029-12-02")]
    ]


def test_other_rooms_hear_of_a_certificate_as_it_is_issued(trainee):
    heard = []

    def listen(sender, certificate, at, **kwargs):
        heard.append((sender, certificate, at))

    curriculum, *_ = factories.small_world()
    certificate_issued.connect(listen)
    try:
        certificate = factories.certified(trainee, curriculum)
    finally:
        certificate_issued.disconnect(listen)
    assert heard == [(Certificate, certificate, NOON)]


@pytest.mark.parametrize(("name", "printed"), [("Jordan A. Ellery", "Jordan A. Ellery"), ("", "Jordan")])
def test_it_bears_the_name_for_certificates_or_else_the_name_shown(trainee, name, printed):
    type(trainee).objects.filter(pk=trainee.pk).update(certificate_name=name)
    curriculum, *_ = factories.small_world()
    assert factories.certified(trainee, curriculum).holder_name == printed


@pytest.mark.parametrize(("chosen", "language"), [("fr", "fr"), ("", "en")])
def test_it_speaks_the_language_of_its_holder_or_else_that_of_the_training(trainee, chosen, language):
    type(trainee).objects.filter(pk=trainee.pk).update(language=chosen)
    curriculum, *_ = factories.small_world()
    assert factories.certified(trainee, curriculum).facts["language"] == language
