"""The public door of verification."""

import pytest
from django.urls import reverse

from certificates.ledger import codes
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
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
    assert response["Referrer-Policy"] == "no-referrer"


def test_machines_get_the_same_answer(client, certificate):
    found = client.get(url(certificate.code, "verify_json")).json()
    assert found["name"] == "Jordan Ellery"
    assert found["code"] == codes.shown(certificate.code)
    missing = client.get(url("nonsense", "verify_json"))
    assert missing.status_code == 404
    assert "no certificate" in missing.json()["error"]


def test_guessing_is_slowed_down(client, certificate, settings):
    settings.VERIFY_LOOKUPS_PER_MINUTE = 3
    answers = [client.get(url("5G1X-15JM-38TB-47RB-H")).status_code for _ in range(8)]
    assert answers[0] == 404
    assert 429 in answers
    other = client.get(url(certificate.code), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200


def test_a_stranger_costs_two_queries(client, certificate, django_assert_num_queries):
    client.get(url(certificate.code))
    with django_assert_num_queries(2):
        client.get(url(certificate.code))


def test_the_form_costs_none(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(reverse("proof:verify")).status_code == 200
