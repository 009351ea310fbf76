"""The places where files are kept: whether they take any, and how much room is left."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

KEPT = ("default", "private", "frozen")
TIGHT = 1024**3  # bytes: less is worth a word
_NO_SUCH_FILE = "nobody-keeps-a-file-of-this-name"


@dataclass(frozen=True)
class Place:
    """One storage. `free` is None where nobody counts bytes, as in a bucket."""

    name: str
    takes_files: bool
    free: int | None = None


def look() -> list[Place]:
    """Every storage, without writing anything."""
    return [_look_at(name) for name in KEPT]


def _look_at(name: str) -> Place:
    storage = storages[name]
    if isinstance(storage, FileSystemStorage):
        folder = _nearest(Path(storage.location))
        return Place(name, os.access(folder, os.W_OK | os.X_OK), shutil.disk_usage(folder).free)
    try:
        storage.exists(_NO_SUCH_FILE)
    except Exception:  # whatever the bucket's client raises: it does not answer
        return Place(name, takes_files=False)
    return Place(name, takes_files=True)


def _nearest(folder: Path) -> Path:
    """The folder, or the one around it in which it will be made."""
    return next(one for one in (folder, *folder.parents) if one.is_dir())
