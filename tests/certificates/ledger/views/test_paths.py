"""The pages that say which certificates can be earned, and how."""

import pytest

from tests import factories
from tests.factories import NOON, certified, make_user
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def skills():
    curriculum = factories.make_curriculum("skills", title="Group skills", modules=1, lessons=1, questions=0)
    factories.make_release(curriculum)
    return curriculum


def text(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_anybody_reads_what_a_certificate_takes(client, skills):
    factories.make_scheme(skills, slug="lead", purpose="Lead meetings", does_not_allow="Therapy", validity_months=18)
    assert "Lead meetings" in text(client, "/certificates/")
    page = text(client, "/certificates/lead/")
    for words in (
        "Group skills",
        "Therapy",
        "It is valid for 18 months.",
        "last 3 months",
        "For 90 days",
        "Nobody has to",
    ):
        assert words in page
    assert "Your next step" not in page


def test_what_the_scheme_forbids_is_said(client, skills):
    rules = {"may_facilitate_in_grace": False, "may_facilitate_while_overdue": False, "date_mode": "fixed"}
    factories.make_scheme(skills, slug="lead", **rules)
    page = text(client, "/certificates/lead/")
    assert "You may not facilitate meanwhile." in page
    assert "While that is overdue, you may not facilitate." in page
    assert "end on the same date" in page


def test_a_scheme_that_rests_has_no_page(client, skills):
    factories.make_scheme(skills, slug="lead", active=False)
    assert client.get("/certificates/lead/").status_code == 404
    assert "No certificate is offered yet" in text(client, "/certificates/")


def test_somebody_logged_in_reads_how_far_they_are(client, skills):
    factories.make_scheme(skills, slug="lead")
    person = make_user()
    client.force_login(person)
    assert "Start this training" in text(client, "/certificates/lead/")
    certified(person, skills, at=NOON)
    answer = client.get("/certificates/lead/")
    assert "Done" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_catalogue_says_what_follows_and_never_promises_more(client, skills):
    lone = factories.make_curriculum("lone", title="Alone", modules=1, lessons=1, questions=0)
    factories.make_release(lone)
    factories.make_scheme(skills, slug="lead", purpose="Lead meetings", name="Facilitator")
    page = text(client, "/curricula/")
    assert "What would you like to do?" in page
    assert 'Leads to the certificate <a href="/certificates/lead/">Facilitator</a>' in page
    assert "your certificate are kept" in text(client, "/curricula/skills/")
    alone = text(client, "/curricula/lone/")
    assert "Leads to no certificate" in alone
    assert "your certificate" not in alone


def test_without_any_scheme_the_catalogue_asks_nothing(client, skills):
    page = text(client, "/curricula/")
    assert "What would you like to do?" not in page
    assert "Leads to no certificate" in page
