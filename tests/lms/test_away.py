"""The broker, the cache and the mail server may be away: things wait, and nothing breaks."""

import time
from contextlib import nullcontext
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache, caches
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import posting
from certificates.ledger import codes
from lms import later
from lms.away import Pause
from lms.celery import app
from notices import delivery, tasks
from notices.models import Delivery
from tests import plain
from tests.factories import NOON, PASSWORD, certified, make_user, small_world

DEAD = "redis://127.0.0.1:1/0"  # nothing listens there


def test_a_part_that_failed_is_asked_again_after_the_pause():
    now = [100.0]
    pause = Pause(5, clock=lambda: now[0])
    assert not pause.lasts()
    assert pause.begin()
    assert not pause.begin()  # known already
    assert pause.lasts()
    now[0] += 5
    assert not pause.lasts()
    assert pause.begin()
    pause.end()
    assert not pause.lasts()


@pytest.fixture
def dead_broker(monkeypatch):
    """Real sending, to a port where nobody listens."""
    monkeypatch.setattr(later, "_pause", Pause(later.PAUSE_SECONDS))
    eager, app.conf.task_always_eager = app.conf.task_always_eager, False
    producer = app.amqp.Producer(app.connection_for_write(DEAD))
    monkeypatch.setattr(app, "producer_or_acquire", lambda *args, **kwargs: nullcontext(producer))
    yield
    app.conf.task_always_eager = eager


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_a_broker_people_are_told_all_the_same(dead_broker, mailoutbox):
    """What tells somebody is stored although no task can be asked for, quickly, and the sweep sends the letter."""
    with pytest.raises(OperationalError):  # the broker is away indeed
        tasks.deliver.delay(1)
    began = time.monotonic()
    for number in range(20):
        with transaction.atomic():
            tell(make_user(), f"certificate:{number}")
    assert time.monotonic() - began < 10
    assert Delivery.objects.filter(sent_at=None).count() == 20
    assert delivery.deliver_waiting(clock=lambda: NOON) == 20


def tell(user, key):
    plain.tell(user, kind="certificate", dedupe_key=key, subject="Your certificate", body="It was issued.", at=NOON)


@pytest.mark.django_db
def test_asking_costs_nothing_before_the_commit_and_nothing_when_it_does_not_come(monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.deliver, "delay", asked.append)
    with transaction.atomic():
        later.ask(tasks.deliver, 7)
        assert not asked


@pytest.fixture
def dead_cache(settings):
    """The cache of a production site, on a port where nobody listens."""
    settings.CACHES = {"default": {"BACKEND": "lms.cache.ForgivingRedisCache", "LOCATION": DEAD}}
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    settings.VERIFY_LOOKUPS_PER_MINUTE = 30
    caches.close_all()


@pytest.mark.django_db
def test_without_a_cache_a_certificate_can_be_verified(client, dead_cache, trainee):
    curriculum, _release, _scheme = small_world()
    code = codes.shown(certified(trainee, curriculum).code)
    assert client.get(f"/verify/{code}/").status_code == 200
    assert client.get(f"/verify/{code}.json").json()["name"] == "Jordan Ellery"


@pytest.mark.django_db
def test_without_a_cache_people_log_in_and_stay_logged_in(client, dead_cache, trainee):
    EmailAddress.objects.create(user=trainee, email=trainee.email, verified=True, primary=True)
    answer = client.post(reverse("account_login"), {"login": trainee.email, "password": PASSWORD})
    assert answer.url == "/learn/"
    assert client.get("/learn/").status_code == 200
    assert client.get("/learn/notices/").status_code == 200
    elsewhere = Client()
    elsewhere.cookies = client.cookies
    assert elsewhere.get("/learn/").status_code == 200


@pytest.mark.django_db
def test_without_a_cache_the_site_says_so_to_who_asks_for_its_health(client, dead_cache):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["cache"]) == (503, "no answer")
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_without_a_mail_server_people_sign_up_and_every_letter_leaves_when_it_is_back(client, settings):
    """Both kinds of letters, to a port where nobody listens."""
    there = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    words = {"display_name": "Robin", "email": "new@example.org", "password1": "four quiet stones", "region": ""}
    assert client.post(reverse("account_signup"), words).url == reverse("account_email_verification_sent")
    tell(make_user(), "certificate")
    assert delivery.deliver_waiting(clock=lambda: NOON) == 0
    assert posting.send_waiting(at=timezone.now() + timedelta(hours=1)) == 0
    settings.EMAIL_BACKEND = there
    assert delivery.deliver_waiting(clock=lambda: NOON) == 1
    assert posting.send_waiting(at=timezone.now() + timedelta(hours=2)) == 1


def test_a_cache_that_is_away_is_an_empty_one(dead_cache):
    assert cache.add("a", 1)
    cache.set("a", 1)
    cache.set_many({"a": 1})
    cache.delete_many(["a"])
    assert (cache.get("a"), cache.get("a", 7), cache.get_many(["a"])) == (None, 7, {})
    assert cache.incr("a") == 1
    assert (cache.touch("a"), cache.delete("a"), cache.has_key("a"), cache.clear()) == (False, False, False, False)
    assert cache.get_or_set("a", 3) == 3
