"""My account settings: what I may change, and who looked at my record."""

import pytest
from django.urls import reverse

from accounts import access_log
from notices import preferences
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db
SETTINGS = reverse("accounts:settings")


@pytest.fixture
def me(client, trainee):
    client.force_login(trainee)
    return trainee


def test_it_asks_for_a_login(client):
    assert client.get(SETTINGS).status_code == 302


def test_names_and_region_can_be_changed(client, me, region_tree):
    form = {"display_name": "Jo", "certificate_name": "Jordan A. Ellery", "region": region_tree["Montréal"].pk}
    assert "Your details are saved." in client.post(SETTINGS, form, follow=True).content.decode()
    me.refresh_from_db()
    assert (me.display_name, me.certificate_name, me.region) == ("Jo", "Jordan A. Ellery", region_tree["Montréal"])


def test_regions_are_shown_as_the_tree_they_are(client, me):
    page = client.get(SETTINGS).content.decode()
    assert ">Canada</option>" in page
    assert ">Ontario (Canada)</option>" in page
    assert ">Toronto (Ontario)</option>" in page


def test_an_empty_name_is_refused_and_what_was_typed_stays(client, me):
    page = client.post(SETTINGS, {"display_name": "", "certificate_name": "Kept as typed"}).content.decode()
    assert "One thing needs another look" in page
    assert "Kept as typed" in page
    me.refresh_from_db()
    assert me.display_name == "Jordan"


def test_nothing_but_the_form_can_be_changed(client, me):
    client.post(SETTINGS, {"display_name": "Jo", "email": "x@example.org", "is_superuser": "on"})
    me.refresh_from_db()
    assert (me.email, me.is_superuser) == ("trainee@example.org", False)


def test_letters_can_be_switched_off_and_on(client, me):
    page = client.post(reverse("notices:letters"), {"kinds": ["release"]}, follow=True).content.decode()
    assert "Your choice of letters is saved." in page
    assert preferences.wanted(me) & {"release", "reminder", "enrolment"} == {"release"}


def test_letters_of_trainers_are_offered_to_trainers_only(client, me, trainer):
    assert "Review tasks" not in client.get(SETTINGS).content.decode()
    client.force_login(trainer)
    assert "Review tasks" in client.get(SETTINGS).content.decode()


def test_i_see_who_looked_at_my_record_and_nobody_elses(client, me, coordinator):
    access_log.record(viewer=coordinator, subject=me, action="view", at=NOON)
    access_log.record(viewer=coordinator, subject=make_user(), action="view", detail="another record", at=NOON)
    page = client.get(SETTINGS).content.decode()
    assert "Beatriz opened your record" in page
    assert "2 March 2026 at 12:00" in page
    assert "another record" not in page


def test_nobody_looked(client, me):
    assert "Nobody has opened your record so far." in client.get(SETTINGS).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_longer_log_costs_no_more(client, me, coordinator, rows, django_assert_num_queries):
    for _ in range(rows):
        access_log.record(viewer=coordinator, subject=me, action="view", at=NOON)
    client.get(SETTINGS)
    with django_assert_num_queries(
        8
    ):  # person, roles, details, a move that waits, regions, letters, how many looks, looks
        client.get(SETTINGS)
