"""No certificate before it is known who issues it; and nothing earned meanwhile is lost."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from certificates.ledger import awarding, tasks, waiting
from certificates.ledger.models import Certificate
from lms import organisation
from lms.models import Organisation
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody_decided(db):
    """A site whose schemes are made, and that does not know yet who issues their certificates."""

    def undo():
        Organisation.objects.all().delete()
        cache.clear()

    return undo


@pytest.mark.parametrize("missing", ["name", "time_zone", "signatory_name"])
def test_nothing_is_issued_until_it_is_known_who_issues_it(trainee, missing):
    curriculum, *_ = factories.small_world()
    Organisation.objects.update(**{missing: ""})
    factories.study(factories.enrolled(trainee, curriculum))
    assert not Certificate.objects.exists()


def test_what_waited_is_issued_once_the_issuer_is_known_with_the_days_it_was_earned(
    trainee, nobody_decided, django_capture_on_commit_callbacks
):
    curriculum, *_, scheme = factories.small_world()
    nobody_decided()
    factories.study(factories.enrolled(trainee, curriculum))
    assert waiting.of_person(trainee) == [scheme.name]
    awarding.award_missing(since=NOON - timedelta(days=1), at=NOON + timedelta(days=1))
    assert not Certificate.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        organisation.decide({"name": "Northern Groups", "time_zone": "America/Edmonton", "signatory_name": "Ana"})
    [certificate] = Certificate.objects.select_related("period")
    assert (certificate.facts["issuer"], certificate.period.valid_from) == ("Northern Groups", date(2026, 3, 2))
    assert certificate.period.valid_until == date(2028, 3, 2)
    assert waiting.of_person(trainee) == []
    tasks.award_waiting()
    assert Certificate.objects.count() == 1


def test_what_was_issued_keeps_its_issuer(trainee):
    curriculum, *_ = factories.small_world()
    certificate = factories.certified(trainee, curriculum)
    organisation.decide({"name": "Another Name", "design": "stones"})
    certificate.refresh_from_db()
    assert certificate.facts["issuer"] == "Cairn Community Training"


def test_somebody_under_way_waits_for_nothing(trainee, nobody_decided):
    curriculum, *_ = factories.small_world()
    nobody_decided()
    factories.study(factories.enrolled(trainee, curriculum), items=1)
    assert waiting.of_person(trainee) == []


def test_whoever_waits_and_whoever_can_end_it_reads_why(client, trainee, coordinator, admin, nobody_decided):
    curriculum, *_, scheme = factories.small_world()
    nobody_decided()
    factories.study(factories.enrolled(trainee, curriculum))
    client.force_login(trainee)
    words = client.get("/learn/").content.decode()
    assert f"You have earned {scheme.name}." in words
    assert "Earned, not issued yet" in words
    assert "Nothing is lost" in words
    assert "No certificate yet" not in words  # nor that nothing has been earned
    assert "No certificate is issued yet" not in words
    client.force_login(coordinator)
    assert "No certificate is issued yet" in client.get("/desk/").content.decode()
    client.force_login(admin)
    assert 'href="/set-up/"' in client.get("/desk/").content.decode()
