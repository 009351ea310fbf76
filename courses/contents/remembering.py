"""Frozen contents that this process has read: they never change under their hash, so each is read once."""

from collections.abc import Collection
from typing import Any

from courses.contents.models import Content

_MOST = 3000  # contents that one process keeps; then it begins anew
_known: dict[str, dict[str, Any]] = {}


def data_of(hashes: Collection[str]) -> dict[str, dict[str, Any]]:
    """The documents of these contents by hash, in the order asked for; nobody may change them. One query for those that are
    not known yet, none otherwise. KeyError for a content that is not there.
    """
    found = {hash_: _known[hash_] for hash_ in hashes if hash_ in _known}
    if missing := set(hashes) - found.keys():
        read = dict(Content.objects.filter(hash__in=missing).values_list("hash", "data"))
        if len(_known) + len(read) > _MOST:
            _known.clear()
        _known.update(read)
        found |= read
    return {hash_: found[hash_] for hash_ in hashes}


def forget() -> None:
    """Read anew at the next look."""
    _known.clear()
