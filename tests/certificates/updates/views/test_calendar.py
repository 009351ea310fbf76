"""My dates: the page, one date, and the calendar to follow."""

import pytest
from django.utils import timezone

from accounts.models import User
from tests import factories
from tests.factories import certified, make_user

pytestmark = pytest.mark.django_db

PAGE = "/learn/dates/"


@pytest.fixture
def certificate(client, trainee):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=0)
    at = timezone.now()
    factories.make_release(curriculum, at=at)
    factories.make_scheme(curriculum, name="Facilitator of Groups")
    client.force_login(trainee)
    return certified(trainee, curriculum, at=at)


def test_the_page_says_the_days_and_what_they_are_about(client, certificate):
    page = client.get(PAGE).content.decode()
    for words in ("Renewal opens", "Certificate ends", "Facilitator of Groups", f"{PAGE}end-{certificate.pk}.ics"):
        assert words in page


def test_without_a_certificate_it_says_so(client):
    client.force_login(make_user())
    assert "No date ahead" in client.get(PAGE).content.decode()


def test_one_date_is_a_file_of_one_day(client, certificate):
    answer = client.get(f"{PAGE}end-{certificate.pk}.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert f"DTSTART;VALUE=DATE:{certificate.period.valid_until:%Y%m%d}" in text


def test_nobody_gets_somebody_elses_date(client, certificate):
    client.force_login(make_user())
    assert client.get(f"{PAGE}end-{certificate.pk}.ics").status_code == 404


def test_the_secret_address_is_made_renewed_and_switched_off(client, trainee, certificate):
    client.post(PAGE + "follow/")
    first = User.objects.get(pk=trainee.pk).calendar_key
    assert f"/calendar/{first}.ics" in client.get(PAGE).content.decode()
    client.post(PAGE + "follow/")
    second = User.objects.get(pk=trainee.pk).calendar_key
    client.logout()
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    answer = client.get(f"/calendar/{second}.ics")
    assert answer.content.decode().count("BEGIN:VEVENT") == 3
    assert "Facilitator" not in answer.content.decode()
    assert (answer["X-Robots-Tag"], "no-store" in answer["Cache-Control"]) == ("noindex", True)
    client.force_login(trainee)
    client.post(PAGE + "follow/", {"stop": "1"})
    assert client.get(f"/calendar/{second}.ics").status_code == 404


def test_the_calendar_speaks_its_persons_language(client, trainee, certificate):
    client.post(PAGE + "follow/")
    User.objects.filter(pk=trainee.pk).update(language="fr")
    key = User.objects.get(pk=trainee.pk).calendar_key
    client.logout()
    assert "BEGIN:VCALENDAR" in client.get(f"/calendar/{key}.ics", HTTP_ACCEPT_LANGUAGE="en").content.decode()
