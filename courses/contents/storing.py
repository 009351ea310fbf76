"""Keeping frozen contents: each once, under its hash, with what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from courses.contents import filing
from courses.contents.files import Shown
from courses.contents.hashing import SCHEMA, content_hash
from courses.contents.models import Content, ContentClaim, ContentFile
from evidence import standing


@dataclass
class Frozen:
    """One frozen content with what it needs kept: claims (primary keys) and files."""

    kind: str
    key: str
    data: dict[str, Any]
    claims: set[int] = field(default_factory=set)
    files: list[Shown] = field(default_factory=list)

    @property
    def hash(self) -> str:
        return content_hash(self.kind, self.key, self.data)


@transaction.atomic
def store(contents: Iterable[Frozen]) -> list[str]:
    """Keep every content once, with what it rests on; returns the hashes in the order given."""
    by_hash = {content.hash: content for content in contents}
    known = set(Content.objects.filter(hash__in=by_hash).values_list("hash", flat=True))
    # In the order of their hashes, so that two who store the same contents never wait for each other.
    new = {hash_: content for hash_, content in sorted(by_hash.items()) if hash_ not in known}
    Content.objects.bulk_create(
        [
            Content(hash=hash_, kind=content.kind, key=content.key, schema=SCHEMA, data=content.data)
            for hash_, content in new.items()
        ],
        ignore_conflicts=True,
    )
    ContentClaim.objects.bulk_create(
        [
            ContentClaim(content_id=hash_, claim_id=pk)
            for hash_, content in new.items()
            for pk in sorted(content.claims)
        ],
        ignore_conflicts=True,
    )
    standing.keep_support({pk for content in by_hash.values() for pk in content.claims})
    filing.put_away([shown for content in by_hash.values() for shown in content.files])
    ContentFile.objects.bulk_create(
        [
            ContentFile(content_id=hash_, file_id=shown.data["sha256"], role=shown.role)
            for hash_, content in new.items()
            for shown in content.files
        ],
        ignore_conflicts=True,
    )
    return list(by_hash)
