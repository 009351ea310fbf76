"""Saying once which name certificates print."""

import pytest

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

NAME = "/account/name/"


@pytest.fixture
def tess(client):
    person = make_user("tess@example.org", "Tess", certificate_name="")
    client.force_login(person)
    return person


def test_the_name_is_kept_and_said_back(client, tess):
    answer = client.post(NAME, {"certificate_name": "Tess Okafor", "next": "/account/"}, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "Your certificates will say: Tess Okafor" in answer.content.decode()
    found = User.objects.get(pk=tess.pk)
    assert (found.certificate_name, found.name_confirmed_at is not None) == ("Tess Okafor", True)


def test_no_name_is_asked_for_again(client, tess):
    answer = client.post(NAME, {"certificate_name": " "})
    assert answer.status_code == 400
    assert "Please write the name that your certificates are to carry." in answer.content.decode()
    assert User.objects.get(pk=tess.pk).name_confirmed_at is None


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com/", "javascript:alert(1)", ""])
def test_nobody_is_led_elsewhere(client, tess, back):
    assert client.post(NAME, {"certificate_name": "Tess Okafor", "next": back}).url == "/learn/"


def test_writing_it_in_the_settings_confirms_it_and_taking_it_away_asks_again(client, tess):
    form = {"display_name": "Tess", "certificate_name": "Tess Okafor", "region": "", "language": ""}
    client.post("/account/", form)
    assert User.objects.get(pk=tess.pk).name_confirmed_at is not None
    client.post("/account/", {**form, "certificate_name": ""})
    assert User.objects.get(pk=tess.pk).name_confirmed_at is None


def test_saving_something_else_confirms_nothing(client):
    person = make_user(certificate_name="Written Bysomebody", name_confirmed_at=None)
    client.force_login(person)
    form = {"display_name": "Jo", "certificate_name": "Written Bysomebody", "region": "", "language": ""}
    client.post("/account/", form)
    assert User.objects.get(pk=person.pk).name_confirmed_at is None
