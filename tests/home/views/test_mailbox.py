"""The letters of a trial site, and the style guide: there only while trying Cairn out."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

pytestmark = pytest.mark.django_db
MAILBOX = reverse("home:mailbox")


@pytest.fixture
def trial(settings, tmp_path):
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)


def send(subject="Your certificate is ready", html="<p>Hello <b>Jordan</b></p>"):
    mail = EmailMultiAlternatives(subject, "Hello Jordan\n\nhttp://127.0.0.1/learn/", to=["jordan@example.org"])
    mail.attach_alternative(html, "text/html")
    mail.send()


def test_an_empty_mailbox_says_how_letters_come_about(client, trial):
    assert "No letters yet" in client.get(MAILBOX).content.decode()


def test_letters_are_listed_and_shown_in_both_parts(client, trial):
    send("Größe: a letter")
    listed = client.get(MAILBOX).content.decode()
    assert "Größe: a letter" in listed
    assert "jordan@example.org" in listed
    name = client.get(MAILBOX).context["page"][0].name
    shown = client.get(reverse("home:letter", args=[name])).content.decode()
    assert "Hello Jordan" in shown
    designed = client.get(reverse("home:letter_designed", args=[name]))
    assert "<b>Jordan</b>" in designed.content.decode()
    assert "default-src 'none'" in designed["Content-Security-Policy"]


def test_a_letter_that_is_not_there_is_not_found(client, trial):
    assert client.get(reverse("home:letter", args=["20260101-000000-1-0"])).status_code == 404
    assert client.get(reverse("home:letter", args=["..%2Fsecret"])).status_code == 404


@pytest.mark.parametrize("name", ["home:mailbox", "home:styleguide", "home:styleguide_questions"])
def test_neither_exists_outside_a_trial(client, settings, name):
    settings.DEBUG = False
    assert client.get(reverse(name)).status_code == 404


def test_the_style_guide_shows_every_status_in_both_schemes(client, trial):
    page = client.get(reverse("home:styleguide")).content.decode()
    assert page.count("In the grace period") == 2
    assert page.count('data-bs-theme="dark"') == 1
