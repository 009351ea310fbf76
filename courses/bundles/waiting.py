"""Uploads that wait in private storage, each in its uploader's name, until they are imported or a day is over."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO

from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from lms.refusals import Refusal

KEPT = timedelta(days=1)


def _place() -> Storage:
    return storages["private"]


@dataclass(frozen=True)
class Shelf:
    """Where uploads of one kind wait. `gone` says that one is not there any more."""

    folder: str
    ending: str

    def _name(self, by: User, sha256: str) -> str:
        return f"{self.folder}/{by.pk}-{sha256}{self.ending}"

    def keep(self, upload: UploadedFile, *, by: User) -> str:
        """Keep an upload, and answer the SHA-256 by which its uploader finds it again."""
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        name = self._name(by, digest.hexdigest())
        _place().delete(name)  # the same upload again: its day begins anew
        upload.seek(0)
        _place().save(name, upload)
        return digest.hexdigest()

    @contextmanager
    def open(self, sha256: str, *, by: User, gone: str) -> Iterator[IO[bytes]]:
        """What this person uploaded, at its beginning. Raises Refusal with `gone` when it is not there any more."""
        name = self._name(by, sha256)
        if not _place().exists(name):
            raise Refusal(gone)
        with _place().open(name) as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                raise Refusal(gone)
            stream.seek(0)
            yield stream

    def discard(self, sha256: str, *, by: User) -> None:
        """Remove an upload; when it is gone already, nothing happens."""
        _place().delete(self._name(by, sha256))

    def sweep(self, *, at: datetime) -> int:
        """Remove what nobody imported within a day; returns how many uploads that were."""
        place = _place()
        try:
            names = place.listdir(self.folder)[1]
        except FileNotFoundError:  # nobody has uploaded anything yet
            return 0
        old = [f"{self.folder}/{name}" for name in names if _is_older(f"{self.folder}/{name}", at - KEPT)]
        for name in old:
            place.delete(name)
        return len(old)


BUNDLES = Shelf("bundles", ".zip")
QUESTIONS = Shelf("questions", "")


def sweep(*, at: datetime) -> int:
    """Remove the uploads that nobody imported within a day; returns how many that were."""
    return sum(shelf.sweep(at=at) for shelf in (BUNDLES, QUESTIONS))


def _is_older(name: str, than: datetime) -> bool:
    try:
        return _place().get_modified_time(name) < than
    except FileNotFoundError:  # another worker, or its uploader, was quicker
        return False
