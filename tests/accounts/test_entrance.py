"""Signing up, confirming, logging in, forgetting, changing: the account library in our words."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def confirmed(email="reader@example.org", **fields) -> User:
    user = make_user(email, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def sign_up(client, email="new@example.org", **fields):
    words = {"display_name": "Robin", "email": email, "password1": "four quiet stones", "region": ""}
    return client.post(reverse("account_signup"), {**words, **fields})


def log_in(client, email="reader@example.org", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def log_in_and_confirm_again(client):
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def link_in(mail) -> str:
    """The address of the letter's button."""
    return re.search(r":\nhttp://[^/]+(/\S+)\n", mail.body).group(1)


def test_signing_up_asks_for_a_confirmed_address_and_then_lets_one_in(client, mailoutbox, region_tree):
    answer = sign_up(client, region=region_tree["Ottawa"].pk)
    assert answer.url == reverse("account_email_verification_sent")
    user = User.objects.get(email="new@example.org")
    assert (user.display_name, user.region) == ("Robin", region_tree["Ottawa"])
    link = link_in(mailoutbox[0])
    assert "Yes, confirm it" in client.get(link).content.decode()
    assert not EmailAddress.objects.get().verified  # following a link changes nothing
    assert client.post(link).url == "/learn/"
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_an_unconfirmed_account_cannot_log_in(client):
    sign_up(client)
    assert log_in(client, "new@example.org", "four quiet stones").url == reverse("account_email_verification_sent")
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_signing_up_with_a_known_address_looks_the_same_and_tells_only_the_owner(client, mailoutbox):
    confirmed()
    known = sign_up(client, "reader@example.org")
    unknown = sign_up(client, "somebody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert User.objects.filter(email="reader@example.org").count() == 1
    assert mailoutbox[0].subject == "You have an account already"
    assert mailoutbox[0].to == ["reader@example.org"]


def test_resetting_an_unknown_address_looks_the_same(client, mailoutbox):
    confirmed()
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("reader@example.org", "stranger@example.org")
    ]
    assert [answer.url for answer in answers] == [reverse("account_reset_password_done")] * 2
    assert [mail.subject for mail in mailoutbox] == ["Choose a new password", "There is no account with this address"]


def test_a_forgotten_password_is_chosen_anew_with_a_link_that_works_once(client, mailoutbox):
    confirmed()
    client.post(reverse("account_reset_password"), {"email": "reader@example.org"})
    link = link_in(mailoutbox[0])
    form = client.get(link, follow=True)
    assert "Choose a new password" in form.content.decode()
    new = {"password1": "five quiet stones", "password2": "five quiet stones"}
    assert client.post(form.request["PATH_INFO"], new).status_code == 302
    assert mailoutbox[-1].subject == "Your password was changed"
    client.logout()
    assert "This link does not work any more" in client.get(link, follow=True).content.decode()
    assert log_in(client, password="five quiet stones").url == "/learn/"


def test_somebody_an_administrator_added_without_a_password_gets_in_by_choosing_one(client, mailoutbox):
    User.objects.create_user("added@example.org", display_name="Sam")
    client.post(reverse("account_reset_password"), {"email": "added@example.org"})
    form = client.get(link_in(mailoutbox[0]), follow=True)
    new = {"password1": "five quiet stones", "password2": "five quiet stones"}
    client.post(form.request["PATH_INFO"], new)
    assert log_in(client, "added@example.org", "five quiet stones").url == "/learn/"
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_a_confirmation_link_nobody_wrote_says_what_to_do(client):
    page = client.get(reverse("account_confirm_email", args=["nonsense"])).content.decode()
    assert "This link does not work any more" in page


def test_a_wrong_password_is_said_without_saying_whether_the_account_exists(client):
    confirmed()
    texts = [
        re.findall(r'role="alert".*?</div>', log_in(client, email, "wrong-password").content.decode(), re.S)
        for email in ("reader@example.org", "stranger@example.org")
    ]
    assert texts[0] == texts[1] != []


