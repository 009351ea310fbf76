"""Looking at every record, and keeping what was found."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from lms import records
from lms.records import Damage
from operations.models import RecordCheck

logger = logging.getLogger(__name__)
_KEPT_FINDINGS = 20


def check(*, clock: Callable[[], datetime], found: Callable[[Damage], None] = lambda damage: None) -> RecordCheck:
    """Look for damage of every kind, hand each finding to `found`, and keep when that was and what came of it."""
    started, count = clock(), 0
    kept: list[dict[str, str]] = []
    for damage in _damages():
        count += 1
        found(damage)
        if len(kept) < _KEPT_FINDINGS:
            kept.append({"record": damage.record, "what": damage.what, "repair": damage.repair})
    fields = {"kinds": len(records.names()), "damages": count, "findings": kept}
    return RecordCheck.objects.create(started_at=started, ended_at=clock(), **fields)


def _damages() -> Iterator[Damage]:
    for damage in records.damages():
        logger.error("Damaged record %s: %s. %s", damage.record, damage.what, damage.repair)
        yield damage


def last() -> RecordCheck | None:
    """The newest look at the records."""
    return RecordCheck.objects.order_by("-ended_at", "-pk").first()
