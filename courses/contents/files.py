"""Files that content shows, under the SHA-256 of their bytes: what they are called, what they are, where they are fetched."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any

from django.utils.text import slugify

from lms import places

# How browsers are told what a file is: by the endings that may be uploaded, never by what the system happens to know.
MEDIA_TYPES = {
    "avif": "image/avif",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "md": "text/markdown",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "vtt": "text/vtt",
    "webm": "video/webm",
    "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a file is to the content that shows it.
IMAGE, DOCUMENT = "image", "document"

UNKNOWN = "application/octet-stream"
CHUNK = 1024 * 1024

Opener = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Size:
    """One size of an image: how wide and high it is, and how its bytes are opened."""

    asked: int
    width: int
    height: int
    open: Opener


@dataclass(frozen=True)
class Shown:
    """A file that content shows, before it is kept. `draft_address` is where authors see it meanwhile."""

    data: Mapping[str, Any]
    role: str
    open: Opener = field(compare=False)
    draft_address: Callable[[], str] = field(compare=False)
    sizes: Callable[[], Sequence[Size]] = field(default=list, compare=False)


def described(stream: IO[bytes], title: str, ending: str) -> dict[str, Any]:
    """What frozen content says of a file: hash, name, media type and size. Nothing of it depends on where it is stored."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    ending = ending.lower().lstrip(".")
    stem = slugify(PurePosixPath(title).stem if title.lower().endswith(f".{ending}") else title) or "file"
    return {
        "sha256": digest.hexdigest(),
        "name": f"{stem[:80]}.{ending}",
        "type": MEDIA_TYPES.get(ending, UNKNOWN),
        "size": size,
    }


def address(file: Mapping[str, Any]) -> str:
    """Where a frozen file is fetched."""
    return places.address("frozen_file", file["sha256"], file["name"])
