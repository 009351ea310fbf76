"""People who can see others' records use a second factor."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def required(settings):
    settings.REQUIRE_MFA_FOR_STAFF = True


def code_now() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


@pytest.mark.parametrize("role", ["trainer", "coordinator", "admin"])
@pytest.mark.parametrize("path", ["/cms/", "/desk/"])
def test_without_a_second_step_they_are_sent_to_set_one_up(client, required, request, role, path):
    client.force_login(request.getfixturevalue(role))
    answer = client.get(path)
    assert answer.url == reverse("mfa_index")


def test_with_one_they_come_in(client, required, admin):
    TOTP.activate(admin, SECRET)
    client.force_login(admin)
    assert client.get("/cms/").status_code == 200


def test_trainees_and_their_own_pages_are_not_asked(client, required, trainee, coordinator):
    client.force_login(trainee)
    assert getattr(client.get("/desk/"), "url", "") != reverse("mfa_index")
    client.force_login(coordinator)
    assert client.get(reverse("accounts:settings")).status_code == 200


def test_a_trial_site_does_not_ask(client, admin):
    client.force_login(admin)
    assert client.get("/cms/").status_code == 200


def confirm(user):
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def log_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def log_in_and_confirm_again(client, user):
    log_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


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
