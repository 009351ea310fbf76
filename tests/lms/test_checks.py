"""What `manage.py check` finds before people do."""

import importlib
import os
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from lms import fingerprints


def found() -> set[str]:
    return {message.id for message in run_checks(include_deployment_checks=True) if message.id.startswith("lms.")}


SOUND = {
    "SITE_URL": "https://learn.cairn-training.ca",
    "ALLOWED_HOSTS": ["learn.cairn-training.ca"],
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "DEFAULT_FROM_EMAIL": "Cairn <training@cairn-training.ca>",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "ADMINS": [("", "noor@cairn-training.ca")],
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
    "WEB_CONCURRENCY": 1,
}


def set_all(settings, **values):
    for name, value in {**SOUND, **values}.items():
        setattr(settings, name, value)


_REDIS = {"default": {"BACKEND": "lms.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1/0", "KEY_PREFIX": "x"}}


@pytest.mark.parametrize(
    ("expected", "wrong"),
    [
        ("lms.W002", {"SITE_URL": "http://learn.cairn-training.ca"}),
        ("lms.W003", {"CELERY_BROKER_URL": "filesystem://localhost", "WEB_CONCURRENCY": 2}),
        ("lms.W005", {"ALLAUTH_TRUSTED_PROXY_COUNT": 0}),
        ("lms.W007", {"ADMINS": []}),
        ("lms.W008", {"SESSION_IDLE_MINUTES": 60, "SESSION_IDLE_MINUTES_STAFF": 120}),
        ("lms.W008", {"SESSION_IDLE_MINUTES_STAFF": 0}),
        ("lms.E007", {"ALLOWED_HOSTS": ["other.cairn-training.ca"]}),
        ("lms.E008", {"DEFAULT_FROM_EMAIL": "Cairn <training@example.org>"}),
        ("lms.E008", {"DEFAULT_FROM_EMAIL": "Cairn"}),
        ("lms.E009", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        ("lms.E009", {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}),
        ("lms.E010", {"METRICS_TOKEN": "guess-me"}),
        ("lms.E011", {"BACKUP_FOLDER": "/srv/media/backups", "MEDIA_ROOT": "/srv/media"}),
        ("lms.E011", {"BACKUP_FOLDER": "/srv/static", "STATIC_ROOT": "/srv/static"}),
        ("lms.E012", {"EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend", "ANYMAIL": {}}),
        ("lms.E013", {"MEDIA_ROOT": "/srv/static/media", "STATIC_ROOT": "/srv/static"}),
        ("lms.E014", {"CACHES": _REDIS, "CELERY_BROKER_URL": "redis://127.0.0.1:6379"}),
    ],
)
def test_settings_that_are_wrong_with_one_another_are_named(settings, expected, wrong):
    set_all(settings)
    assert expected not in found()
    set_all(settings, **wrong)
    assert expected in found()


@pytest.mark.parametrize(
    ("vendor", "processes", "is_wrong"), [("sqlite", 2, True), ("sqlite", 1, False), ("postgresql", 2, False)]
)
def test_sqlite_is_not_asked_to_serve_many_processes(settings, monkeypatch, vendor, processes, is_wrong):
    settings.WEB_CONCURRENCY = processes
    monkeypatch.setattr("lms.deploy_checks.connection", SimpleNamespace(vendor=vendor))
    assert ("lms.W004" in found()) is is_wrong


def test_a_sound_site_is_told_nothing(settings, tmp_path):
    set_all(settings)
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": "x"}}
    settings.STORAGES = {**settings.STORAGES, "private": {"OPTIONS": {"location": str(tmp_path / "none")}}}
    assert found() == set()


@pytest.mark.parametrize(
    ("public", "private", "expected"),
    [("a", "a", {"lms.E001"}), ("a", "", {"lms.E002"}), ("", "b", {"lms.E003"}), ("a", "b", set()), ("", "", set())],
)
def test_public_and_private_files_lie_in_two_buckets(settings, public, private, expected):
    settings.S3_BUCKET, settings.S3_PRIVATE_BUCKET = public, private
    assert found() & {"lms.E001", "lms.E002", "lms.E003"} == expected


@pytest.mark.parametrize(
    ("backend", "workers", "expected"),
    [
        ("django.core.cache.backends.locmem.LocMemCache", 1, set()),
        ("django.core.cache.backends.locmem.LocMemCache", 2, {"lms.E004"}),
        ("django.core.cache.backends.dummy.DummyCache", 2, {"lms.E004"}),
        ("lms.cache.ForgivingRedisCache", 3, set()),
    ],
)
def test_several_processes_share_one_cache(settings, backend, workers, expected):
    settings.WEB_CONCURRENCY = workers
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0", "KEY_PREFIX": "x"}}
    assert found() & {"lms.E004"} == expected


def test_sites_that_share_a_cache_keep_apart(settings):
    assert settings.CACHES["default"]["KEY_PREFIX"]
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": ""}}
    assert "lms.E005" in found()


@pytest.mark.parametrize(
    ("seconds", "is_wrong"), [(None, True), (0, True), (10, False), (60, False), (61, True), (600, True)]
)
def test_sending_ends_before_the_letter_is_thought_abandoned(settings, seconds, is_wrong):
    settings.EMAIL_TIMEOUT = seconds
    assert ("lms.E006" in found()) is is_wrong


def test_a_mail_server_gets_ten_seconds(settings):
    assert settings.EMAIL_TIMEOUT == 10


def test_private_files_are_for_the_site_alone(settings, tmp_path):
    """The folder and what lies in it are made so that nobody else on the machine can read them."""
    place = tmp_path / "private"
    options = {**settings.STORAGES["private"]["OPTIONS"], "location": str(place)}
    settings.STORAGES = {**settings.STORAGES, "private": {**settings.STORAGES["private"], "OPTIONS": options}}
    storages["private"].save("certificates/2026/a.pdf", ContentFile(b"x"))
    modes = [
        path.stat().st_mode & 0o777 for path in (place, place / "certificates/2026", place / "certificates/2026/a.pdf")
    ]
    assert modes == [0o700, 0o700, 0o600]
    assert "lms.W001" not in found()
    os.chmod(place, 0o755)
    assert "lms.W001" in found()


def test_two_buckets_are_used_as_they_are_named(monkeypatch):
    from lms import settings as module

    monkeypatch.setenv("S3_BUCKET", "shown")
    monkeypatch.setenv("S3_PRIVATE_BUCKET", "kept")
    try:
        fresh = importlib.reload(module)
        assert fresh.STORAGES["default"]["OPTIONS"]["bucket_name"] == "shown"
        assert fresh.STORAGES["private"]["OPTIONS"]["bucket_name"] == "kept"
    finally:
        monkeypatch.undo()
        importlib.reload(module)


def test_a_changed_template_makes_another_fingerprint(tmp_path):
    """What is kept in the cache for weeks is made anew as soon as anything that made it changes."""
    (tmp_path / "a.html").write_text("one")
    before = fingerprints.of_folder(tmp_path)
    (tmp_path / "a.html").write_text("two")
    fingerprints.of_folder.cache_clear()
    assert fingerprints.of_folder(tmp_path) != before
