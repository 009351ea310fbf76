"""Whoever needs help finds a person to ask, by name where somebody answers for them."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db
HELP = "/help/"


def test_a_stranger_finds_where_to_write_and_nobodys_name(client, coordinator):
    page = client.get(HELP).content.decode()
    assert f"mailto:{factories.DECIDED.contact}" in page
    assert coordinator.email not in page
    assert "9-8-8" in page


def test_somebody_logged_in_finds_who_answers_for_their_region(client, trainee, coordinator):
    client.force_login(trainee)
    page = client.get(HELP).content.decode()
    assert coordinator.email in page
    assert "This person answers for your region" in page


@pytest.mark.parametrize(
    ("has_region", "words"),
    [(True, "Nobody answers for your region at the moment"), (False, "You have not said where you are")],
)
def test_where_nobody_answers_it_says_so(client, trainee, has_region, words):
    if not has_region:
        User.objects.filter(pk=trainee.pk).update(region=None)
    client.force_login(User.objects.get(pk=trainee.pk))
    assert words in client.get(HELP).content.decode()


def test_without_an_address_it_says_so(client):
    cache.delete("organisation")
    assert "has not given an address" in client.get(HELP).content.decode()


@pytest.mark.parametrize("page", ["/verify/", "/curricula/", "/account/login/", "/nowhere/"])
def test_every_page_leads_there(client, page):
    assert f'href="{reverse("home:help")}"' in client.get(page).content.decode()
