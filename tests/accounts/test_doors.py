"""One door takes passwords, and behind it nothing of anybody else opens without the second step."""

from collections.abc import Iterator

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import User
from certificates.ledger.models import Certificate
from tests.addresses import patterns
from tests.factories import PASSWORD, certified, make_user, small_world
from tests.kept import kept
from tests.logins import add_app, confirm, log_in, log_in_with_both_steps

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
walk = pytest.mark.walk  # goes everywhere and looks closely at little; the same on any database
OURS = reverse("account_login")


def credentials(user: User) -> dict[str, str]:
    """The right password, under every name that a form of the site or its libraries gives it."""
    names = ("login", "username", "email", "user")
    passwords = ("password", "password1", "password2", "oldpassword", "new_password1", "new_password2")
    return {**dict.fromkeys(names, user.email), **dict.fromkeys(passwords, PASSWORD), "remember": "on"}


@walk
def test_no_address_but_the_login_takes_a_password(client, admin):
    """Posting the right address and password anywhere else logs nobody in."""
    confirm(admin)
    samples = ["1", "curricula", "1-abc", "a/", "x"]
    paths = [path for pattern in patterns() for path in pattern.paths(samples, at_most=2)]
    for path in [*paths, "/cms/password_reset/confirm/MQ/x/", "/cms/password_reset/done/"]:
        for answer in (client.get(path), client.post(path, credentials(admin))):
            assert answer.status_code < 500, path
            assert path == OURS or SESSION_KEY not in client.session, path
        if path == OURS:
            assert SESSION_KEY in client.session
            client.logout()
    assert OURS in paths


@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/"])
def test_the_libraries_doors_lead_to_ours_and_on_to_where_one_was_going(client, door):
    assert client.get(door).url == OURS
    assert client.post(door + "?next=/cms/pages/", {"username": "x"}).url == OURS + "?next=%2Fcms%2Fpages%2F"
    assert client.get(door + "?next=https://elsewhere.example/").url == OURS
    assert client.get(door + "?next=//elsewhere.example/").url == OURS


@pytest.mark.parametrize("rest", ["", "done/", "confirm/MQ/abc-def/", "complete/"])
def test_a_forgotten_password_is_chosen_anew_on_our_page_only(client, rest):
    assert client.get("/cms/password_reset/" + rest).url == reverse("account_reset_password")


@kept
def other(trainee) -> Certificate:
    """Jordan of Toronto, with a certificate."""
    curriculum, _release, _scheme = small_world()
    trainee.certificate_name = "Jordan Q. Ellery-Vance"
    trainee.save()
    return certified(trainee, curriculum)


@pytest.fixture
def staff(request, other, settings) -> User:
    """Somebody who may see Jordan's records; the trainer may see what others draft."""
    settings.REQUIRE_MFA_FOR_STAFF = True
    if request.param != "trainer":
        return request.getfixturevalue(request.param)
    user = make_user("new-trainer@example.org", "Ines Okafor")
    roles.make_trainer(user, [other.period.certification.curricula.get()])
    return user


every_role = pytest.mark.parametrize("staff", ["coordinator", "trainer", "admin"], indirect=True)


def all_paths(other: Certificate) -> Iterator[str]:
    enrolment = other.period.user.enrolments.first()
    samples = [
        *{other.period.user_id, other.pk, other.period_id, enrolment.pk, enrolment.attempts.first().pk},
        *(other.code, enrolment.curriculum.slug, other.period.certification.slug, enrolment.release.number),
        *("curricula/skills/", "suspend"),
    ]
    for pattern in patterns():
        yield from pattern.paths(samples, at_most=12)


def shows(answer, other: Certificate) -> set[str]:
    """What of Jordan's an answer holds."""
    if not answer.streaming and answer.status_code >= 300:
        return set()
    if "attachment" in answer.get("Content-Disposition", ""):
        return {"a file"}
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode(errors="replace")
    return {words for words in (other.period.user.email, other.holder_name, other.code) if words in text}


@every_role
@walk
@pytest.mark.parametrize("has_app", [False, True])
def test_without_the_second_step_staff_see_what_a_stranger_sees(client, staff, other, has_app):
    """A session that only knows the password opens nothing of anybody else, wherever it looks."""
    if has_app:
        add_app(staff)
    client.force_login(staff)
    stranger = Client()
    for path in all_paths(other):
        seen = shows(client.get(path), other)
        assert not seen or seen <= shows(stranger.get(path), other), path


@walk
@pytest.mark.parametrize("staff", ["coordinator", "admin"], indirect=True)
def test_with_the_second_step_staff_see_what_they_may(client, staff, other):
    """The walk above does look where there is something to see."""
    log_in_with_both_steps(client, staff)
    looked_at = set(all_paths(other))
    for path in ("/desk/roster/", f"/desk/people/{other.period.user_id}/", f"/learn/certificates/{other.code}.pdf"):
        assert path in looked_at
        assert shows(client.get(path), other)


@every_role
def test_a_role_that_rests_opens_no_pdf_of_others(client, staff, other):
    """Under one's own training there is a file of others that a coordinator may fetch: not with the password alone."""
    client.force_login(staff)
    assert client.get(f"/learn/certificates/{other.code}.pdf").status_code == 404


@every_role
def test_ones_own_training_stays_open_and_the_links_of_the_role_lead_to_the_step(client, staff, other):
    log_in(client, staff)
    page = client.get("/learn/")
    assert page.status_code == 200
    assert "/cms/" in page.content.decode() or "/desk/" in page.content.decode()
    assert client.get(reverse("accounts:settings")).status_code == 200


@pytest.mark.parametrize("person", ["trainee", "coordinator"])
@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/cms/users/"])
def test_whom_the_editor_is_not_open_to_is_told_so_and_not_sent_round_in_circles(client, request, person, path):
    client.force_login(request.getfixturevalue(person))
    assert client.get(path, follow=True).status_code == 403


def test_a_stranger_at_the_editor_is_asked_to_log_in(client):
    assert client.get("/cms/").url == OURS + "?next=/cms/"
