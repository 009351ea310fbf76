"""Whether the bytes of a file are what its ending says, as far as a first look tells: could a player or reader open it?"""

import zipfile
from collections.abc import Callable
from typing import IO

from django.core.cache import cache
from django.utils.translation import gettext, gettext_noop

from courses.contents.models import FrozenFile

_HEAD = 4096
_CAPTIONS = gettext_noop(
    "These are no captions that a player can read. A .vtt file is UTF-8 text, its first line is WEBVTT, and each caption "
    "says from when to when it is shown: 00:01.000 --> 00:04.000."
)
_FILM = gettext_noop("This is no film that a browser can play. Export it again, as MP4 (H.264) or WebM.")
_SOUND = gettext_noop("This is no sound that a browser can play. Export it again, as MP3.")
_PDF = gettext_noop("This is no PDF, or it is damaged. Export it again.")
_OFFICE = gettext_noop(
    "This document is damaged, or its ending is not its own. Open it, save it again, and upload that."
)
_TEXT = gettext_noop("This is no plain text. Save it as UTF-8 text.")


def _captions(stream: IO[bytes]) -> bool:
    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    lines = text.splitlines() or [""]
    return (lines[0] == "WEBVTT" or lines[0].startswith(("WEBVTT ", "WEBVTT\t"))) and "\0" not in text


def _mp4(stream: IO[bytes]) -> bool:
    return stream.read(12)[4:8] == b"ftyp"


def _webm(stream: IO[bytes]) -> bool:
    return stream.read(4) == b"\x1a\x45\xdf\xa3"


def _mp3(stream: IO[bytes]) -> bool:
    head = stream.read(3)
    return head == b"ID3" or (len(head) == 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)


def _pdf(stream: IO[bytes]) -> bool:
    return b"%PDF-" in stream.read(1024)


def _packed(member: str) -> Callable[[IO[bytes]], bool]:
    """What office programs write is a .zip with a certain file in it."""

    def check(stream: IO[bytes]) -> bool:
        try:
            with zipfile.ZipFile(stream) as archive:
                return member in archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            return False

    return check


def _text(stream: IO[bytes]) -> bool:
    return b"\0" not in stream.read(_HEAD)


_CHECKS: dict[str, tuple[Callable[[IO[bytes]], bool], str]] = {
    "vtt": (_captions, _CAPTIONS),
    "mp4": (_mp4, _FILM),
    "webm": (_webm, _FILM),
    "mp3": (_mp3, _SOUND),
    "pdf": (_pdf, _PDF),
    "docx": (_packed("word/document.xml"), _OFFICE),
    "xlsx": (_packed("xl/workbook.xml"), _OFFICE),
    "odt": (_packed("content.xml"), _OFFICE),
    "csv": (_text, _TEXT),
    "txt": (_text, _TEXT),
    "md": (_text, _TEXT),
}


def wrong_with(stream: IO[bytes], ending: str) -> str:
    """What is wrong with a file of this ending and what to do, in words; empty when nothing is. Reads from the beginning."""
    found = _wrong(stream, ending)
    return gettext(found) if found else ""


def _wrong(stream: IO[bytes], ending: str) -> str:
    check, words = _CHECKS.get(ending.lower().lstrip("."), (None, ""))
    if check is None:
        return ""
    stream.seek(0)
    return "" if check(stream) else words


def wrong_with_frozen(sha256: str, name: str) -> str:
    """The same for a frozen file that content calls `name`. Its bytes never change, so they are looked at once."""
    ending = name.rpartition(".")[2].lower()
    if ending not in _CHECKS:
        return ""
    key = f"soundness:{ending}:{sha256}"
    found: str | None = cache.get(key)
    if found is None:
        try:
            with FrozenFile(sha256=sha256).open() as stream:
                found = _wrong(stream, ending)
        except OSError:  # bytes that are missing are told by check_records
            return ""
        cache.set(key, found, None)
    return gettext(found) if found else ""
