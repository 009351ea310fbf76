"""Bringing a site back from a backup: nothing is touched before the backup was found whole and meant for this site."""

import tarfile
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from accounts.models import User
from lms.refusals import Refusal
from operations import checking
from operations.backups import databases, files, manifest
from operations.backups.manifest import DATABASE, Manifest, hash_of
from operations.models import RecordCheck


def restore(path: Path, *, replace: str | None, clock: Callable[[], datetime]) -> tuple[Manifest, RecordCheck]:
    """Make this site what it was when the backup was made, check every record, and say what came of it.

    Refusal, with everything as it was, when the backup is not whole or not for this site, or when the site holds data and
    `replace` is not its name. Files come first and leave last, so that the rows never speak of one that is missing.
    """
    kept = manifest.verified(path)
    _refuse_others(kept)
    if replace != settings.SITE_NAME and (held := _what_is_here()):
        raise Refusal(
            held, _("To put the backup in its place, add: --replace “%(name)s”.") % {"name": settings.SITE_NAME}
        )
    with tempfile.TemporaryDirectory(prefix="cairn-") as folder, tarfile.open(path, "r:") as archive:
        dump = Path(folder) / DATABASE
        for member, file in manifest.parts(archive):
            if member.name == DATABASE:
                with dump.open("wb") as target:
                    _copy(file, target)
            elif place := files.place(member.name):
                _put(*place, file, kept.parts[member.name])
        databases.current().load(dump)
    _compare(kept)
    for storage, name in [place for place in files.names() if files.part(*place) not in kept.parts]:
        storages[storage].delete(name)
    call_command("migrate", interactive=False, verbosity=0)  # to this code's tables, and the triggers of records
    cache.clear()
    return kept, checking.check(clock=clock)


def _refuse_others(kept: Manifest) -> None:
    if kept.vendor != connection.vendor:
        words = _("The backup is of a %(one)s database, and this site has %(other)s.")
        raise Refusal(words % {"one": kept.vendor, "other": connection.vendor})
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    # libraries drop old migrations when they put several into one; ours stay
    ours = {
        app.label
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(settings.BASE_DIR) and "site-packages" not in app.path
    }
    if unknown := [one for one in kept.migrations if one not in known and one.split(".")[0] in ours]:
        words = _(
            "The backup was made by newer code (%(release)s), which knows %(migration)s. Install that code first."
        )
        raise Refusal(words % {"release": kept.release, "migration": unknown[0]})


def _what_is_here() -> str:
    """What this site holds that would be lost, in words; empty when nothing."""
    there = connection.introspection.table_names()
    people = User.objects.count() if User._meta.db_table in there else 0
    kept = next(files.names(), None)
    if not people and not kept:
        return ""
    return _("This site holds data already: %(people)s people%(files)s.") % {
        "people": people,
        "files": _(", and files") if kept else "",
    }


def _put(storage_name: str, name: str, file: IO[bytes], digest: str) -> None:
    """Keep a file under exactly this name, unless it is there with the same bytes."""
    storage = storages[storage_name]
    if storage.exists(name):
        with storage.open(name) as present:
            if hash_of(present) == digest:
                return
        storage.delete(name)
    with tempfile.TemporaryFile() as copy:
        _copy(file, copy)
        copy.seek(0)
        storage.save(name, File(copy, name=name))


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(1 << 20):
        target.write(piece)


def _compare(kept: Manifest) -> None:
    found = databases.counts()
    if wrong := sorted(table for table in kept.rows if kept.rows[table] != found.get(table)):
        raise Refusal(
            _("The database took the backup, but these tables differ from it: %(tables)s.")
            % {"tables": ", ".join(wrong[:5])}
        )
