"""Letters about accounts are stored before they are sent, and their links are kept no longer than that."""

import re
import smtplib
import threading
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import letters, posting
from accounts.models import AccountLetter, User
from lms.letters import Part, letter
from lms.retrying import CLAIM, TRIES
from tests.factories import NOON, make_user
from tests.logins import confirm

pytestmark = pytest.mark.django_db
WORDS = {"display_name": "Robin", "password1": "four quiet stones", "region": ""}


def sign_up(client, email):
    return client.post(reverse("account_signup"), {**WORDS, "email": email})


def reset(client, email):
    return client.post(reverse("account_reset_password"), {"email": email})


SENDS = EmailBackend.send_messages


@pytest.fixture
def mail_is_down(monkeypatch):
    def refuse(self, messages):
        raise smtplib.SMTPServerDisconnected("nobody is there")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


def test_signing_up_and_resetting_work_while_the_mail_server_is_down(client, mail_is_down, monkeypatch, mailoutbox):
    """The account is there, its letter waits, and leaves as soon as the server is back."""
    confirm(make_user("reader@example.org"))
    assert sign_up(client, "new@example.org").url == reverse("account_email_verification_sent")
    assert reset(client, "reader@example.org").url == reverse("account_reset_password_done")
    assert reset(client, "stranger@example.org").url == reverse("account_reset_password_done")
    assert (User.objects.filter(email="new@example.org").count(), len(mailoutbox)) == (1, 0)
    monkeypatch.setattr(EmailBackend, "send_messages", SENDS)
    assert posting.send_waiting(at=timezone.now() + timedelta(minutes=2)) == 3
    assert {mail.to[0] for mail in mailoutbox} == {"new@example.org", "reader@example.org", "stranger@example.org"}
    assert posting.send_waiting(at=timezone.now() + timedelta(minutes=3)) == 0


def a_letter(at=NOON) -> AccountLetter:
    parts = [Part("Choose a new password", "https://example.org/account/password/reset/key/secret/")]
    return letters.post(letter(to="reader@example.org", subject="Reset", parts=parts), at=at)


@pytest.fixture
def nobody_sends(monkeypatch):
    monkeypatch.setattr("accounts.letters.later", SimpleNamespace(ask=lambda task, *args: None))


def test_a_link_lies_encrypted_and_is_gone_once_the_letter_left(nobody_sends, mailoutbox):
    waiting = a_letter()
    assert "secret" not in waiting.words
    assert "reader" not in waiting.words
    assert posting.send(waiting.pk, at=NOON)
    assert AccountLetter.objects.get().words == ""
    assert "secret" in mailoutbox[0].body
    assert "secret" in mailoutbox[0].alternatives[0][0]


def test_words_of_a_letter_that_left_cannot_be_kept(nobody_sends):
    waiting = a_letter()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountLetter.objects.filter(pk=waiting.pk).update(next_try_at=None)


def test_a_letter_leaves_once_however_often_it_is_asked_for(nobody_sends, mailoutbox):
    waiting = a_letter()
    assert [posting.send(waiting.pk, at=NOON) for _ in range(3)] == [True, False, False]
    assert len(mailoutbox) == 1
    assert re.fullmatch(rf"<{waiting.uuid}@[\w.]+>", mailoutbox[0].extra_headers["Message-ID"])


def test_a_letter_whose_links_are_too_old_is_not_sent_any_more(nobody_sends, mailoutbox):
    waiting = a_letter()
    assert not posting.send(waiting.pk, at=NOON + timedelta(days=3, minutes=1))
    waiting.refresh_from_db()
    assert (waiting.words, waiting.given_up_at is not None, len(mailoutbox)) == ("", True, 0)


def test_trying_ends(nobody_sends, mail_is_down):
    waiting, at = a_letter(), NOON
    for _ in range(TRIES):
        posting.send(waiting.pk, at=at)
        waiting.refresh_from_db()
        at = waiting.next_try_at or at
    assert waiting.given_up_at
    assert "nobody is there" in waiting.last_error
    assert waiting.words == ""


