"""Where somebody is logged in: seen, ended, ended by itself; and what was tried with the account."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import devices
from accounts.models import FailedLogin
from tests.logins import add_app, log_in, log_in_and_confirm_again

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"


def device(agent: str) -> Client:
    return Client(headers={"user-agent": agent})


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36", "Chrome on ChromeOS"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Mac"),
        ("curl/8.1", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_devices_are_told_apart_in_words(agent, words):
    assert devices.in_words(agent) == words


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2:3::4", "2001:db8:1::"),
        ("x", ""),
    ],
)
def test_of_an_ip_address_only_the_network_is_kept(address, kept):
    assert devices.network(address) == kept


@pytest.fixture
def two_devices(trainee):
    desktop, phone = device(FIREFOX), device(IPHONE)
    for client in (desktop, phone):
        log_in(client, trainee)
    return desktop, phone


def test_every_device_is_listed_and_says_which_one_this_is(two_devices):
    page = two_devices[0].get(reverse("accounts:sessions")).content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert page.count("This device") == 1
    assert not UserSession.objects.filter(ip__contains="127.0.0.1").exists()


def test_one_device_can_be_logged_out(two_devices):
    desktop, phone = two_devices
    session = UserSession.objects.get(user_agent=IPHONE)
    desktop.post(reverse("accounts:end_session", args=[session.pk]))
    assert phone.get("/learn/").status_code == 302
    assert desktop.get("/learn/").status_code == 200
    assert "Safari on iPhone" not in desktop.get(reverse("accounts:sessions")).content.decode()


def test_all_others_can_be_logged_out(two_devices):
    desktop, phone = two_devices
    phone.post(reverse("accounts:sessions"))
    assert desktop.get("/learn/").status_code == 302
    assert phone.get("/learn/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(two_devices, coordinator):
    session = UserSession.objects.first()
    other = Client()
    log_in(other, coordinator)
    assert other.post(reverse("accounts:end_session", args=[session.pk])).status_code == 404
    assert two_devices[0].get("/learn/").status_code == 200


def left_for(monkeypatch, **time) -> None:
    now = timezone.now() + timedelta(**time)
    monkeypatch.setattr("accounts.middleware.timezone.now", lambda: now)


@pytest.mark.parametrize(
    ("role", "stays"), [("trainee", True), ("coordinator", False), ("trainer", False), ("admin", False)]
)
def test_who_sees_others_is_logged_out_after_two_hours_of_nothing(client, request, monkeypatch, role, stays):
    client.force_login(request.getfixturevalue(role))
    left_for(monkeypatch, hours=2, minutes=1)
    assert (client.get("/learn/").status_code == 200) is stays


def test_a_learner_is_logged_out_after_a_week_and_told_why(client, trainee, monkeypatch):
    client.force_login(trainee)
    left_for(monkeypatch, days=7, minutes=1)
    answer = client.get("/learn/", follow=True)
    assert "Nobody was here for a while" in answer.content.decode()


def test_using_the_site_keeps_the_session(client, coordinator, monkeypatch):
    client.force_login(coordinator)
    start = timezone.now()
    for hour in range(1, 6):
        monkeypatch.setattr("accounts.middleware.timezone.now", lambda at=start + timedelta(hours=hour): at)
        assert client.get("/learn/").status_code == 200


def test_an_open_editor_is_not_somebody_at_work(client, admin, monkeypatch):
    client.force_login(admin)
    start = timezone.now()
    for minutes in (60, 119):
        monkeypatch.setattr("accounts.middleware.timezone.now", lambda at=start + timedelta(minutes=minutes): at)
        client.post("/cms/editing-sessions/ping/wagtailcore/page/1/1/")
    left_for(monkeypatch, minutes=121)
    assert client.get("/learn/").status_code == 302


def test_a_limit_of_nothing_is_none(client, coordinator, monkeypatch, settings):
    settings.SESSION_IDLE_MINUTES = settings.SESSION_IDLE_MINUTES_STAFF = 0
    client.force_login(coordinator)
    left_for(monkeypatch, days=13)
    assert client.get("/learn/").status_code == 200


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_no_writing_at_every_page(client, trainee, people, django_assert_max_num_queries):
    client.force_login(trainee)
    client.get("/learn/")
    with django_assert_max_num_queries(40) as captured:
        client.get("/learn/")
    assert not [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))]


def test_a_wrong_password_is_noted_for_the_person_and_for_nobody_else(client, trainee, coordinator):
    """Whose account, when and from what kind of device; neither the address nor the IP as it was."""
    for address in (trainee.email.upper(), "nobody@example.org"):
        client.post(reverse("account_login"), {"login": address, "password": "wrong"}, REMOTE_ADDR="203.0.113.77")
    noted, stranger = FailedLogin.objects.order_by("pk")
    assert (noted.user, stranger.user) == (trainee, None)
    assert (noted.step, noted.network) == ("password", "203.0.113.0")
    assert len({noted.address_hash, stranger.address_hash}) == 2
    assert trainee.email not in noted.address_hash
    log_in(client, trainee)
    assert "a wrong password" in client.get(reverse("accounts:sessions")).content.decode()
    client.force_login(coordinator)
    assert "a wrong password" not in client.get(reverse("accounts:sessions")).content.decode()


def test_a_wrong_code_is_noted_too(client, trainee):
    add_app(trainee)
    log_in(client, trainee)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert FailedLogin.objects.get(user=trainee).step == "code"


def test_a_right_password_is_not_noted(client, trainee):
    log_in_and_confirm_again(client, trainee)
    assert not FailedLogin.objects.exists()
