"""A letter says the words of its notice, in text and in HTML, with one button."""

import pytest
from django.core import signing
from django.urls import reverse

from notices import letters, preferences
from tests import plain
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db


def compose(kind="reminder", **fields):
    words = {
        "subject": "Your certificate can be renewed",
        "body": "It is valid through 31 March 2027.\n\nRenewing takes about 2 hours & counts <fully>.",
        "action_label": "Start renewing",
        "action_path": "/learn/",
    }
    user = make_user("reader@example.org", "Jordan Ellery")
    return user, letters.compose(plain.tell(user, kind=kind, dedupe_key="x", at=NOON, **{**words, **fields}))


def html_of(mail) -> str:
    return mail.alternatives[0][0]


def test_text_and_html_say_the_same_words():
    _, mail = compose()
    assert "It is valid through 31 March 2027." in mail.body
    assert "It is valid through 31 March 2027." in html_of(mail)
    assert "about 2 hours & counts <fully>" in mail.body
    assert "about 2 hours &amp; counts &lt;fully&gt;" in html_of(mail)
    assert mail.body.startswith("Hello Jordan,")


def test_the_one_button_leads_into_the_site():
    _, mail = compose()
    assert "Start renewing:\nhttp://127.0.0.1:8000/learn/\n" in mail.body
    assert '<a href="http://127.0.0.1:8000/learn/">Start renewing</a>' in html_of(mail)
    assert html_of(mail).count('class="action"') == 1


def test_a_notice_without_a_next_step_has_no_button():
    _, mail = compose(action_label="", action_path="")
    assert 'class="action"' not in html_of(mail)


def test_an_optional_letter_can_be_ended_in_the_mail_program_and_in_its_foot():
    user, mail = compose("reminder")
    stop = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert stop == "http://127.0.0.1:8000" + letters.stop_path(user, "reminder")
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in mail.body
    assert stop in html_of(mail)


def test_a_required_letter_offers_no_way_to_end_it():
    _, mail = compose("update")
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "No more letters" not in mail.body


def test_following_the_link_asks_and_posting_does_it_without_a_login(client):
    user, _ = compose("reminder")
    address = letters.stop_path(user, "reminder")
    assert "Stop these letters" in client.get(address).content.decode()
    assert "reminder" in preferences.wanted(user)
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "reminder" not in preferences.wanted(user)
    client.post(address)
    assert "reminder" not in preferences.wanted(user)


def test_the_one_click_post_needs_no_cookie_of_ours(client):
    user, _ = compose("reminder")
    client.handler.enforce_csrf_checks = True
    assert client.post(letters.stop_path(user, "reminder")).status_code == 200
    assert "reminder" not in preferences.wanted(user)


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        signing.Signer(salt="notices.stop").sign_object([1, "update"]),
        signing.Signer(salt="notices.stop").sign_object([1, "gossip"]),
        signing.Signer(salt="notices.stop").sign_object("reminder"),
        signing.Signer(salt="something else").sign_object([1, "reminder"]),
    ],
)
def test_a_token_we_did_not_write_or_a_required_kind_changes_nothing(client, token):
    answer = client.post(reverse("notices:unsubscribe", args=[token]))
    assert answer.status_code == 404
    assert "This link does not work" in answer.content.decode()


def test_choosing_keeps_exactly_the_kinds_chosen():
    user = make_user()
    preferences.choose(user, {"reminder"})
    assert preferences.wanted(user) == {"reminder"}
    preferences.choose(user, {"reminder", "release"})
    assert preferences.wanted(user) == {"reminder", "release"}
