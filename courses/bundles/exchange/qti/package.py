"""A QTI package: a .zip with a list of its items. Nothing is ever unpacked to disk, and no more is read than may be there."""

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO
from urllib.parse import unquote

from django.utils.translation import gettext as _

from courses.bundles import files
from courses.bundles.exchange import xml
from courses.bundles.exchange.base import MOST_BYTES, FileRefused
from courses.bundles.exchange.items import MOST_ITEMS, Entry, Item, Where
from courses.bundles.exchange.qti import reading

_MANIFEST = "imsmanifest.xml"
_MOST_ENTRIES = 3 * MOST_ITEMS
_MOST_OF_ONE = 4 * 1024 * 1024
_MOST_OF_LIST = 40 * 1024 * 1024


def read(stream: IO[bytes]) -> Iterator[Entry]:
    """Every item that the package lists. Raises FileRefused when it is no package, or one that does harm."""
    try:
        with zipfile.ZipFile(stream) as archive:
            yield from _entries(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
        raise FileRefused(_("This .zip is damaged or locked. Export the package again."))


def _entries(archive: zipfile.ZipFile) -> Iterator[Entry]:
    names = _names(archive)
    manifest = next((name for name in sorted(names, key=len) if posixpath.basename(name) == _MANIFEST), None)
    if manifest is None or manifest.count("/") > 1:
        raise FileRefused(
            _(
                "This .zip has no imsmanifest.xml, so it is no QTI package. Export the questions as a package, or upload an item."
            )
        )
    left = MOST_BYTES
    folder = posixpath.dirname(manifest)
    data, left = _read(archive, manifest, left, most=_MOST_OF_LIST)
    for href in _hrefs(data):
        name = posixpath.normpath(posixpath.join(folder, unquote(href)))
        item = Item(Where(item=href))
        if name not in names:
            yield item.lost(_("The package lists this file, but does not have it. Export it again."))
            continue
        if names[name] > _MOST_OF_ONE:
            yield item.lost(_("This file is too large for one question. Take out what does not belong to it."))
            continue
        data, left = _read(archive, name, left)
        yield reading.read_item(BytesIO(data), href)


def _names(archive: zipfile.ZipFile) -> dict[str, int]:
    """The files of the package with the sizes they state. Raises FileRefused when one of them leads astray."""
    found = {}
    every = archive.infolist()
    if len(every) > _MOST_ENTRIES:
        raise FileRefused(_("This .zip holds too many files. Divide it."))
    for entry in every:
        if problem := files.entry_problem(entry):
            raise FileRefused(f"{entry.filename[:100]}: {problem}")
        if not entry.is_dir():
            found[entry.filename] = entry.file_size
    if sum(found.values()) > MOST_BYTES:
        raise FileRefused(
            _("Unpacked, this .zip is larger than %(limit)s MB. Divide it.") % {"limit": MOST_BYTES // 1024**2}
        )
    return found


def _read(archive: zipfile.ZipFile, name: str, left: int, most: int = _MOST_OF_ONE) -> tuple[bytes, int]:
    """The bytes of a file, and how many may still be read. The size that a .zip states may be a lie."""
    with archive.open(name) as stream:
        data = stream.read(min(most, left) + 1)
    if len(data) > min(most, left):
        raise FileRefused(_("A file of this .zip is larger than it says. Export the package again."))
    return data, left - len(data)


def _hrefs(manifest: bytes) -> Iterator[str]:
    """The files of the items, in the order of the list: manifest, resources, resource."""
    for _line, resource in xml.pieces(BytesIO(manifest), depth=3):
        kind = resource.get("type", "")
        if "item" in kind and resource.get("href"):
            yield resource.get("href", "")
        elif kind.startswith("imsqti_xmlv1"):
            raise FileRefused(_("This package is QTI 1.2. Export the questions as QTI 2.1, 2.2 or 3.0."))