def test_a_letter_that_kills_its_worker_is_taken_up_again(nobody_sends, monkeypatch, mailoutbox):
    waiting = a_letter()

    def killed(self, messages):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", killed)
        with pytest.raises(SystemExit):
            posting.send(waiting.pk, at=NOON)
    assert not posting.send(waiting.pk, at=NOON + CLAIM - timedelta(seconds=1))
    assert posting.send(waiting.pk, at=NOON + CLAIM)


def test_a_letter_locked_with_a_key_nobody_knows_any_more_is_given_up(nobody_sends, settings):
    waiting = a_letter()
    settings.SECRET_KEY = "another-key" * 5
    assert not posting.send(waiting.pk, at=NOON)
    assert AccountLetter.objects.get().given_up_at
    settings.SECRET_KEY_FALLBACKS = []


def test_a_key_that_was_changed_still_opens_what_waits(nobody_sends, settings, mailoutbox):
    waiting = a_letter()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key" * 5
    assert posting.send(waiting.pk, at=NOON)


def test_letters_of_long_ago_are_forgotten(nobody_sends):
    posting.send(a_letter().pk, at=NOON)
    posting.send_waiting(at=NOON + timedelta(days=31))
    assert not AccountLetter.objects.exists()


def work(client, do, email, monkeypatch) -> tuple[int, int, int]:
    """Passwords hashed, letters stored and statements sent by one request."""
    hashed = []
    real = MD5PasswordHasher.encode
    before = AccountLetter.objects.count()
    with (
        monkeypatch.context() as patch,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        patch.setattr(MD5PasswordHasher, "encode", lambda *args, **kwargs: hashed.append(1) or real(*args, **kwargs))
        do(client, email)
    return len(hashed), AccountLetter.objects.count() - before, len(queries)


def log_in(client, email):
    return client.post(reverse("account_login"), {"login": email, "password": "wrong"})


@pytest.mark.parametrize("do", [sign_up, reset, log_in])
def test_the_work_does_not_tell_whether_an_address_is_known(do, nobody_sends, monkeypatch):
    """The costly part, hashing a password, and the letter are the same for a known address and an unknown one."""
    confirm(make_user("reader@example.org"))
    known = work(Client(), do, "reader@example.org", monkeypatch)
    unknown = work(Client(), do, "stranger@example.org", monkeypatch)
    assert known[:2] == unknown[:2]
    assert abs(known[2] - unknown[2]) <= 20  # rows of a new account: a millisecond or two


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_signing_up_with_one_address_at_once_make_one_account(nobody_sends):
    """Everybody gets the same answer, and nobody an error."""
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("Threads share one connection in an in-memory database.")
    barrier, answers = threading.Barrier(20), []

    def one() -> None:
        client = Client(raise_request_exception=False)
        barrier.wait()
        answers.append((sign_up(client, "same@example.org")).status_code)
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 20
    assert User.objects.filter(email="same@example.org").count() == 1
    assert AccountLetter.objects.count() == 20


def test_an_address_taken_between_looking_and_writing_is_answered_alike(client, nobody_sends, monkeypatch):
    """What happens to the second of two who sign up at the same moment."""
    other = sign_up(Client(), "somebody@example.org")

    confirm(make_user("same@example.org"))
    monkeypatch.setattr("allauth.account.forms.BaseSignupForm.clean_email", lambda self: self.cleaned_data["email"])
    answer = sign_up(client, "same@example.org")
    assert (answer.status_code, answer.url) == (302, other.url)
    assert User.objects.filter(email="same@example.org").count() == 1


def test_a_slow_mail_server_holds_nobody_up(client, nobody_sends, monkeypatch):
    monkeypatch.setattr(EmailBackend, "send_messages", lambda self, messages: time.sleep(5))
    began = time.monotonic()
    sign_up(client, "new@example.org")
    assert time.monotonic() - began < 3
