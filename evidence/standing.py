"""Whether a claim may still be relied on, from the updates recorded so far."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from evidence.models import ClaimSource, EvidenceUpdate, FrozenSupport, UpdateKind
from lms import dates
from lms.compiled import planned_once

# Kinds that put a banner on a claim at once, and kinds that lift it again.
FLAGGING = (UpdateKind.RETRACTED, UpdateKind.CONCERN, UpdateKind.WITHDRAWN)
SETTLING = (UpdateKind.REVIEWED, UpdateKind.STRENGTHENED, UpdateKind.WEAKENED)

_SENTENCES = {
    UpdateKind.RETRACTED: _("A study behind this was retracted on %(day)s. We are reviewing what we teach."),
    UpdateKind.CONCERN: _("The journal voiced a concern about a study behind this on %(day)s. We are looking into it."),
    UpdateKind.WITHDRAWN: _("We withdrew this statement on %(day)s. Please do not rely on it."),
}


@dataclass(frozen=True)
class Flag:
    """Why a claim carries a banner."""

    kind: str
    happened_on: date
    summary: str

    @property
    def sentence(self) -> str:
        return _SENTENCES[UpdateKind(self.kind)] % {"day": dates.full(self.happened_on)}


# Numbers of which one changes with every row that a flag rests on. A trainer may change what supports a claim in place.
_BEHIND = """
SELECT (SELECT count(*) FROM evidence_evidenceupdate WHERE recorded_at <= %s),
  (SELECT count(*) FROM evidence_frozensupport),
  count(*), sum(id), sum(claim_id * source_id) FROM evidence_claimsource
"""
_known: dict[str, tuple[Any, dict[str, Flag]]] = {}  # by database: what all flags rested on, and all flags


def flags(claim_keys: Iterable[str], *, at: datetime) -> dict[str, Flag]:
    """The claims among these that carry a banner at that instant, each with the latest reason. One query, and three
    more after something was recorded.

    A retraction, an expression of concern or a withdrawal flags the claim until a later review of the claim settles it.
    A source counts that supports the claim now, and one that did when a text citing it was frozen: taking it off the claim
    lifts nothing.
    """
    keys = set(claim_keys)
    if not keys:
        return {}
    found = _all_flags(at)
    return {key: found[key] for key in keys & found.keys()}


def forget() -> None:
    """Ask anew at the next look."""
    _known.clear()


def _all_flags(at: datetime) -> dict[str, Flag]:
    """Every claim that carries a banner at that instant; worked out once for what is recorded, and each minute."""
    with planned_once(connection) as cursor:
        cursor.execute(_BEHIND, [connection.ops.adapt_datetimefield_value(at)])
        behind = (*cursor.fetchone(), at.replace(second=0, microsecond=0))
    known = _known.get(connection.alias)
    if known is None or known[0] != behind:
        known = _known[connection.alias] = (behind, _worked_out(at))
    return known[1]


def _worked_out(at: datetime) -> dict[str, Flag]:
    supported: defaultdict[int, set[str]] = defaultdict(set)  # by each source: the claims it supports, or once did
    for support in (ClaimSource, FrozenSupport):
        for source, key in support.objects.values_list("source_id", "claim__key"):
            supported[source].add(key)
    rows = (
        EvidenceUpdate.objects.filter(recorded_at__lte=at, kind__in=[*FLAGGING, *SETTLING])
        .order_by("recorded_at", "pk")
        .values_list("kind", "happened_on", "summary", "claim__key", "source_id")
    )
    found: dict[str, Flag] = {}
    for kind, happened_on, summary, claim, source in rows:
        for key in {claim} if claim else supported[source]:
            if kind in FLAGGING:
                found[key] = Flag(kind, happened_on, summary)
            else:
                found.pop(key, None)
    return found


def keep_support(claim_ids: Iterable[int]) -> None:
    """Note what supports these claims now, because a text that cites them is being frozen. Two queries."""
    support = ClaimSource.objects.filter(claim__in=list(claim_ids)).order_by("claim_id", "source_id")
    rows = [FrozenSupport(claim_id=row.claim_id, source_id=row.source_id) for row in support]
    FrozenSupport.objects.bulk_create(rows, ignore_conflicts=True)
