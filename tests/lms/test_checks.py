"""What `manage.py check` finds before people do."""

import importlib
import os

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from lms import fingerprints


def found() -> set[str]:
    return {message.id for message in run_checks(include_deployment_checks=True) if message.id.startswith("lms.")}


def test_a_sound_site_is_told_nothing(settings, tmp_path):
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
