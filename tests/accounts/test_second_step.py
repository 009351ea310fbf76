"""People who can see others' records use a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from tests.logins import (
    SECRET,
    add_app,
    code_now,
    confirm,
    log_in,
    log_in_and_confirm_again,
    log_in_with_both_steps,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.REQUIRE_MFA_FOR_STAFF = True


@pytest.mark.parametrize("role", ["trainer", "coordinator", "admin"])
@pytest.mark.parametrize("path", ["/cms/", "/desk/"])
def test_without_a_second_step_they_are_sent_to_set_one_up(client, required, request, role, path):
    client.force_login(request.getfixturevalue(role))
    answer = client.get(path)
    assert answer.url == reverse("mfa_index")


def test_with_one_they_come_in(client, required, admin):
    log_in_with_both_steps(client, admin)
    assert client.get("/cms/").status_code == 200


def test_a_session_that_did_not_take_the_step_is_asked_for_it_and_comes_back(client, required, admin):
    """That the account has a second step is not enough: this session has to take it."""
    add_app(admin)
    client.force_login(admin)
    asked = client.get("/cms/pages/?p=2")
    assert asked.url == reverse("mfa_reauthenticate") + "?next=%2Fcms%2Fpages%2F%3Fp%3D2"
    assert client.post(asked.url, {"code": code_now()}).url == "/cms/pages/?p=2"
    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "mfa_index", "mfa_add_webauthn", "mfa_deactivate_totp"]
)
def test_the_password_alone_changes_no_way_in(client, required, coordinator, name):
    """Whoever has a second step changes address, password and step only in a session that took it."""
    add_app(coordinator)
    client.force_login(coordinator)  # a session from before the step was set up on another device
    for answer in (client.get(reverse(name)), client.post(reverse(name), {})):
        assert answer.url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.django_db(
    transaction=True, serialized_rollback=True
)  # the library speaks of it when the transaction commits
def test_setting_the_step_up_counts_as_taking_it(client, required, coordinator):
    log_in_and_confirm_again(client, coordinator)
    assert client.get("/desk/").url == reverse("mfa_index")
    set_up(client)
    assert client.get("/desk/").status_code == 200
    elsewhere = Client()
    elsewhere.force_login(coordinator)
    assert elsewhere.get("/desk/").url.startswith(reverse("mfa_reauthenticate"))


def set_up(client):
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    assert client.post(reverse("mfa_activate_totp"), {"code": code_now()}).status_code == 302


def test_taking_the_step_away_closes_the_desk_again(client, required, coordinator):
    log_in_with_both_steps(client, coordinator)
    assert client.get("/desk/").status_code == 200
    Authenticator.objects.filter(user=coordinator).delete()
    assert client.get("/desk/").url == reverse("mfa_index")


def test_trainees_and_their_own_pages_are_not_asked(client, required, trainee, coordinator):
    client.force_login(trainee)
    assert getattr(client.get("/desk/"), "url", "") != reverse("mfa_index")
    client.force_login(coordinator)
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_a_trial_site_does_not_ask(client, admin):
    client.force_login(admin)
    assert client.get("/cms/").status_code == 200


def test_logging_in_asks_for_the_code(client, trainee):
    confirm(trainee)
    TOTP.activate(trainee, SECRET)
    assert log_in(client, trainee).url == reverse("mfa_authenticate")
    assert client.get(reverse("accounts:settings")).status_code == 302
    assert "This code is not right." in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_now()}).url == "/learn/"
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_a_recovery_code_works_once(client, trainee):
    confirm(trainee)
    TOTP.activate(trainee, SECRET)
    code = RecoveryCodes.activate(trainee).get_unused_codes()[0]
    for expected in (302, 200):
        log_in(client, trainee)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected
        client.logout()


def test_setting_up_an_app_gives_recovery_codes(client, trainee):
    confirm(trainee)
    log_in_and_confirm_again(client, trainee)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "Set up an authenticator app" in page
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post(reverse("mfa_activate_totp"), {"code": code_now()})
    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}


def test_removing_the_app_is_told_by_mail(client, trainee, mailoutbox):
    confirm(trainee)
    log_in_and_confirm_again(client, trainee)
    TOTP.activate(trainee, SECRET)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    letter = mailoutbox[-1]
    assert letter.subject == "The authenticator app was removed"
    assert "If it was you, there is nothing to do." in letter.body


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_email",
        "account_change_password",
    ],
)
def test_every_page_about_logging_in_is_in_our_frame(client, trainee, name):
    confirm(trainee)
    log_in_and_confirm_again(client, trainee)
    page = client.get(reverse(name)).content.decode()
    assert "Account settings" in page
    assert "Menu:" not in page


def test_pages_of_an_active_second_step(client, trainee):
    confirm(trainee)
    log_in_and_confirm_again(client, trainee)
    TOTP.activate(trainee, SECRET)
    RecoveryCodes.activate(trainee)
    for name, words in [
        ("mfa_index", "Stop using the app"),
        ("mfa_deactivate_totp", "Keep it"),
        ("mfa_view_recovery_codes", "10 of 10 codes are left."),
        ("mfa_generate_recovery_codes", "stop working"),
    ]:
        assert words in client.get(reverse(name)).content.decode()


def test_somebody_with_a_second_step_can_change_their_address(client, trainee, mailoutbox):
    confirm(trainee)
    log_in_and_confirm_again(client, trainee)
    TOTP.activate(trainee, SECRET)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert mailoutbox[-1].to == ["new@example.org"]
