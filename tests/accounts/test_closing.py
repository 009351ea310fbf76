"""Closing one's own account."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import access_log, closing, feeds, moving
from accounts.models import RegionMove, User
from certificates.ledger.models import Certificate
from lms.refusals import Refusal
from notices import outbox
from tests import factories
from tests.factories import NOON, PASSWORD, certified, make_user
from tests.logins import log_in_with_both_steps

pytestmark = pytest.mark.django_db

PAGE = "/account/close/"


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_it_ends_logins_letters_and_the_calendar_and_keeps_the_names(trainee):
    feeds.renew(trainee)
    closing.close(trainee, at=NOON)
    found = fresh(trainee)
    assert (found.is_active, found.calendar_key, found.certificate_name) == (False, None, "Jordan Ellery")
    assert [entry.action for entry in access_log.about(found)] == ["close_own"]
    told = {"by": "x", "title": "y", "enrolment": 1}
    assert outbox.tell(found, "enrolled", facts=told, dedupe_key="x", at=NOON) is None


def test_one_last_letter_says_so(trainee, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        closing.close(trainee, at=timezone.now())
        closing.close(trainee, at=timezone.now())
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["trainee@example.org"], "Your account is closed")
    assert "Each certificate holds as long as it says" in " ".join(mail.body.split())


def test_what_was_asked_is_withdrawn(trainee, region_tree):
    curriculum, *_ = factories.small_world()
    certified(trainee, curriculum)
    moving.choose(trainee, region_tree["Ottawa"], at=NOON)
    closing.close(trainee, at=NOON)
    assert RegionMove.objects.get().outcome == RegionMove.Outcome.WITHDRAWN


def test_the_last_one_who_runs_the_site_stays(admin):
    with pytest.raises(Refusal, match="only one who runs this site"):
        closing.close(admin, at=NOON)
    make_user(is_superuser=True)
    closing.close(fresh(admin), at=NOON)
    assert not fresh(admin).is_active


def test_the_page_says_what_stays_and_asks_for_the_password(client, trainee):
    client.force_login(trainee)
    page = client.get(PAGE).content.decode()
    for words in ("What ends at once", "What stays", "Only an administrator can do that.", "/my-data/"):
        assert words in page
    answer = client.post(PAGE, {"password": "not this one"})
    assert answer.status_code == 400
    assert "This is not your password." in answer.content.decode()
    assert fresh(trainee).is_active


def test_with_the_password_it_closes_everywhere(client, trainee):
    curriculum, *_ = factories.small_world()
    code = certified(trainee, curriculum).code
    elsewhere = Client()
    elsewhere.force_login(trainee)
    client.force_login(trainee)
    answer = client.post(PAGE, {"password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert not fresh(trainee).is_active
    for one in (client, elsewhere):
        assert "/account/login/" in one.get("/learn/").url
    assert Certificate.objects.count() == 1
    assert "Jordan Ellery" in Client().get(f"/verify/{code}/").content.decode()


def test_the_last_administrator_reads_why_not(client, admin):
    log_in_with_both_steps(client, admin)
    page = client.get(PAGE).content.decode()
    assert "only one who runs this site" in page
    assert "Close my account" not in page
    client.post(PAGE, {"password": PASSWORD})
    assert fresh(admin).is_active
