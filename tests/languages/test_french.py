"""The site in French: pages of strangers and learners, dates, amounts, letters."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts import access_log
from home.models import HomePageTranslation
from lms import dates
from lms.templatetags.cairn import duration
from notices import letters
from tests import plain
from tests.factories import enrolled, make_user, small_world, study

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def reader(region_tree):
    return make_user("lectrice@example.org", "Ariane Fortin", region_tree["Montréal"], language="fr")


def page_of(client, address: str) -> str:
    return client.get(address, headers={"accept-language": "fr"}).content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("account_login", ["<h1>Se connecter</h1>", "J’ai oublié mon mot de passe", "Adresse courriel"]),
        ("account_signup", ["Créer un compte", "Le nom que nous utilisons pour vous", "Votre région"]),
        ("account_reset_password", ["Mot de passe oublié", "Envoyer le lien"]),
    ],
)
def test_the_way_in_is_in_french(client, name, words):
    page = page_of(client, reverse(name))
    assert [text for text in words if text not in page] == []
    assert '<html lang="fr-CA"' in page


def test_the_start_page_is_in_french(client, home_page):
    page = page_of(client, "/")
    assert "Ce que vous pouvez apprendre" in page
    assert "Vérifier un certificat" in page
    assert "réunions d’entraide" in page
    assert f'lang="en">{home_page.headline}' in page  # nobody has translated it
    home_page.translations.add(HomePageTranslation(language="fr", headline="Apprenez à animer.", lead="C’est gratuit."))
    home_page.save_revision().publish()
    assert 'lang="fr">Apprenez à animer.' in page_of(client, "/")
    assert home_page.headline in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_my_training_is_in_french(client, reader):
    curriculum, _, _ = small_world()
    study(enrolled(reader, curriculum, at=timezone.now()), at=timezone.now(), items=1)
    client.force_login(reader)
    page = client.get(reverse("home:my_training")).content.decode()
    assert "Bonjour Ariane" in page
    assert "Pas encore de certificat" in page
    assert f"Leçons et quiz terminés{NBSP}: 1 sur 4." in page
    assert f"Modules terminés{NBSP}: 0 sur 2" in page


def test_settings_are_in_french_and_say_who_looked(client, reader, admin):
    access_log.record(viewer=admin, subject=reader, action="view", at=datetime(2027, 4, 1, 18, 5, tzinfo=UTC))
    client.force_login(reader)
    page = client.get(reverse("accounts:settings")).content.decode()
    assert "Paramètres du compte" in page
    assert "Noor a consulté votre dossier" in page
    assert f"1er avril 2027 à 14{NBSP}h{NBSP}05" in page


def test_a_missing_page_says_so_in_french(client):
    assert "Il n’y a pas de page ici" in page_of(client, "/rien/ici/")


def test_a_failure_says_so_in_french():
    with translation.override("fr"):
        page = render_to_string("500.html")
    assert "Un problème est survenu de notre côté" in page
    assert '<html lang="fr-CA"' in page


def test_a_letter_speaks_its_readers_language_whoever_caused_it(reader):
    told = {"subject": "Une phrase", "body": "Des mots.", "action_label": "", "action_path": "/learn/"}
    notice = plain.tell(reader, kind="reminder", dedupe_key="one", **told, at=timezone.now())
    with translation.override("en"):
        mail = letters.compose(notice)
    assert mail.body.startswith("Bonjour Ariane,")
    assert "Les mêmes mots se trouvent parmi vos avis" in mail.body
    assert '<html lang="fr-CA">' in mail.alternatives[0].content


def test_days_times_and_amounts_are_written_as_in_canada():
    moment = datetime(2027, 3, 31, 18, 5, tzinfo=UTC)
    with translation.override("en"):
        assert (dates.full(date(2027, 4, 1)), dates.full_with_time(moment)) == (
            "1 April 2027",
            "31 March 2027 at 14:05",
        )
        assert (duration(125), duration(1)) == ("2 hours 5 minutes", "1 minute")
    with translation.override("fr"):
        assert (dates.full(date(2027, 4, 1)), dates.full(date(2027, 8, 11))) == ("1er avril 2027", "11 août 2027")
        assert dates.full_with_time(moment) == f"31 mars 2027 à 14{NBSP}h{NBSP}05"
        assert (duration(125), duration(60)) == ("2 heures 5 minutes", "1 heure")
    assert (dates.full(None), dates.full_with_time(None)) == ("", "")
