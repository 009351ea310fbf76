"""Letters go out at least once, and almost always exactly once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from notices import delivery, preferences
from notices.models import Delivery
from tests import plain
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class Refusing(EmailBackend):
    """A mail server that turns every letter down."""

    def send_messages(self, messages):
        raise ConnectionError("452 try again later")


class Away(EmailBackend):
    """A mail server that does not answer."""

    def open(self):
        raise ConnectionRefusedError("nobody there")


class Dying(EmailBackend):
    """A mail server that answers once, then breaks off and is gone."""

    opened = 0

    def open(self):
        self.opened += 1
        if self.opened > 1:
            raise ConnectionRefusedError("nobody there")

    def send_messages(self, messages):
        raise ConnectionResetError("broken off")


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    return settings


def waiting_letter(user=None, kind="certificate", key="a", at=NOON) -> Delivery:
    notice = plain.tell(user or make_user(), kind=kind, dedupe_key=key, subject="About you", body="It is so.", at=at)
    return notice.delivery


def run(at=NOON, **kwargs):
    return delivery.deliver_waiting(clock=lambda: at, **kwargs)


def test_a_due_letter_goes_out_once_however_often_it_is_asked_for():
    letter = waiting_letter()
    assert delivery.deliver(letter.pk, at=NOON)
    assert not delivery.deliver(letter.pk, at=NOON)
    assert run() == 0
    assert len(mail.outbox) == 1
    letter.refresh_from_db()
    assert (letter.sent_at, letter.next_try_at, letter.attempts) == (NOON, None, 1)


def test_a_letter_is_not_sent_before_its_time():
    letter = waiting_letter(at=NOON + MINUTE)
    assert not delivery.deliver(letter.pk, at=NOON)
    assert run() == 0
    assert run(NOON + MINUTE) == 1


def test_what_a_killed_process_had_claimed_is_sent_ten_minutes_later_with_the_same_message_id():
    letter = waiting_letter()
    assert delivery._claim(letter.pk, NOON)  # and then the process is killed
    assert run(NOON + 9 * MINUTE) == 0
    assert run(NOON + 10 * MINUTE) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{letter.notice.uuid}@127.0.0.1>"


def test_only_one_of_two_processes_gets_the_letter():
    letter = waiting_letter()
    assert delivery._claim(letter.pk, NOON)
    assert not delivery._claim(letter.pk, NOON)


def test_a_letter_turned_down_waits_longer_each_time_and_keeps_the_error(refusing):
    letter = waiting_letter()
    waits, at = [], NOON
    for _ in range(delivery.TRIES - 1):
        assert run(at) == 0
        letter.refresh_from_db()
        waits.append(letter.next_try_at - at)
        at = letter.next_try_at
    assert waits == sorted(waits)
    assert waits[0] == MINUTE
    assert letter.last_error == "ConnectionError: 452 try again later"
    run(at)
    letter.refresh_from_db()
    assert (letter.given_up_at, letter.next_try_at) == (at, None)


def test_a_letter_that_kills_its_process_every_time_is_given_up():
    letter = waiting_letter()
    at = NOON
    for _ in range(delivery.TRIES):
        assert delivery._claim(letter.pk, at)
        at += delivery.CLAIM
    assert run(at) == 0
    letter.refresh_from_db()
    assert letter.given_up_at == at
    assert mail.outbox == []


def test_while_the_mail_server_is_away_nobodys_letter_loses_a_try(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    letter = waiting_letter()
    assert run() == 0
    letter.refresh_from_db()
    assert (letter.attempts, letter.next_try_at) == (0, NOON)


def test_a_server_that_breaks_off_costs_one_letter_one_try(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    letters = [waiting_letter(key=f"k{number}") for number in range(3)]
    assert run() == 0
    for letter in letters:
        letter.refresh_from_db()
    assert [letter.attempts for letter in letters] == [1, 0, 0]


def test_one_letter_turned_down_does_not_stop_the_others():
    first, second = waiting_letter(key="k1"), waiting_letter(key="k2")
    first.notice.recipient.email = "broken\naddress"  # what no mail server would accept
    first.notice.recipient.save()
    assert run() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sent_at, second.sent_at) == (None, NOON)
    assert first.last_error.startswith("BadHeaderError")


def test_nothing_is_mailed_to_an_account_closed_in_the_meantime():
    user = make_user()
    letter = waiting_letter(user)
    user.is_active = False
    user.save()
    assert run() == 0
    letter.refresh_from_db()
    assert letter.next_try_at is None
    assert letter.last_error == "The account was closed."


def test_a_choice_made_while_the_letter_waits_counts():
    user = make_user()
    waiting_letter(user, "reminder")
    preferences.decline(user, "reminder")
    assert run() == 0
    assert mail.outbox == []


def test_unusually_many_letters_wait_for_a_person(settings):
    settings.NOTICES_RUN_LIMIT = 2
    letters = [waiting_letter(key=f"k{number}") for number in range(3)]
    assert run() == 0
    assert not delivery.deliver(letters[0].pk, at=NOON)
    assert mail.outbox == []
    out = StringIO()
    call_command("send_held_notices", "--no-input", stdout=out)
    assert "3  certificate: plain-certificate" in out.getvalue()
    assert "3 letters were sent." in out.getvalue()
    assert len(mail.outbox) == 3


def test_no_is_an_answer(settings, monkeypatch):
    waiting_letter()
    monkeypatch.setattr("builtins.input", lambda prompt: "no")
    out = StringIO()
    call_command("send_held_notices", stdout=out)
    assert "keep waiting" in out.getvalue()
    assert mail.outbox == []


def test_exactly_the_limit_still_goes_out(settings):
    settings.NOTICES_RUN_LIMIT = 2
    for number in range(2):
        waiting_letter(key=f"k{number}")
    assert run() == 2
