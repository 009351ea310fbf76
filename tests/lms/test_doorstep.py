"""What is kept for strangers is given to them before anything else is asked; nothing old and nobody else's comes that way."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from certificates.ledger import codes
from certificates.proof import verification
from lms import doorstep, organisation, shared_pages
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
CATALOGUE = "/curricula/"


@kept
def curriculum():
    factories.decided()
    made = factories.make_curriculum("skills", modules=1, lessons=1)
    factories.make_release(made)
    return made


@kept
def certificate(trainee):
    factories.decided()
    curriculum, *_ = factories.small_world()
    return factories.certified(trainee, curriculum)


@pytest.fixture
def asked_inside(monkeypatch):
    """Grows with every request that went past the door."""
    found = []
    ask = organisation.now
    monkeypatch.setattr(organisation, "now", lambda: (found.append(1), ask())[1])
    return found


@pytest.fixture
def at(monkeypatch):
    """A clock that tests turn on."""
    clock = [NOON + timedelta(days=10)]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    return clock


def test_the_second_stranger_gets_it_at_the_door_as_strict_as_the_first(
    curriculum, asked_inside, django_assert_num_queries
):
    first = Client().get(CATALOGUE)
    passed = len(asked_inside)
    with django_assert_num_queries(1):
        second = Client().get(CATALOGUE)
    assert len(asked_inside) == passed
    assert second.content == first.content
    apart = {"X-Request-ID"}
    assert {**first.headers} | dict.fromkeys(apart, "") == {**second.headers} | dict.fromkeys(apart, "")
    assert "Content-Security-Policy" in second.headers
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_who_has_it_already_is_told_so_at_the_door(curriculum, asked_inside):
    etag = Client().get(CATALOGUE)["ETag"]
    passed = len(asked_inside)
    again = Client().get(CATALOGUE, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, len(asked_inside)) == (304, b"", passed)


@pytest.mark.parametrize(
    "ask",
    [
        lambda path: Client().head(path),
        lambda path: Client().get(path, headers={"Accept-Language": "fr"}),
        lambda path: Client(SERVER_NAME="127.0.0.1").get(path),
        lambda path: Client().get(path, secure=True),
        lambda path: Client().get(path + "?x"),
        lambda path: Client().post(path),
    ],
    ids=["head", "language", "host", "scheme", "question", "post"],
)
def test_whatever_else_is_asked_for_goes_inside(curriculum, asked_inside, ask):
    Client().get(CATALOGUE)
    passed = len(asked_inside)
    ask(CATALOGUE)
    assert len(asked_inside) > passed


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "language", "theme"])
def test_whoever_brings_something_of_their_own_goes_inside(curriculum, asked_inside, cookie):
    Client().get(CATALOGUE)
    passed = len(asked_inside)
    somebody = Client()
    somebody.cookies[cookie] = {"language": "fr", "theme": "dark"}.get(cookie, "x" * 32)
    somebody.get(CATALOGUE)
    assert len(asked_inside) > passed


def test_nothing_is_kept_at_the_door_of_what_was_made_for_somebody(curriculum, client, trainee, asked_inside):
    client.force_login(trainee)
    client.get(CATALOGUE)
    assert "Log out" not in Client().get(CATALOGUE).content.decode()


def test_another_host_is_refused_as_ever(curriculum, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert Client().get(CATALOGUE).status_code == 200
    assert Client(SERVER_NAME="elsewhere.example").get(CATALOGUE).status_code == 400


def test_what_this_process_has_not_noticed_is_not_kept(curriculum, asked_inside, django_capture_on_commit_callbacks):
    """Another process decided: until this one knows, its pages go stale by themselves and not at the door."""
    with django_capture_on_commit_callbacks(execute=False):
        organisation.decide({"name": "Stones of the Valley"})
    Client().get(CATALOGUE)
    passed = len(asked_inside)
    Client().get(CATALOGUE)
    assert len(asked_inside) > passed


def test_it_ends_with_the_minute_and_with_the_day(curriculum, asked_inside, at, monkeypatch):
    Client().get(CATALOGUE)
    passed = len(asked_inside)
    at[0] += timedelta(days=1)
    Client().get(CATALOGUE)
    assert len(asked_inside) > passed
    passed = len(asked_inside)
    monkeypatch.setattr("lms.doorstep.time.monotonic", lambda: 1e12)
    Client().get(CATALOGUE)
    assert len(asked_inside) > passed


def test_while_the_database_is_away_the_page_itself_says_what_to_do(curriculum, asked_inside, monkeypatch):
    def away(at):
        raise OperationalError

    Client().get(CATALOGUE)
    passed = len(asked_inside)
    with monkeypatch.context() as patched:
        for one in doorstep._kept.values():
            patched.setattr(shared_pages, "version", away)
            object.__setattr__(one.again, "ask", away)
        Client(raise_request_exception=False).get(CATALOGUE)
    assert len(asked_inside) > passed


def test_the_door_holds_only_so_many(curriculum, monkeypatch):
    monkeypatch.setattr(doorstep, "_MOST", 2)
    for language in ("en", "fr", "en-GB", "de"):
        Client().get(CATALOGUE, headers={"Accept-Language": language})
    assert len(doorstep._kept) <= 2


# ------------------------------------------------------------------------------------ the answer about a certificate
@pytest.mark.parametrize("form", ["/", ".json"])
def test_an_answer_about_a_certificate_names_the_moment_at_the_door_too(certificate, at, asked_inside, form):
    path = f"/verify/{codes.shown(certificate.code)}{form}"
    Client().get(path)
    passed = len(asked_inside)
    at[0] += timedelta(minutes=7)
    later = Client().get(path)
    assert "13:07" in later.content.decode()
    assert len(asked_inside) == passed
    assert later["Content-Length"] == str(len(later.content))
    assert "no-store" in later["Cache-Control"]


def test_in_french_the_moment_is_french(certificate, at, asked_inside):
    path = f"/verify/{codes.shown(certificate.code)}/"
    for _ in range(2):
        page = Client().get(path, headers={"Accept-Language": "fr"}).content.decode()
        assert "12 mars 2026" in page


def test_look_ups_at_the_door_are_counted_and_slowed_down(certificate, settings):
    settings.VERIFY_LOOKUPS_PER_MINUTE = 3
    path = f"/verify/{codes.shown(certificate.code)}/"
    answers = [Client().get(path).status_code for _ in range(6)]
    assert answers[:3] == [200] * 3
    assert set(answers[3:]) == {429}


def test_a_code_that_leads_nowhere_is_not_kept(certificate, asked_inside):
    path = "/verify/5G1X-15JM-38TB-47RB-H/"
    assert verification.facts_behind("5G1X-15JM-38TB-47RB-H", at=NOON) is None
    Client().get(path)
    passed = len(asked_inside)
    assert Client().get(path).status_code == 404
    assert len(asked_inside) > passed
