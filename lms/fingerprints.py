"""What a cached page was made by: the code and templates of a room, so that a new version never shows an old page."""

import hashlib
from functools import cache
from pathlib import Path

_MADE_OF = {".py", ".html", ".txt", ".po"}


@cache
def of_folder(folder: Path) -> str:
    """Twelve characters that change whenever a file of the folder does; read once a process."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _MADE_OF):
        found.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]
