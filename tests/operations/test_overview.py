"""The operations page tells the truth about every part, and its buttons do what they say, once, by name."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from celery.signals import before_task_publish
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from accounts import posting
from accounts.models import AccessLogEntry, AccountLetter
from lms.retrying import TRIES
from notices import delivery
from notices.models import Delivery
from operations import heartbeats, queue, storages, tasks
from operations.models import Backup, Heartbeat, RecordCheck
from tests import plain
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
URL = "/operations/"
MINUTE = timedelta(minutes=1)


def page(client, admin) -> str:
    client.force_login(admin)
    return client.get(URL).content.decode()


def letter(user, key: str, *, at, **fields) -> Delivery:
    notice = plain.tell(user, kind="certificate", dedupe_key=key, subject="About you", body="It is so.", at=at)
    Delivery.objects.filter(pk=notice.delivery.pk).update(**fields)
    return notice.delivery


def all_is_well() -> None:
    at = timezone.now()
    for part in Heartbeat.Part:
        heartbeats.note(part, at=at)
    RecordCheck.objects.create(started_at=at, ended_at=at, kinds=9, damages=0, findings=[])
    Backup.objects.create(made_at=at, name="cairn.tar", size=4_000_000)


@pytest.mark.parametrize("role", ["trainee", "trainer", "coordinator"])
@pytest.mark.parametrize("address", [URL, "/operations/letters/release/", "/operations/letters/retry/"])
def test_only_administrators_see_and_do_it(client, request, role, address):
    client.force_login(request.getfixturevalue(role))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    assert URL not in client.get("/learn/").content.decode()


def test_a_stranger_is_asked_to_log_in(client):
    assert client.get(URL).url.startswith("/account/login/")


@pytest.mark.parametrize(("role", "lands_on"), [("admin", URL), ("trainee", "/learn/")])
def test_administrators_land_there(client, request, role, lands_on):
    person = request.getfixturevalue(role)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    answer = client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    assert answer.url == lands_on


def test_when_all_is_well_nothing_is_asked(client, admin):
    all_is_well()
    shown = page(client, admin)
    assert "Everything runs as it should." in shown
    assert "Every record was whole on" in shown
    assert 'method="post" action="/operations' not in shown


def test_a_new_site_is_told_what_it_lacks(client, admin):
    shown = page(client, admin)
    assert "It was never seen at work." in shown
    assert "No backup was made yet." in shown
    assert "They were not checked yet." in shown


def test_a_part_that_stopped_is_not_said_to_be_at_work(client, admin):
    all_is_well()
    Heartbeat.objects.filter(part="worker").update(at=timezone.now() - 12 * MINUTE)
    shown = page(client, admin)
    assert "It has stopped, or is held up: last seen 12\xa0minutes ago." in shown
    assert "1 thing asks for you." in shown


def test_worker_and_clock_each_write_for_themselves_only():
    before_task_publish.send(sender="operations.tasks.heartbeat")
    assert set(heartbeats.last_seen()) == {"clock"}
    before_task_publish.send(sender="notices.tasks.deliver")
    tasks.heartbeat()
    assert set(heartbeats.last_seen()) == {"clock", "worker"}


def test_a_queue_nobody_answers_for_is_said_to_be_silent(client, admin, monkeypatch):
    all_is_well()
    monkeypatch.setattr(queue, "length", lambda: None)
    assert "The broker does not answer." in page(client, admin)


def test_the_length_of_the_queue_is_asked_of_the_broker(monkeypatch):
    from lms.away import Pause
    from lms.celery import app

    monkeypatch.setattr(queue, "_pause", Pause(10))
    monkeypatch.setattr(app, "connection_for_read", lambda **kwargs: app.connection("memory://"))
    assert queue.length() == 0
    monkeypatch.setattr(app, "connection_for_read", lambda **kwargs: app.connection("redis://127.0.0.1:1/0"))
    assert queue.length() is None
    assert queue.length() is None  # and nobody waits for it again


def test_a_folder_that_is_full_or_shut_is_named(client, admin, monkeypatch):
    all_is_well()
    monkeypatch.setattr(storages, "look", lambda: [storages.Place("private", takes_files=False, free=1)])
    assert "Nothing can be kept in: private." in page(client, admin)
    monkeypatch.setattr(storages, "look", lambda: [storages.Place("private", takes_files=True, free=5_000_000)])
    assert "That is little." in page(client, admin)


def test_held_letters_go_once_somebody_lets_them_and_her_name_is_kept(client, admin, settings):
    settings.NOTICES_RUN_LIMIT = 2
    at = timezone.now() - MINUTE
    for number in range(3):
        letter(make_user(), f"n{number}", at=at)
    assert delivery.deliver_waiting(clock=timezone.now) == 0
    assert "3 letters are due and held." in page(client, admin)
    answer = client.post("/operations/letters/release/", follow=True).content.decode()
    assert "3 letters leave with the next run." in answer
    assert "let 3 held letters go" in answer
    assert AccessLogEntry.objects.get(action="release_letters").viewer == admin
    assert not mail.outbox  # the page waits for no mail server
    client.post("/operations/letters/release/")
    assert AccessLogEntry.objects.filter(action="release_letters").count() == 1
    for number in range(3, 6):  # more that nobody let go
        letter(make_user(), f"n{number}", at=at)
    assert delivery.deliver_waiting(clock=timezone.now) == 3
    assert delivery.deliver_waiting(clock=timezone.now) == 0


def test_letters_put_off_or_given_up_are_tried_again(client, admin):
    at = timezone.now()
    lost = letter(
        make_user(), "a", at=at, next_try_at=None, given_up_at=at - MINUTE, attempts=TRIES, last_error="550 no"
    )
    later = letter(make_user(), "b", at=at, next_try_at=at + 60 * MINUTE, attempts=3)
    claimed = letter(make_user(), "c", at=at, next_try_at=at + 9 * MINUTE, attempts=1)
    unwanted = letter(make_user(), "d", at=at, next_try_at=None, given_up_at=at, attempts=1, last_error="Closed.")
    AccountLetter.objects.create(words="x", created_at=at, next_try_at=at + 60 * MINUTE, attempts=4)
    shown = page(client, admin)
    assert "550 no" in shown
    assert "Closed." not in shown
    assert "3 letters are tried again now." in client.post("/operations/letters/retry/", follow=True).content.decode()
    due = set(delivery.due(timezone.now()).values_list("pk", flat=True))
    assert due == {lost.pk, later.pk}
    assert not {claimed.pk, unwanted.pk} & due
    assert posting.due(timezone.now()).count() == 1
    assert "No letter was waiting for that" in client.post("/operations/letters/retry/", follow=True).content.decode()


def test_letters_that_stand_still_are_noticed(client, admin):
    all_is_well()
    letter(make_user(), "a", at=timezone.now() - 30 * MINUTE)
    assert "so nothing is sent" in page(client, admin)


def test_letters_about_accounts_that_are_lost_are_counted(client, admin):
    at = timezone.now()
    AccountLetter.objects.create(words="", created_at=at, given_up_at=at, attempts=9)
    assert "1 letter about an account" in page(client, admin)


def test_damage_found_at_night_is_shown_with_its_repair(client, admin, monkeypatch):
    from lms.records import Damage

    monkeypatch.setattr("lms.records.damages", lambda: [Damage("a.row 5", "it is torn", "Glue it")] * 25)
    assert tasks.check_records() == 25
    shown = page(client, admin)
    assert "25 records were damaged" in shown
    assert shown.count("a.row 5") == 20


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_as_much_for_many_letters_as_for_one(
    client, admin, rows, django_assert_max_num_queries
):
    at = timezone.now()
    for number in range(rows):
        letter(make_user(), f"{number}", at=at, next_try_at=None, given_up_at=at, attempts=TRIES)
        AccessLogEntry.objects.create(viewer=make_user(), subject=None, action="retry_letters", detail="1", at=at)
    client.force_login(admin)
    client.get(URL)
    with django_assert_max_num_queries(18):
        client.get(URL)


def test_a_site_that_is_not_set_up_yet_leads_to_that_first(client, admin):
    cache.delete("organisation")
    client.force_login(admin)
    assert client.get(URL).url == "/set-up/"
