"""Files put away for good: their bytes once, under their SHA-256, and images in the sizes they are shown in."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from courses.contents import files
from courses.contents.models import FrozenFile, FrozenRendition
from lms.refusals import Refusal


def put_away(found: Collection[files.Shown]) -> None:
    """Keep every file that is not kept yet. What was kept stays as it is, the sizes of images too.

    The bytes are written before the rows. If the rows are rolled back, the bytes lie there unused until the same file
    comes again.
    """
    hashes = {shown.data["sha256"] for shown in found}
    known = {file.pk for file in FrozenFile.objects.filter(pk__in=hashes) if storages["frozen"].exists(file.place)}
    sized = set(FrozenRendition.objects.filter(original__in=hashes).values_list("original", flat=True))
    for shown in found:
        sha256 = shown.data["sha256"]
        if sha256 not in known:
            _keep(shown.open, shown.data)
            known.add(sha256)
        if shown.role == files.IMAGE and sha256 not in sized:
            _keep_sizes(sha256, shown.sizes())


def _keep(open_: files.Opener, data: Mapping[str, Any]) -> None:
    file = FrozenFile(
        sha256=data["sha256"],
        media_type=data["type"],
        size=data["size"],
        width=data.get("width"),
        height=data.get("height"),
    )
    _write(file.place, file.sha256, open_)
    FrozenFile.objects.bulk_create([file], ignore_conflicts=True)


def _keep_sizes(original: str, sizes: Iterable[files.Size]) -> None:
    rows = []
    for size in sizes:
        with size.open() as stream:
            data = {**files.described(stream, "", "webp"), "width": size.width, "height": size.height}
        _keep(size.open, data)
        rows.append(FrozenRendition(original_id=original, asked_width=size.asked, file_id=data["sha256"]))
    FrozenRendition.objects.bulk_create(rows, ignore_conflicts=True)


def _write(place: str, sha256: str, open_: files.Opener) -> None:
    """Write the bytes to their place, unless they lie there whole. Raises Refusal when they are not what was frozen."""
    storage = storages["frozen"]
    if storage.exists(place):
        with storage.open(place) as kept:
            if _digest(kept) == sha256:
                return
        storage.delete(place)
    with open_() as stream:
        saved = storage.save(place, File(stream))
    if saved != place:  # somebody has put the same bytes there at the same time
        storage.delete(saved)
    with storage.open(place) as kept:
        if _digest(kept) == sha256:
            return
    storage.delete(place)
    raise Refusal(_("A file was replaced while this was being frozen. Please try again."))


def wrong_with(file: FrozenFile) -> str:
    """What is wrong with the bytes of a frozen file, or nothing."""
    try:
        with file.open() as kept:
            return "" if _digest(kept) == file.sha256 else "its bytes are not those that were frozen"
    except FileNotFoundError:
        return "its bytes are missing"


def _digest(stream: IO[bytes]) -> str:
    found = hashlib.sha256()
    while chunk := stream.read(files.CHUNK):
        found.update(chunk)
    return found.hexdigest()


def renditions_of(originals: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """The sizes that frozen images are shown in, the smallest first: address, width and height. One query, or none."""
    found: dict[str, list[dict[str, Any]]] = {}
    if not originals:
        return found
    rows = FrozenRendition.objects.filter(original__in=originals).select_related("file")
    for row in rows.order_by("asked_width"):
        address = files.address({"sha256": row.file_id, "name": f"{row.asked_width}.webp"})
        found.setdefault(row.original_id, []).append(
            {"address": address, "width": row.file.width, "height": row.file.height}
        )
    return found
