"""The public site: the home page, is it alive, how should it look, and what went wrong."""

from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from home.models import HomePage
from tests import factories
from tests.factories import make_curriculum, make_index, make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> HomePage:
    make_index()
    page = HomePage.objects.get()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=Page.objects.get(pk=page.pk), is_default_site=True)
    return page


def test_the_home_page_says_what_there_is_to_learn(client, home):
    make_release(make_curriculum("rebt", title="Emotive skills"))
    make_curriculum("later", title="Not released yet")
    page = client.get("/").content.decode()
    assert home.headline in page
    assert "Emotive skills" in page
    assert "Not released yet" not in page
    assert reverse("account_signup") in page
    assert f'action="{reverse("proof:verify")}"' in page


def test_before_the_first_release_it_says_so(client, home):
    assert "The first curricula are being prepared" in client.get("/").content.decode()


def test_somebody_logged_in_is_shown_the_way_to_their_training(client, home, trainee):
    client.force_login(trainee)
    assert "Go to My training" in client.get("/").content.decode()


@pytest.mark.parametrize("curricula", [1, 3])
def test_the_home_page_costs_at_most_seven_queries(client, home, curricula, django_assert_max_num_queries):
    for number in range(curricula):
        make_release(make_curriculum(f"c{number}", modules=1, lessons=1, questions=0))
    client.get("/")
    with django_assert_max_num_queries(7):
        client.get("/")


def test_the_page_for_strangers_sets_no_session(client, home):
    client.get("/")
    assert "sessionid" not in client.cookies


def test_a_choice_of_appearance_is_kept_and_leads_back(client):
    answer = client.post(reverse("home:theme"), {"theme": "dark", "next": "/curricula/"})
    assert answer.url == "/curricula/"
    assert 'data-bs-theme="dark"' in client.get(reverse("account_login")).content.decode()
    client.post(reverse("home:theme"), {"theme": "auto", "next": "/"})
    assert '<html lang="en-CA">' in client.get(reverse("account_login")).content.decode()


def test_appearance_never_leads_to_another_site(client):
    assert client.post(reverse("home:theme"), {"theme": "dark", "next": "https://evil.example/"}).url == "/"


def test_a_made_up_appearance_is_ignored(client):
    client.cookies["theme"] = '"><script>'
    assert '<script>"' not in client.get(reverse("account_login")).content.decode()


def test_robots_are_told_which_pages_are_not_for_them(client):
    text = client.get("/robots.txt").content.decode()
    for path in ("/learn/", "/desk/", "/verify/"):
        assert f"Disallow: {path}\n" in text


def test_search_engines_are_led_to_the_public_pages_and_told_what_they_are(client, home):
    factories.small_world()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").content.decode()
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    found = [one.text for one in ElementTree.fromstring(answer.content).iter() if one.tag.endswith("loc")]
    paths = [address.removeprefix("http://127.0.0.1:8000") for address in found]
    assert {"/", "/curricula/", "/curricula/skills/", "/certificates/facilitator/", "/privacy/", "/help/"} <= set(paths)
    for path in paths:
        page = client.get(path)
        assert page.status_code == 200, path
        for name in ('<meta name="description" content="', '<meta property="og:title" content="', "og:description"):
            assert page.content.decode().count(name) == 1, path
    assert 'content="How to hold a good meeting."' in client.get("/curricula/skills/").content.decode()


def test_an_unknown_address_says_where_to_go(client, home):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is no page here" in answer.content.decode()


def test_a_form_without_its_token_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert answer.status_code == 403
    assert "Please send the form again" in answer.content.decode()


def test_our_own_mistake_is_admitted_even_when_the_database_is_away(client, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(cache, "set", broken)
    monkeypatch.setattr(connection, "cursor", broken)
    client.raise_request_exception = False
    answer = client.get("/readyz")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()


def test_a_request_we_cannot_read_is_answered_in_our_frame(client, settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    settings.DEBUG = False
    answer = client.get("/healthz", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "We could not read what your browser sent" in answer.content.decode()
