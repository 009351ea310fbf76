"""The public door of verification."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from certificates.ledger import codes
from certificates.proof import verification
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def certificate(trainee):
    curriculum, *_ = factories.small_world()
    return factories.certified(trainee, curriculum)


def url(code: str, name: str = "verify_code") -> str:
    return reverse(f"proof:{name}", args=[code])


def test_typing_a_code_leads_to_its_answer(client, certificate):
    typed = codes.shown(certificate.code).lower().replace("-", " ")
    response = client.get(reverse("proof:verify"), {"code": typed}, follow=True)
    assert response.redirect_chain == [(url(codes.shown(certificate.code)), 302)]
    assert "Yes, this certificate is valid." in response.content.decode()


@pytest.mark.parametrize("code", ["nonsense", "5G1X-15JM-38TB-47RB-H", "0000-0000-0000-0000-0"])
def test_a_code_that_leads_nowhere_is_a_friendly_404_that_keeps_what_was_typed(client, certificate, code):
    response = client.get(url(code))
    page = response.content.decode()
    assert response.status_code == 404
    assert "5G1X-15JM-38TB-47RB-H" in page  # what a code looks like
    assert f'value="{code}"' in page
    typed = client.get(reverse("proof:verify"), {"code": code}, follow=True)
    assert typed.status_code == 404


def test_the_answer_is_neither_kept_nor_indexed(client, certificate):
    response = client.get(url(certificate.code))
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"  # so no other site is told, and the page's own forms are taken


def test_machines_get_the_same_answer(client, certificate):
    found = client.get(url(certificate.code, "verify_json")).json()
    assert found["name"] == "Jordan Ellery"
    assert found["code"] == codes.shown(certificate.code)
    missing = client.get(url("5G1X-15JM-38TB-47RB-H", "verify_json"))
    assert missing.status_code == 404
    assert "no certificate" in missing.json()["error"]


def test_guessing_is_slowed_down(client, certificate, settings):
    settings.VERIFY_LOOKUPS_PER_MINUTE = 3
    answers = [client.get(url("5G1X-15JM-38TB-47RB-H")).status_code for _ in range(8)]
    assert answers[0] == 404
    assert 429 in answers
    other = client.get(url(certificate.code), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_a_stranger_costs_three_queries_and_the_next_one_costs_one(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(url(certificate.code))
    with django_assert_num_queries(1):
        client.get(url(certificate.code))


def test_the_form_costs_none(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(reverse("proof:verify")).status_code == 200


@pytest.mark.parametrize(
    ("code", "words", "slip"),
    [
        ("5G1X-15JM-38TB-47RB-J", "One letter or digit is not right", "check"),
        ("5G1X-15JM-38TB", "this has 12", "length"),
        ("5G1X-15JM-38TB-47RB-U", "No code has the character “U”", "sign"),
    ],
)
def test_what_cannot_be_a_code_says_what_to_look_at(client, certificate, code, words, slip):
    response = client.get(url(code))
    assert response.status_code == 404
    assert words in response.content.decode()
    assert client.get(url(code, "verify_json")).json()["misread"] == slip


def test_unknown_and_withheld_codes_are_told_alike(client, certificate):
    """A well-formed code that leads nowhere says that and nothing more."""
    page = client.get(url("5G1X-15JM-38TB-47RB-H")).content.decode()
    assert "There is no certificate with this code" in page
    assert "misread" not in client.get(url("5G1X-15JM-38TB-47RB-H", "verify_json")).json()


def test_many_look_ups_wait_a_minute_in_words_of_their_own(client, certificate, settings):
    settings.VERIFY_LOOKUPS_PER_MINUTE = 1
    client.get(url(certificate.code))
    for name in ("verify_code", "verify_json"):
        waiting = client.get(url(certificate.code, name))
        assert waiting.status_code == 429
        assert waiting["Retry-After"] == "60"
    assert "This is not an answer about the certificate" in client.get(url(certificate.code)).content.decode()
    assert "password" not in client.get(url(certificate.code)).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Jordan Ellery", "It is the same name."),
        ("ELLERY, Jordan", "written a little differently"),
        ("Jordana Ellery", "It is another name."),
    ],
)
def test_a_name_is_compared_and_kept_nowhere(client, certificate, typed, words):
    page = client.post(url(certificate.code), {"name": typed})
    assert words in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"


def test_what_could_not_be_checked_is_neither_yes_nor_no(client, certificate, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("the database is away")

    monkeypatch.setattr(verification, "look_up", away)
    page = client.get(url(certificate.code))
    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    assert "neither a yes nor a no" in page.content.decode()
    told = client.get(url(certificate.code, "verify_json"))
    assert (told.status_code, told.json()["status"]) == (503, "could_not_check")
