"""The whole demo in French, as a stranger and as a trainee: no English of ours is left on any page."""

import re
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from certificates.ledger.models import Certificate
from courses.learning.models import Attempt, Enrolment
from courses.learning.outlining import outline_for
from lms import records
from tests.kept import kept
from tests.languages.english import content_of_curricula, english

# a walk goes everywhere and looks closely at little; it is the same on any database
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.walk]
ASKED = {"accept-language": "fr-CA,fr;q=0.9"}


@kept
def demo() -> User:
    """The demo as `make run` loads it, with every record whole; its trainee, who reads French."""
    call_command("seed_demo", "--yes", verbosity=0)
    assert list(records.damages()) == []
    trainee = User.objects.get(email="trainee@example.org")
    trainee.language = "fr"
    trainee.save(update_fields=["language"])
    return trainee


def test_english_of_ours_is_found_and_content_is_not():
    page = """<html lang="fr-CA"><title>Leçon</title><p>You have done this.</p><p lang="en">What they teach.</p>
        <p lang="en">Theirs <b lang="fr-CA">the lessons</b></p><p>Suivre Group of Skills</p><a title="Go on">Suivant</a>"""
    assert english(page, ["Group of Skills"]) == ["Go on", "You have done this.", "the lessons"]


def test_a_stranger_walks_the_demo_in_french(client, demo):
    addresses = ["/", "/no/such/page/", reverse("proof:verify"), reverse("proof:verify_code", args=["no-such-code"])]
    addresses += [reverse(name) for name in ("account_login", "account_signup", "account_reset_password")]
    addresses += [
        reverse("proof:verify_code", args=[one]) for one in Certificate.objects.values_list("code", flat=True)
    ]
    addresses += [reverse("learning:catalogue"), *_curricula()]
    assert _english_on(client, addresses) == {}


def test_a_trainee_walks_the_demo_in_french(client, demo):
    client.force_login(demo)
    addresses = [reverse(name) for name in ("home:my_training", "accounts:settings", "accounts:sessions", "mfa_index")]
    addresses += [reverse("notices:inbox"), *(reverse("notices:notice", args=[one.uuid]) for one in demo.notices.all())]
    addresses += [reverse("learning:catalogue"), *_curricula()]
    for certificate in Certificate.objects.filter(period__user=demo):
        addresses.append(reverse("proof:certificate", args=[certificate.code]))
        addresses += [reverse("updates:update", args=[one.pk]) for one in certificate.obligations.all()]
    for enrolment in Enrolment.objects.filter(user=demo).select_related("release"):
        addresses.append(reverse("learning:training", args=[enrolment.pk]))
        steps = outline_for(enrolment.release.outline, ()).steps
        addresses += [reverse("learning:item", args=[enrolment.pk, step.number]) for step in steps]
    assert _english_on(client, addresses) == {}


def test_a_trainee_takes_a_quiz_of_the_demo_in_french(client, demo):
    client.force_login(demo)
    enrolment = next(one for one in Enrolment.objects.filter(user=demo).select_related("release") if one.is_open)
    quizzes = [step for step in outline_for(enrolment.release.outline, ()).steps if step.is_quiz]
    started = next(answer for step in quizzes if "/attempts/" in (answer := _start(client, enrolment, step.number)))
    attempt = Attempt.objects.get(pk=re.search(r"attempts/(\d+)/", started)[1])
    pages = [started, *(f"{started}?q={number}" for number in (1, 2, "end"))]
    found = _english_on(client, pages)
    client.post(reverse("learning:submit", args=[attempt.pk]), headers=ASKED)
    found |= _english_on(client, [reverse("learning:result", args=[attempt.pk])])
    assert found == {}


def _start(client: Client, enrolment: Enrolment, number: int) -> str:
    return client.post(reverse("learning:start", args=[enrolment.pk, number]), headers=ASKED).headers.get(
        "Location", ""
    )


def _curricula() -> Iterator[str]:
    slugs = Enrolment.objects.values_list("curriculum__slug", flat=True).distinct()
    return (reverse("learning:curriculum", args=[slug]) for slug in slugs)


def _english_on(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    content = content_of_curricula()
    content |= {text for row in User.objects.values_list("display_name", "certificate_name") for text in row}
    found = {}
    for address in dict.fromkeys(addresses):
        response = client.get(address, headers=ASKED)
        assert response.status_code in (200, 404), f"{address}: {response.status_code}"
        if texts := english(response.content.decode(), content):
            found[address] = texts
    return found
