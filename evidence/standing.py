"""Whether a claim may still be relied on, from the updates recorded so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from evidence.models import EvidenceUpdate, UpdateKind

# Kinds that put a banner on a claim at once, and kinds that lift it again.
FLAGGING = (UpdateKind.RETRACTED, UpdateKind.CONCERN, UpdateKind.WITHDRAWN)
SETTLING = (UpdateKind.REVIEWED, UpdateKind.STRENGTHENED, UpdateKind.WEAKENED)

_SENTENCES = {
    UpdateKind.RETRACTED: "A study behind this was retracted on {day}. We are reviewing what we teach.",
    UpdateKind.CONCERN: "The journal voiced a concern about a study behind this on {day}. We are looking into it.",
    UpdateKind.WITHDRAWN: "We withdrew this statement on {day}. Please do not rely on it.",
}


@dataclass(frozen=True)
class Flag:
    """Why a claim carries a banner."""

    kind: str
    happened_on: date
    summary: str

    @property
    def sentence(self) -> str:
        day = f"{self.happened_on.day} {self.happened_on:%B %Y}"
        return _SENTENCES[UpdateKind(self.kind)].format(day=day)


def flags(claim_keys: Iterable[str], *, at: datetime) -> dict[str, Flag]:
    """The claims among these that carry a banner at that instant, each with the latest reason. One query.

    A retraction, an expression of concern or a withdrawal flags the claim until a later review of the claim settles it.
    """
    keys = list(claim_keys)
    if not keys:
        return {}
    rows = (
        EvidenceUpdate.objects.filter(Q(claim__key__in=keys) | Q(source__supports__claim__key__in=keys))
        .filter(recorded_at__lte=at, kind__in=[*FLAGGING, *SETTLING])
        .order_by("recorded_at", "pk")
        .values_list("kind", "happened_on", "summary", "claim__key", "source__supports__claim__key")
    )
    found: dict[str, Flag] = {}
    for kind, happened_on, summary, own_key, supported_key in rows:
        key = own_key or supported_key
        if key not in keys:
            continue
        if kind in FLAGGING:
            found[key] = Flag(kind, happened_on, summary)
        else:
            found.pop(key, None)
    return found
