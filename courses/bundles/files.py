"""The files of a bundle, from a folder or a .zip, held in memory: nothing is ever unpacked to disk."""

import os
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from courses.bundles.shapes import BundleRefused, Place, Problem

MAX_BYTES = 100 * 1024 * 1024
MAX_FILES = 3000
MAX_TEXT_BYTES = 2 * 1024 * 1024
_NAME_IS_UTF8 = 0x800
_PASSED_OVER = {"__MACOSX", "README.md", "LICENCE", "LICENSE", "LICENCE.txt", "LICENSE.txt", "LICENSE.md"}


def load(path: Path) -> dict[str, bytes]:
    """Every file below `path` by its name inside the bundle, with forward slashes. Raises BundleRefused."""
    if path.is_dir():
        return _from_folder(path)
    if not path.is_file():
        raise BundleRefused([Problem(Place(str(path)), _("There is no folder and no .zip file here."))])
    with path.open("rb") as stream:
        return load_zip(stream, path.name)


def load_zip(stream: IO[bytes], name: str) -> dict[str, bytes]:
    """Every file of a .zip by its name inside the bundle. `name` is how people know the .zip. Raises BundleRefused."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return _from_zip(archive, name)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        said = _("This is not a .zip file, or it is damaged. Make a .zip of the bundle's folder, then choose that.")
        raise BundleRefused([Problem(Place(name), said)])


def _passed_over(name: str) -> bool:
    return any(part.startswith(".") or part in _PASSED_OVER for part in PurePosixPath(name).parts)


def too_large(sizes: Mapping[str, int]) -> BundleRefused:
    """Say which file is the largest: that is the one to take out."""
    name = max(sizes, key=lambda each: sizes[each])
    words = {"size": _megabytes(sizes[name]), "limit": _megabytes(MAX_BYTES)}
    said = _(
        "This file has %(size)s, and all files together may have %(limit)s at most. Keep films elsewhere and link to them."
    )
    return BundleRefused([Problem(Place(name), said % words)])


def _too_many(where: str, count: int) -> BundleRefused:
    said = _(
        "There are %(count)s files here, and a bundle may hold %(limit)s at most. Take out what does not belong to it."
    )
    return BundleRefused([Problem(Place(where), said % {"count": count, "limit": MAX_FILES})])


def _megabytes(size: int) -> str:
    return _("%(size)s MB") % {"size": -(-size // (1024 * 1024))}


def _from_folder(root: Path) -> dict[str, bytes]:
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted([*names, *(each for each in folders if (Path(folder) / each).is_symlink())]):
            full = Path(folder) / name
            inside = full.relative_to(root).as_posix()
            if _passed_over(inside):
                continue
            if full.is_symlink() or not full.is_file():
                problems.append(Problem(Place(inside), _a_link()))
                continue
            found[inside] = full
    if problems:
        raise BundleRefused(problems)
    if len(found) > MAX_FILES:
        raise _too_many(str(root), len(found))
    sizes = {name: full.stat().st_size for name, full in found.items()}
    if sum(sizes.values()) > MAX_BYTES:
        raise too_large(sizes)
    return {name: full.read_bytes() for name, full in found.items()}


def _from_zip(archive: zipfile.ZipFile, called: str) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _passed_over(entry.filename)]
    problems = [
        Problem(Place(entry.filename), problem) for entry in archive.infolist() if (problem := entry_problem(entry))
    ]
    if len(entries) > MAX_FILES:
        raise _too_many(called, len(entries))
    if problems:
        raise BundleRefused(problems)
    stated = {entry.filename: entry.file_size for entry in entries}
    if sum(stated.values()) > MAX_BYTES:
        raise too_large(stated)
    found: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        # The size a .zip states may be a lie, so no more is ever unpacked than is left.
        try:
            with archive.open(entry) as stream:
                data = stream.read(MAX_BYTES - total + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
            problems.append(Problem(Place(entry.filename), _("This file in the .zip cannot be read. Pack it anew.")))
            continue
        total += len(data)
        if total > MAX_BYTES:
            raise too_large({entry.filename: total})
        found[entry.filename] = data
    if problems:
        raise BundleRefused(problems)
    return _without_top_folder(found)


def _a_link() -> str:
    return _("This is a link, not a file. Put the file itself here.")


def entry_problem(entry: zipfile.ZipInfo) -> str:
    """What speaks against unpacking an entry of a .zip: it leads out, cannot be named, is a link, or is locked."""
    name = PurePosixPath(entry.filename)
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename:
        return _("This name leads out of the bundle. Pack the bundle's folder itself, with the names it has there.")
    if not entry.flag_bits & _NAME_IS_UTF8 and not entry.filename.isascii():
        return _("The name of this file is not UTF-8. Name it with a–z, 0–9 and hyphens, and pack it again.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _a_link()
    if entry.flag_bits & 0x1:
        return _("This file is locked with a password. Pack it without one.")
    return ""


def _without_top_folder(found: dict[str, bytes]) -> dict[str, bytes]:
    """The files as if the folder that was zipped were the top, when there is exactly one."""
    tops = {name.split("/", 1)[0] for name in found}
    if "curriculum.yaml" not in found and len(tops) == 1 and all("/" in name for name in found):
        return {name.split("/", 1)[1]: data for name, data in found.items()}
    return found


def text_of(data: bytes, name: str) -> str:
    """The text of a file: UTF-8, line ends as newlines, without a byte order mark. Raises BundleRefused."""
    if len(data) > MAX_TEXT_BYTES:
        raise BundleRefused([Problem(Place(name), _("This text is larger than 2 MB. Divide it."))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        said = _("This line is not UTF-8; it looks like Latin-1. In your editor choose “Save as”, then “UTF-8”.")
        raise BundleRefused([Problem(Place(name, line), said)])
    return text.replace("\r\n", "\n")
