"""What a backup says of itself: made when, by which code, and the hash of every part. No secret stands in it."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from lms.refusals import Refusal

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database"  # the part that holds the rows
_PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """`parts` are the SHA-256 of each part by name, `rows` the number of rows of each table, `migrations` what was applied."""

    made_at: str
    release: str
    site: str
    vendor: str  # sqlite or postgresql
    migrations: list[str]
    rows: dict[str, int]
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def hash_of(file: IO[bytes]) -> str:
    """The SHA-256 of what is left of a file, read in pieces."""
    digest = hashlib.sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def verified(path: Path) -> Manifest:
    """The manifest of a backup of which every part is there, whole, and nothing else. Refusal in words otherwise."""
    try:
        with tarfile.open(path, "r:") as archive:
            manifest, found = _read(archive)
    except (OSError, tarfile.TarError, ValueError, TypeError) as error:
        raise Refusal(_("This is not a whole backup of Cairn: %(why)s.") % {"why": error})
    if manifest is None:
        raise Refusal(_("This is not a whole backup of Cairn: its manifest is missing."))
    if manifest.format != FORMAT:
        raise Refusal(_("This backup was made by another Cairn, whose format this one does not read."))
    wrong = sorted(name for name in manifest.parts.keys() | found.keys() if manifest.parts.get(name) != found.get(name))
    if wrong:
        raise Refusal(
            _("The backup is damaged. Missing, added or changed: %(parts)s.") % {"parts": ", ".join(wrong[:5])}
        )
    return manifest


def _read(archive: tarfile.TarFile) -> tuple[Manifest | None, dict[str, str]]:
    manifest, found = None, {}
    for member, file in parts(archive):
        if member.name == NAME:
            manifest = Manifest(**json.loads(file.read()))
        else:
            found[member.name] = hash_of(file)
    return manifest, found


def parts(archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
    """Every part with its bytes, in the order it was written."""
    for member in archive:
        file = archive.extractfile(member)
        if file is None:
            raise ValueError(f"{member.name} is no file")
        yield member, file
