"""Making a backup: first the rows, then the files, so that every file the rows speak of is there."""

import os
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from lms.refusals import Refusal
from operations.backups import databases, files
from operations.backups.manifest import DATABASE, NAME, Manifest, hash_of
from operations.models import Backup

_IN_MEMORY = 8 << 20  # bytes of a file; larger ones wait on the disk for their turn
_OURS_ALONE = 0o600


def write(folder: Path, *, at: datetime) -> Path:
    """Write the whole site into one file in `folder`, which only its owner reads, and note that it was done.

    A file of the final name is whole: it is written under another one first. Refusal when it cannot be written.
    """
    target = folder / f"cairn-{at:%Y%m%d-%H%M%S}.tar"
    unfinished = target.with_suffix(".unfinished")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".cairn-") as place:
            _write(unfinished, Path(place) / DATABASE, at)
        os.replace(unfinished, target)
    except OSError as error:
        raise Refusal(_("The backup could not be written: %(why)s.") % {"why": error})
    finally:
        unfinished.unlink(missing_ok=True)
    Backup.objects.create(made_at=at, name=target.name, size=target.stat().st_size)
    return target


def _write(target: Path, database: Path, at: datetime) -> None:
    rows = databases.current().dump(database)
    parts: dict[str, str] = {}
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS_ALONE), "wb") as out:
        with tarfile.open(fileobj=out, mode="w:") as archive:
            with database.open("rb") as dump:
                parts[DATABASE] = _add(archive, DATABASE, dump, at)
            for kept, name in files.names():
                with storages[kept].open(name) as file, tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
                    # copied first: the size stands before the bytes, and a bucket may not know it
                    for piece in file.chunks():
                        copy.write(piece)
                    copy.seek(0)
                    parts[files.part(kept, name)] = _add(archive, files.part(kept, name), copy, at)
            _add_manifest(archive, _manifest(rows, parts, at), at)
        out.flush()
        os.fsync(out.fileno())


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], at: datetime) -> str:
    """Add one part; its hash."""
    digest = hash_of(file)
    size = file.tell()
    file.seek(0)
    archive.addfile(_member(name, size, at), file)
    return digest


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest, at: datetime) -> None:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        file.write(manifest.as_bytes())
        file.seek(0)
        archive.addfile(_member(NAME, len(manifest.as_bytes()), at), file)


def _member(name: str, size: int, at: datetime) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, int(at.timestamp()), _OURS_ALONE
    return member


def _manifest(rows: dict[str, int], parts: dict[str, str], at: datetime) -> Manifest:
    applied = MigrationRecorder(connection).applied_migrations()
    return Manifest(
        made_at=at.isoformat(),
        release=settings.RELEASE,
        site=settings.SITE_NAME,
        vendor=connection.vendor,
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        rows=rows,
        parts=parts,
    )
