"""An answer is written once for everybody who asks; whatever joins the facts behind it shows at the next look."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.anonymising import deactivate
from accounts.models import User
from certificates.ledger import codes, renewing, rulings
from certificates.ledger.models import Certificate
from certificates.proof import verification
from certificates.updates import obligations, rollout
from certificates.updates.models import Obligation
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def held(trainee):
    curriculum, *_ = factories.small_world()
    return factories.certified(trainee, curriculum), curriculum


@pytest.fixture
def at(monkeypatch):
    """A clock that tests turn on."""
    clock = [NOON + timedelta(days=10)]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    return clock


@pytest.fixture
def looked_up(monkeypatch):
    """The codes for which the records had to be read."""
    found = []
    ask = verification.look_up
    monkeypatch.setattr(verification, "look_up", lambda code, at: (found.append(code), ask(code, at=at))[1])
    return found


def page(certificate) -> str:
    return Client().get(f"/verify/{codes.shown(certificate.code)}/").content.decode()


def told(certificate) -> dict:
    return Client().get(f"/verify/{codes.shown(certificate.code)}.json").json()


def test_whoever_asks_again_gets_the_same_answer_with_one_query(held, at, looked_up, django_assert_num_queries):
    first, as_json = page(held[0]), told(held[0])
    with django_assert_num_queries(2):
        assert (page(held[0]), told(held[0])) == (first, as_json)
    assert len(looked_up) == 2


def test_it_names_the_moment_of_each_check(held, at):
    assert "12 March 2026 at" in page(held[0])
    before = told(held[0])["checked_at"]
    at[0] += timedelta(minutes=7)
    assert "13:07" in page(held[0])
    assert told(held[0])["checked_at"] > before


def test_the_next_day_is_another_answer(held, at, looked_up):
    page(held[0])
    at[0] += timedelta(days=1)
    page(held[0])
    assert len(looked_up) == 2


def test_a_decision_shows_at_once(held, at, admin):
    assert told(held[0])["status"] == "valid"
    rulings.suspend(held[0], reason="concern", by=admin, at=at[0])
    assert told(held[0])["status"] == "suspended"
    assert "suspended" in page(held[0])
    rulings.reinstate(held[0], reason="resolved", by=admin, at=at[0] + timedelta(minutes=1))
    at[0] += timedelta(minutes=2)
    assert told(held[0])["status"] == "valid"


def test_a_newer_certificate_shows_at_once(held, at):
    certificate, _curriculum = held
    at[0] = NOON + timedelta(days=680)
    assert told(certificate)["status"] == "due"
    user = certificate.period.user
    [renewal] = renewing.begin(certificate.period.certification, user, by=user, at=at[0])
    factories.study(renewal, at=at[0])
    assert told(certificate)["status"] == "superseded"


def test_the_newer_one_is_named_where_its_holder_says_so(held, at, admin):
    certificate, _curriculum = held
    user = certificate.period.user
    at[0] = NOON + timedelta(days=680)
    [renewal] = renewing.begin(certificate.period.certification, user, by=user, at=at[0])
    factories.study(renewal, at=at[0])
    newer = Certificate.objects.exclude(pk=certificate.pk).get()
    assert "Please ask them for the code" in page(certificate)
    assert told(certificate)["newer_valid_through"] is None

    User.objects.filter(pk=user.pk).update(tells_of_newer=True)
    assert "holds a newer certificate that is valid through 2 March 2030" in page(certificate)
    assert told(certificate)["newer_valid_through"] == newer.period.valid_until.isoformat()
    assert codes.shown(newer.code) not in page(certificate)

    rulings.suspend(newer, reason="concern", by=admin, at=at[0])
    assert "Please ask them for the code" in page(certificate)


def test_what_a_release_asks_shows_from_its_hour_and_goes_with_what_was_done(held, at):
    certificate, curriculum = held
    assert told(certificate)["currency"] == "current"
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "We say more now.")
    release = factories.make_release(curriculum, at=at[0])
    assert told(certificate)["currency"] == "outstanding"  # before anybody has carried it out
    rollout.carry_out(release, at=at[0])
    assert told(certificate)["currency"] == "outstanding"
    owed = Obligation.objects.get()
    factories.study(obligations.begin(owed, by=certificate.period.user, at=at[0]), at=at[0])
    assert told(certificate)["currency"] == "current"


def test_what_is_not_written_down_yet_is_worked_out_each_time(held, at, looked_up, admin):
    deactivate(held[0].period.user, by=admin, at=at[0])
    page(held[0])
    page(held[0])
    assert len(looked_up) == 2


def test_each_reader_has_their_own_language(held, at):
    french = Client(headers={"Accept-Language": "fr"}).get(f"/verify/{codes.shown(held[0].code)}/").content.decode()
    assert "Oui" in french
    assert "Oui" not in page(held[0])


def test_whoever_is_logged_in_gets_their_own_page(held, at, client, trainee):
    page(held[0])
    client.force_login(trainee)
    assert "Log out" in client.get(f"/verify/{codes.shown(held[0].code)}/").content.decode()
    assert "Log out" not in page(held[0])


def test_a_name_is_compared_without_a_token_and_kept_nowhere(held, at):
    address = f"/verify/{codes.shown(held[0].code)}/"
    answer = Client(enforce_csrf_checks=True).post(address, {"name": "Somebody Else"}).content.decode()
    assert "It is another name." in answer
    assert "Somebody Else" not in page(held[0])