def test_a_closed_account_cannot_log_in(client):
    confirmed(is_active=False)
    answer = client.post(reverse("account_login"), {"login": "reader@example.org", "password": PASSWORD}, follow=True)
    assert "This account is closed" in answer.content.decode()


def test_a_person_closed_while_logged_in_is_out_at_once(client):
    user = confirmed()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_an_address_is_changed_only_when_the_new_one_is_confirmed(client, mailoutbox):
    user = confirmed()
    log_in_and_confirm_again(client)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "reader@example.org"
    assert "The new address is not confirmed yet" in client.get(reverse("account_email")).content.decode()
    client.post(link_in(mailoutbox[0]))
    user.refresh_from_db()
    assert user.email == "new@example.org"


def test_changing_the_address_asks_for_the_password_once_more(client):
    confirmed()
    log_in(client)
    answer = client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert "Confirm that it is you" in client.get(reverse("account_reauthenticate")).content.decode()


def test_somebody_elses_address_cannot_be_taken(client, mailoutbox):
    confirmed("other@example.org")
    confirmed()
    log_in_and_confirm_again(client)
    client.post(reverse("account_email"), {"email": "other@example.org", "action_add": ""})
    assert User.objects.get(email="other@example.org")
    assert not EmailAddress.objects.filter(email="other@example.org", user__email="reader@example.org", verified=True)


def test_changing_the_password_ends_other_sessions_and_is_told_by_mail(client, client_again, mailoutbox):
    confirmed()
    log_in(client)
    log_in(client_again)
    new = {"oldpassword": PASSWORD, "password1": "six quiet stones!", "password2": "six quiet stones!"}
    client.post(reverse("account_change_password"), new)
    assert client.get(reverse("accounts:settings")).status_code == 200
    assert client_again.get(reverse("accounts:settings")).status_code == 302
    assert mailoutbox[-1].subject == "Your password was changed"


@pytest.fixture
def client_again():
    """The same person's other device."""
    from django.test import Client

    return Client()


def test_letters_of_accounts_have_a_complete_text_and_a_designed_part(client, mailoutbox):
    sign_up(client)
    letter = mailoutbox[0]
    html = letter.alternatives[0][0]
    assert letter.subject == "Welcome. Please confirm your e-mail address"
    assert letter.body.startswith("Hello Robin,")
    assert "Confirm my address" in letter.body
    assert link_in(letter) in html
    assert 'class="action"' in html


def test_short_and_common_passwords_are_refused_with_a_reason(client):
    page = sign_up(client, password1="short").content.decode()
    assert "at least 10 characters" in page
    assert not User.objects.exists()


@pytest.fixture
def limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}


def test_guessing_is_slowed_down(client, limits):
    confirmed()
    for _ in range(5):
        log_in(client, password="wrong-password")
    assert "Please try again in five minutes." in log_in(client).content.decode()


@pytest.mark.parametrize(
    ("name", "fields", "allowed"),
    [("account_signup", {}, 20), ("account_reset_password", {"email": "stranger@example.org"}, 5)],
)
def test_every_way_in_is_limited_and_says_so_kindly(client, limits, name, fields, allowed):
    for _ in range(allowed):
        assert client.post(reverse(name), fields).status_code != 429
    answer = client.post(reverse(name), fields)
    assert answer.status_code == 429
    assert "Please wait a few minutes" in answer.content.decode()


def test_the_demo_people_are_named_only_on_a_trial_site(client, settings):
    assert "stack-the-stones" not in client.get(reverse("account_login")).content.decode()
    settings.DEBUG = True
    page = client.get(reverse("account_login")).content.decode()
    assert "stack-the-stones" in page
    assert "coordinator@example.org" in page


def test_the_password_hash_is_argon2id_at_the_recommended_setting(settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.OwaspArgon2PasswordHasher"]
    assert make_password("x").startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_confirmation_links_end_after_three_days(client, mailoutbox, monkeypatch):
    sign_up(client)
    link = link_in(mailoutbox[0])
    later = (timezone.now() + timedelta(days=4)).timestamp()
    monkeypatch.setattr("time.time", lambda: later)
    assert "This link does not work any more" in client.get(link).content.decode()
