"""Which language a page speaks, and the switch that chooses it."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
SETTINGS = reverse("accounts:settings")
SWITCH = reverse("accounts:language")


def language_of(response) -> str:
    assert response["Content-Language"] in response.content.decode().split("<html lang=")[1][:20]
    return response["Content-Language"]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("", "en"), ("fr-CA,fr;q=0.9,en;q=0.5", "fr"), ("de,fr;q=0.4", "fr"), ("de", "en"), ("en-GB", "en"), ("*", "en")],
)
def test_a_stranger_is_spoken_to_as_their_browser_asks(client, asked, spoken):
    assert language_of(client.get(LOGIN, headers={"accept-language": asked})) == spoken


def test_the_switch_counts_more_than_the_browser_and_the_account_more_than_the_switch(client):
    client.cookies["language"] = "fr"
    assert language_of(client.get(LOGIN, headers={"accept-language": "en"})) == "fr"
    client.force_login(make_user(language="en"))
    assert language_of(client.get(SETTINGS)) == "en"


def test_an_account_without_a_choice_follows_the_browser(client):
    client.force_login(make_user())
    assert language_of(client.get(SETTINGS, headers={"accept-language": "fr"})) == "fr"


def test_a_language_the_site_does_not_speak_is_not_believed(client):
    client.cookies["language"] = "../../etc"
    assert language_of(client.get(LOGIN)) == "en"


def test_no_cache_hands_a_page_to_a_reader_of_another_language(client):
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in client.get(LOGIN)["Vary"].split(",")}


def test_the_switch_shows_the_same_page_in_the_other_language(client):
    back = f"{LOGIN}?next=/learn/"
    page = client.get(back).content.decode()
    assert 'value="/account/login/?next=/learn/"' in page.replace("&amp;", "&")
    assert 'name="language" value="fr" lang="fr" aria-pressed="false">Français</button>' in page
    response = client.post(SWITCH, {"language": "fr", "next": back})
    assert response.url == back
    assert response.cookies["language"]["samesite"] == "Lax"
    assert response.cookies["language"]["httponly"]
    assert language_of(client.get(back)) == "fr"


def test_the_switch_is_kept_on_the_account_of_somebody_logged_in(client):
    user = make_user()
    client.force_login(user)
    client.post(SWITCH, {"language": "fr", "next": SETTINGS})
    assert User.objects.get(pk=user.pk).language == "fr"
    client.cookies.pop("language")
    assert language_of(client.get(SETTINGS)) == "fr"


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "http:///x"]
)
def test_the_switch_leads_nowhere_but_back(client, back):
    response = client.post(SWITCH, {"language": "fr", "next": back})
    assert response.status_code == 400
    assert "language" not in response.cookies


@pytest.mark.parametrize("language", ["", "xx", "fr-XX", "en\x00", "f" * 5000, "../fr"])
def test_the_switch_refuses_a_language_the_site_does_not_speak(client, language):
    user = make_user(language="en")
    client.force_login(user)
    assert client.post(SWITCH, {"language": language, "next": "/"}).status_code == 400
    assert User.objects.get(pk=user.pk).language == "en"


def test_the_switch_only_takes_a_form_that_is_posted(client):
    assert client.get(SWITCH).status_code == 405


def test_settings_change_the_language_of_the_next_page_and_its_message(client, region_tree):
    user = make_user()
    client.force_login(user)
    fields = {"display_name": "Jordan", "certificate_name": "Jordan Ellery", "region": ""}
    page = client.post(SETTINGS, {**fields, "language": "fr"}, follow=True)
    assert "Vos renseignements sont enregistrés." in page.content.decode()
    client.post(SETTINGS, {**fields, "language": ""})
    assert User.objects.get(pk=user.pk).language == ""
    assert language_of(client.get(SETTINGS, headers={"accept-language": "en"})) == "en"
    refused = client.post(SETTINGS, {**fields, "language": "xx"})
    assert refused.status_code == 200
    assert User.objects.get(pk=user.pk).language == ""


def test_a_new_account_reads_the_language_of_the_page_it_was_made_on(client, mailoutbox):
    words = {"display_name": "Robin", "email": "new@example.org", "password1": "quatre pierres calmes", "region": ""}
    client.post(reverse("account_signup"), words, headers={"accept-language": "fr"})
    assert User.objects.get(email="new@example.org").language == "fr"
    assert mailoutbox[0].subject == "Bienvenue. Veuillez confirmer votre adresse courriel"


def test_the_editor_speaks_the_language_of_the_account(client, admin):
    admin.language = "fr"
    admin.save()
    client.force_login(admin)
    page = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert "Ajouter une personne" in page
    assert 'lang="fr"' in page
