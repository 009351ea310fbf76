"""What a stranger learns from a code, and what they do not."""

import json
from datetime import timedelta

import pytest

from certificates.ledger import codes, rulings
from certificates.ledger.models import Certificate
from certificates.proof import verification
from certificates.updates import rollout
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def certificate(trainee):
    curriculum, *_ = factories.small_world()
    return factories.certified(trainee, curriculum)


@pytest.mark.parametrize(("days", "status"), [(10, "valid"), (650, "due"), (740, "grace"), (900, "expired")])
def test_the_answer_follows_the_days(certificate, days, status):
    found = verification.look_up(codes.shown(certificate.code), at=NOON + timedelta(days=days))
    assert found.validity == status


def test_a_revoked_code_is_answered_with_its_date(certificate, coordinator):
    rulings.revoke(certificate, reason="no_longer_valid", note="secret", by=coordinator, at=NOON + timedelta(days=5))
    found = verification.look_up(certificate.code, at=NOON + timedelta(days=6))
    assert (found.validity, found.ruled_on.isoformat()) == ("revoked", "2026-03-07")
    assert "secret" not in json.dumps(found.as_json())


def test_an_update_owed_is_said_with_its_day_and_the_newest_release(certificate):
    curriculum = factories.CurriculumPage.objects.get()
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Other words.")
    rollout.carry_out(factories.make_release(curriculum, at=NOON, due_days=60), at=NOON)
    during = verification.look_up(certificate.code, at=NOON + timedelta(days=30))
    after = verification.look_up(certificate.code, at=NOON + timedelta(days=61))
    assert (during.currency, during.current_releases) == ("outstanding", ["SKILLS 2.0.0"])
    assert "1 May 2026" in during.currency_sentence
    assert (after.currency, after.validity) == ("overdue", "valid")


@pytest.mark.parametrize("text", ["", "nonsense", "5G1X-15JM-38TB-47RB-H", "5G1X-15JM-38TB-47RB-J", "0" * 17])
def test_a_code_that_leads_nowhere_is_no_certificate(certificate, text):
    assert verification.look_up(text, at=NOON) is None


def test_nothing_but_the_issued_facts_is_told(certificate, trainee):
    told = json.dumps(verification.look_up(certificate.code, at=NOON).as_json())
    for private in (trainee.email, trainee.region.name + " ", "Ontario", "points", "kind", "region"):
        assert private not in told


def test_two_queries_are_enough(certificate, django_assert_num_queries):
    with django_assert_num_queries(2):
        verification.look_up(certificate.code, at=NOON)


def test_a_renamed_holder_keeps_the_name_that_was_printed(certificate, trainee):
    trainee.certificate_name = "Somebody Else"
    trainee.save()
    assert verification.look_up(certificate.code, at=NOON).holder_name == "Jordan Ellery"
    assert Certificate.objects.get().holder_name == "Jordan Ellery"


@pytest.mark.parametrize(
    ("days", "promised", "expected"),
    [
        (10, True, (True, "2028-05-31")),
        (740, True, (True, "2028-05-31")),
        (740, False, (False, "2028-03-02")),
        (900, True, (False, "2028-05-31")),
    ],
)
def test_a_stranger_learns_whether_the_holder_may_facilitate_and_through_which_day(trainee, days, promised, expected):
    curriculum, *_ = factories.small_world(may_facilitate_in_grace=promised)
    held = factories.certified(trainee, curriculum)
    told = verification.look_up(held.code, at=NOON + timedelta(days=days)).as_json()
    assert (told["may_facilitate"], told["may_facilitate_through"]) == expected


def test_of_a_suspended_holder_a_stranger_learns_that_they_do_not_facilitate(client, certificate, coordinator):
    rulings.suspend(certificate, reason="concern", by=coordinator, at=NOON)
    told = verification.look_up(certificate.code, at=NOON + timedelta(days=1))
    assert (told.may_facilitate, told.facilitates_through) == (False, None)
    page = client.get(f"/verify/{codes.shown(certificate.code)}/").content.decode()
    assert "Does not facilitate meetings." in page
