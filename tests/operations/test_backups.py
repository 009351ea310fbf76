"""A backup brings the whole site back, or says in words why it does not, with everything as it was."""

import io
import json
import stat
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from certificates.ledger.models import Certificate
from lms import append_only
from lms.refusals import Refusal
from operations.backups import databases, files, manifest, restoring, writing
from operations.models import Backup, RecordCheck
from tests import factories
from tests.factories import NOON, make_user

commits = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    """Files of this test alone, as a site has that nobody else tests on."""
    for kept in ("default", "private", "frozen"):
        place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / kept}}
        settings.STORAGES = {**settings.STORAGES, kept: place}


@pytest.fixture
def _sealed_rows_go_afterwards(transactional_db):
    """SQLite empties tables row by row, which the triggers of records refuse."""
    yield
    if connection.vendor != "sqlite":
        return
    for app in apps.get_app_configs():
        with connection.constraint_checks_disabled(), connection.cursor() as cursor:
            for model in append_only.guarded(app):
                for event in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {model._meta.db_table}_no_{event}")
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
        append_only.install_triggers(app)


def keep(storage: str, name: str, data: bytes) -> None:
    storages[storage].save(name, ContentFile(data))


def read(storage: str, name: str) -> bytes:
    with storages[storage].open(name) as file:
        return file.read()


def restore(path: Path, replace: str | None = None) -> RecordCheck:
    return restoring.restore(path, replace=replace, clock=timezone.now)[1]


@commits
@pytest.mark.usefixtures("_sealed_rows_go_afterwards")
def test_the_drill(client, tmp_path, region_tree, capsys):
    """Everything there was is back, everything since is gone, records are sealed, and everybody logs in anew."""
    curriculum, _release, _scheme = factories.small_world()
    trainee = make_user("trainee@example.org", "Jordan Ellery", region_tree["Toronto"])
    certificate = factories.certified(trainee, curriculum)
    client.force_login(trainee)
    keep("private", "certificates/2026/a.pdf", b"%PDF one")
    keep("default", "images/b.png", b"picture")
    call_command("backup", str(tmp_path / "kept"))
    (backup,) = (tmp_path / "kept").iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert Backup.objects.get().size == backup.stat().st_size
    before = databases.counts()

    make_user("later@example.org", "Came Later")
    keep("private", "certificates/2026/later.pdf", b"%PDF later")
    storages["default"].delete("images/b.png")
    keep("default", "images/b.png", b"another picture")
    with pytest.raises(CommandError, match=r"This site holds data already: .* To put the backup in its place"):
        call_command("restore_backup", str(backup))
    with pytest.raises(CommandError, match="holds data already"):
        call_command("restore_backup", str(backup), replace="Another site")
    assert User.objects.filter(email="later@example.org").exists()

    call_command("restore_backup", str(backup), replace=settings.SITE_NAME)
    assert "Every record is whole" in capsys.readouterr().out
    assert not User.objects.filter(email="later@example.org").exists()
    assert Certificate.objects.get().code == certificate.code
    assert read("private", "certificates/2026/a.pdf") == b"%PDF one"
    assert read("default", "images/b.png") == b"picture"
    assert set(files.names()) == {("private", "certificates/2026/a.pdf"), ("default", "images/b.png")}
    assert not Session.objects.exists()
    assert RecordCheck.objects.get().damages == 0
    # the check of the records is a row of today
    assert databases.counts() == {**before, "operations_backup": 0, "operations_recordcheck": 1}
    assert [gap for app in apps.get_app_configs() for gap in append_only.missing_triggers(app, connection)] == []


@pytest.fixture
def backup(tmp_path, db, monkeypatch) -> Path:
    """A small one; its rows are told by nobody."""

    class Told:
        def dump(self, target):
            target.write_bytes(b"rows")
            return {}

        def load(self, source):
            raise AssertionError("nothing may be touched")

    monkeypatch.setattr(databases, "current", Told)
    keep("frozen", "ab/cd", b"frozen")
    return writing.write(tmp_path / "kept", at=NOON)


def rewritten(path: Path, change) -> Path:
    """The backup with every part as `change` makes it; one it makes nothing of is left out."""
    target = path.with_name("changed.tar")
    with tarfile.open(path) as old, tarfile.open(target, "w") as new:
        for member, file in manifest.parts(old):
            data = change(member.name, file.read())
            if data is not None:
                member.size = len(data)
                new.addfile(member, io.BytesIO(data))
    return target


def with_manifest(**fields):
    return lambda name, data: json.dumps({**json.loads(data), **fields}).encode() if name == manifest.NAME else data


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda name, data: data + b"x" if name == "database" else data, "damaged.* database"),
        (lambda name, data: b"frozem" if name == "files/frozen/ab/cd" else data, "damaged.* files/frozen/ab/cd"),
        (lambda name, data: None if name == "files/frozen/ab/cd" else data, "damaged.* files/frozen/ab/cd"),
        (lambda name, data: None if name == manifest.NAME else data, "manifest is missing"),
        (lambda name, data: b"{" if name == manifest.NAME else data, "not a whole backup"),
        (with_manifest(format=2), "whose format this one does not read"),
        (with_manifest(vendor="oracle"), "is of a oracle database"),
        (with_manifest(migrations=["ledger.9999_of_tomorrow"]), "newer code .* ledger.9999_of_tomorrow"),
        (lambda name, data: data, "holds data already"),
    ],
)
def test_what_is_not_whole_or_not_for_this_site_is_refused_and_nothing_touched(backup, change, words):
    with pytest.raises(Refusal, match=words):
        restore(rewritten(backup, change))
    assert read("frozen", "ab/cd") == b"frozen"


def test_a_file_that_was_cut_off_is_refused(backup):
    backup.write_bytes(backup.read_bytes()[:700])
    with pytest.raises(Refusal, match="not a whole backup"):
        restore(backup)
    with pytest.raises(Refusal, match="not a whole backup"):
        restore(backup.with_name("none.tar"))


def test_no_secret_stands_in_the_manifest_and_only_its_owner_reads_the_file(backup, settings):
    with tarfile.open(backup) as archive:
        said = archive.extractfile(manifest.NAME).read().decode()
    assert settings.SECRET_KEY not in said
    assert not settings.DATABASES["default"].get("PASSWORD") or settings.DATABASES["default"]["PASSWORD"] not in said
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700


def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(backup, monkeypatch):
    monkeypatch.setattr(writing, "_add_manifest", lambda *args: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(Refusal, match="the disk is full"):
        writing.write(backup.parent, at=NOON + timedelta(days=1))
    assert list(backup.parent.iterdir()) == [backup]
    assert Backup.objects.count() == 1


@pytest.mark.parametrize("name", ["files/elsewhere/a", "files/private/../../etc/passwd", "files/private/"])
def test_a_part_never_leaves_its_storage(name):
    with pytest.raises(ValueError, match="files/"):
        files.place(name)
