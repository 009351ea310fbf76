"""What a holder can do, and nobody else can."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLogEntry
from certificates.updates import rollout
from certificates.updates.models import Obligation
from courses.learning.models import Enrolment
from courses.releases.models import ChangeClass
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(trainee):
    curriculum, *_ = factories.small_world()
    return factories.certified(trainee, curriculum, at=timezone.now() - timedelta(days=100))


def owe(change_class=ChangeClass.SUBSTANTIVE) -> Obligation:
    curriculum = factories.CurriculumPage.objects.get()
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words nobody had read before.")
    at = timezone.now() - timedelta(days=1)
    rollout.carry_out(
        factories.make_release(curriculum, at=at, change_class=change_class, notes="We changed it."), at=at
    )
    return Obligation.objects.get()


def test_the_page_says_until_when_and_why(client, trainee, certificate):
    client.force_login(trainee)
    page = client.get(reverse("proof:certificate", args=[certificate.code])).content.decode()
    assert "Why this date?" in page
    assert "You completed the training on" in page
    assert "Renewing opens on" in page


def test_the_pdf_is_there_at_once(client, trainee, certificate):
    client.force_login(trainee)
    response = client.get(reverse("proof:pdf", args=[certificate.code]))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["certificate", "pdf"])
def test_a_stranger_and_another_trainee_find_nothing(client, certificate, name):
    url = reverse(f"proof:{name}", args=[certificate.code])
    assert client.get(url).status_code == 302
    client.force_login(factories.make_user())
    assert client.get(url).status_code == 404


def test_a_coordinators_download_is_noted(client, coordinator, certificate, trainee):
    client.force_login(coordinator)
    assert client.get(reverse("proof:pdf", args=[certificate.code])).status_code == 200
    entry = AccessLogEntry.objects.get()
    assert (entry.viewer, entry.subject, entry.action) == (coordinator, trainee, "download")


def test_acknowledging_shows_the_words_first_and_clears_the_update(client, trainee, certificate):
    owed = owe(ChangeClass.CLARIFYING)
    client.force_login(trainee)
    url = reverse("updates:update", args=[owed.pk])
    page = client.get(url).content.decode()
    assert "<ins>Words nobody had read before.</ins>" in page
    assert "I have read what changed" in page
    response = client.post(url, follow=True)
    assert "up to date" in response.content.decode()
    again = client.get(url).content.decode()
    assert "You have done this update" in again


def test_retaking_leads_into_the_training(client, trainee, certificate):
    owed = owe()
    client.force_login(trainee)
    response = client.post(reverse("updates:update", args=[owed.pk]))
    enrolment = Enrolment.objects.get(kind="update")
    assert response.url == reverse("learning:training", args=[enrolment.pk])


def test_somebody_elses_update_is_not_found(client, certificate):
    owed = owe()
    client.force_login(factories.make_user())
    url = reverse("updates:update", args=[owed.pk])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_renewing_too_early_is_refused_with_the_day(client, trainee, certificate):
    client.force_login(trainee)
    response = client.post(reverse("ledger:renew", args=["facilitator"]), follow=True)
    assert "Renewing opens on" in response.content.decode()
    assert not Enrolment.objects.filter(kind="renewal").exists()
