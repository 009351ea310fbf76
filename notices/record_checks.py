"""What must hold of notices."""

from collections.abc import Iterator

from lms.records import Damage, check
from notices.kinds import KINDS, in_words
from notices.models import Notice


@check("notices can be put into words")
def wordless_notices() -> Iterator[Damage]:
    """Every notice has a letter that knows what to make of its facts."""
    for notice in Notice.objects.iterator(chunk_size=500):
        try:
            in_words(notice.letter, notice.facts)
        except (KeyError, TypeError, ValueError):
            yield Damage(
                f"notices.notice {notice.pk}",
                f"the letter “{notice.letter}” cannot be made from its facts",
                "Bring its facts back from a backup.",
            )


@check("required letters were asked for")
def untold_notices() -> Iterator[Damage]:
    """A notice of a kind that always goes out by mail has its letter."""
    required = [kind.key for kind in KINDS.values() if kind.required]
    for notice in Notice.objects.filter(kind__in=required, delivery__isnull=True).iterator():
        yield Damage(
            f"notices.notice {notice.pk}", "it has no letter", "Tell the person; the notice is in their inbox."
        )
