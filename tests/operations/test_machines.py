"""What machines are told: alive, ready, and numbers without people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notices.models import Delivery
from operations import health, heartbeats, storages
from operations.models import Heartbeat
from tests import plain
from tests.factories import make_user

TOKEN = "a-long-token-for-whoever-counts-things"


def test_alive_asks_no_database(client):
    """Without the mark that opens it, a database that is asked fails this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def both_at_work() -> None:
    for part in Heartbeat.Part:
        heartbeats.note(part, at=timezone.now())


@pytest.mark.django_db
def test_ready_names_every_part(client):
    both_at_work()
    answer = client.get("/readyz")
    parts = ("status", "database", "migrations", "cache", "storage", "worker", "clock")
    assert (answer.status_code, answer.json()) == (200, dict.fromkeys(parts, "ok"))


@pytest.mark.django_db
def test_without_a_worker_requests_come_all_the_same(client):
    both_at_work()
    Heartbeat.objects.filter(part="worker").update(at=timezone.now() - timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["worker"]) == ("degraded", "not seen lately")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "says", "broken"),
    [
        ("database", "no answer", ("_database_answers", lambda: False)),
        ("migrations", "not applied", ("_is_migrated", lambda: False)),
        ("cache", "no answer", ("_cache_answers", lambda: False)),
    ],
)
def test_a_part_that_is_needed_keeps_requests_away(client, monkeypatch, part, says, broken):
    monkeypatch.setattr(health, *broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()[part]) == (503, "failing", says)


@pytest.mark.django_db
def test_a_storage_that_takes_no_files_keeps_requests_away(client, monkeypatch):
    monkeypatch.setattr(storages, "look", lambda: [storages.Place("private", takes_files=False)])
    assert client.get("/readyz").json()["storage"] == "takes no files"


@pytest.mark.django_db
def test_migrations_that_wait_are_noticed(monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())
    assert health._is_migrated()
    monkeypatch.setattr(health, "_migrated", set())
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *args: ["one"])
    assert not health._is_migrated()


@pytest.mark.django_db
@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer wrong"])
@pytest.mark.parametrize("token", ["", TOKEN])
def test_numbers_are_for_whoever_has_the_token(client, settings, header, token):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers={"Authorization": header} if header else {}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("letters", [1, 3])
def test_numbers_tell_of_no_person_and_ask_little(client, settings, letters, django_assert_max_num_queries):
    settings.METRICS_TOKEN = TOKEN
    both_at_work()
    for number in range(letters):
        plain.tell(
            make_user(f"zephyrine{number}@example.org", "Zéphyrine"),
            kind="certificate", dedupe_key=f"{number}", subject="Yours", body="It is so.", at=timezone.now(),
        )  # fmt: skip
    assert Delivery.objects.count() == letters
    with django_assert_max_num_queries(10):
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    said = answer.content.decode()
    assert f'cairn_letters{{state="due"}} {letters}.0' in said
    assert 'cairn_seen_seconds_ago{part="worker"}' in said
    assert "phyrine" not in said
