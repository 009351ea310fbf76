"""What still counts as done when a release only corrected the words.

An item of a release has predecessors: the same lesson or quiz in earlier releases, as far back as every change of it was
editorial. Whoever completed one of them has completed the item.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.cache import cache

from courses.contents.outlines import outline_items
from courses.releases.models import ChangeClass, Release

_KEPT_FOR = 30 * 24 * 3600


@dataclass(frozen=True)
class Link:
    """One release in a line: whether it only corrected words, and its items as {key: hash}."""

    editorial: bool
    items: Mapping[str, str]

    @classmethod
    def of(cls, change_class: str, outline: Mapping[str, Any]) -> "Link":
        items = {item["key"]: item["hash"] for item in outline_items(outline)}
        return cls(change_class == ChangeClass.EDITORIAL, items)


def along(line: Sequence[Link]) -> dict[str, list[str]]:
    """For each item of the last release of a line: its hash, and the hashes that count as it, the newest first."""
    return {hash_: _words(line, key) for key, hash_ in line[-1].items.items()}


def _words(line: Sequence[Link], key: str) -> list[str]:
    found = [line[-1].items[key]]
    for later, earlier in pairwise(reversed(line)):
        was = earlier.items.get(key)
        if was != later.items.get(key) and not later.editorial:
            break
        if was is not None and was not in found:
            found.append(was)
    return found


def predecessors(release: Release) -> dict[str, list[str]]:
    """As `along`, for the line of releases that ends in this one. They never change, so it is kept in the cache."""
    key = f"learning.predecessors:{release.pk}:{release.approved_at.timestamp()}"
    found: dict[str, list[str]] | None = cache.get(key)
    if found is None:
        found = along(_line(release))
        cache.set(key, found, _KEPT_FOR)
    return found


def _line(release: Release) -> list[Link]:
    rows = Release.objects.filter(curriculum=release.curriculum_id).values_list(
        "major", "minor", "patch", "change_class", "outline"
    )
    earlier = sorted((row for row in rows if row[:3] < release.version), key=lambda row: row[:3])
    links = [Link.of(change_class, outline) for *_, change_class, outline in earlier]
    return [*links, Link.of(release.change_class, release.outline)]


def counted(release: Release, done: Collection[str]) -> set[str]:
    """The items of a release, by hash, that count as completed for somebody who completed `done`."""
    return {hash_ for hash_, words in predecessors(release).items() if any(word in done for word in words)}


def words_of(release: Release, content_hash: str) -> list[str]:
    """The hashes that count as one item of a release, itself first; of what is not in it, itself alone."""
    return predecessors(release).get(content_hash, [content_hash])


def standing_for(release: Release, content_hash: str) -> str | None:
    """The item of a release as which a content counts, or None."""
    if any(item["hash"] == content_hash for item in outline_items(release.outline)):
        return content_hash
    return next((hash_ for hash_, words in predecessors(release).items() if content_hash in words), None)
