"""The files of a bundle, from a folder or a .zip, held in memory: nothing is ever unpacked to disk."""

import os
import stat
import zipfile
from pathlib import Path, PurePosixPath

from courses.bundles.shapes import BundleRefused, Place, Problem

MAX_BYTES = 100 * 1024 * 1024
MAX_FILES = 3000
MAX_TEXT_BYTES = 2 * 1024 * 1024
_PASSED_OVER = {"__MACOSX", "README.md", "LICENCE", "LICENSE", "LICENCE.txt", "LICENSE.txt", "LICENSE.md"}


def load(path: Path) -> dict[str, bytes]:
    """Every file below `path` by its name inside the bundle, with forward slashes. Raises BundleRefused."""
    if path.is_dir():
        return _from_folder(path)
    if path.is_file() and zipfile.is_zipfile(path):
        return _from_zip(path)
    raise BundleRefused([Problem(Place(str(path)), "There is no folder and no .zip file here.")])


def _passed_over(name: str) -> bool:
    return any(part.startswith(".") or part in _PASSED_OVER for part in PurePosixPath(name).parts)


def _too_large(path: Path) -> BundleRefused:
    size = MAX_BYTES // (1024 * 1024)
    return BundleRefused([Problem(Place(path.name), f"A bundle may hold {size} MB in {MAX_FILES} files at most.")])


def _from_folder(root: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted([*names, *(each for each in folders if (Path(folder) / each).is_symlink())]):
            full = Path(folder) / name
            inside = full.relative_to(root).as_posix()
            if _passed_over(inside):
                continue
            if full.is_symlink() or not full.is_file():
                problems.append(Problem(Place(inside), "This is a link, not a file. Put the file itself here."))
                continue
            total += full.stat().st_size
            if total > MAX_BYTES or len(found) >= MAX_FILES:
                raise _too_large(root)
            found[inside] = full.read_bytes()
    if problems:
        raise BundleRefused(problems)
    return found


def _from_zip(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            problem = _entry_problem(entry)
            if problem:
                problems.append(Problem(Place(entry.filename), problem))
            if problem or entry.is_dir() or _passed_over(entry.filename):
                continue
            if len(found) >= MAX_FILES:
                raise _too_large(path)
            # The size a .zip states may be a lie, so no more is ever unpacked than is left.
            try:
                with archive.open(entry) as stream:
                    data = stream.read(MAX_BYTES - total + 1)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
                problems.append(Problem(Place(entry.filename), "This file in the .zip cannot be read."))
                continue
            total += len(data)
            if total > MAX_BYTES:
                raise _too_large(path)
            found[entry.filename] = data
    if problems:
        raise BundleRefused(problems)
    return _without_top_folder(found)


def _entry_problem(entry: zipfile.ZipInfo) -> str:
    name = PurePosixPath(entry.filename)
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename:
        return "This name leads out of the bundle."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "This is a link, not a file. Put the file itself here."
    if entry.flag_bits & 0x1:
        return "This file is locked with a password."
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
        raise BundleRefused([Problem(Place(name), "This text is larger than 2 MB.")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BundleRefused([Problem(Place(name, line), "This is not UTF-8 text. Save the file as UTF-8.")])
    return text.replace("\r\n", "\n")
