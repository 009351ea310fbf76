"""The files of a site as parts of a backup: through the storages, wherever they keep them."""

from collections.abc import Iterator

from django.core.files.storage import Storage, storages

from operations.storages import KEPT


def names() -> Iterator[tuple[str, str]]:
    """Every file there is: its storage, and its name there."""
    for kept in KEPT:
        for name in _below(storages[kept], ""):
            yield kept, name


def _below(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept there
        return
    inside = f"{folder}/" if folder else ""
    yield from (inside + name for name in sorted(files) if name)
    for name in sorted(folders):
        yield from _below(storage, inside + name)


def part(kept: str, name: str) -> str:
    """The name of a file's part in a backup."""
    return f"files/{kept}/{name}"


def place(part_name: str) -> tuple[str, str] | None:
    """The storage and the name of the file that a part is; None for other parts. ValueError for a storage we lack."""
    head, _, rest = part_name.partition("/")
    if head != "files":
        return None
    kept, _, name = rest.partition("/")
    if kept not in KEPT or not name or ".." in name.split("/"):
        raise ValueError(part_name)
    return kept, name
