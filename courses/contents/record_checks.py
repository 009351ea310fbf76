"""What must hold of frozen contents."""

from collections.abc import Iterator

from courses.contents.hashing import content_hash
from courses.contents.models import Content
from lms.records import Damage, check


@check("contents are what their hash says")
def changed_contents() -> Iterator[Damage]:
    """Every frozen content still hashes to its own name."""
    for content in Content.objects.iterator(chunk_size=200):
        if content_hash(content.kind, content.key, content.data) != content.hash:
            yield Damage(
                f"contents.content {content.hash}",
                "its words are not those that were frozen",
                "Bring the row back from a backup; nothing else can say what it was.",
            )
