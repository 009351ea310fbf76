"""Whether a claim may still be relied on, from the updates recorded so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.models import ClaimSource, EvidenceUpdate, FrozenSupport, UpdateKind
from lms import dates

# Kinds that put a banner on a claim at once, and kinds that lift it again.
FLAGGING = (UpdateKind.RETRACTED, UpdateKind.CONCERN, UpdateKind.WITHDRAWN)
SETTLING = (UpdateKind.REVIEWED, UpdateKind.STRENGTHENED, UpdateKind.WEAKENED)

# The claims an update concerns, from its row: its own, or those that its source supports or did when text was frozen.
_CLAIM_KEYS = ("claim__key", "source__supports__claim__key", "source__frozen_supports__claim__key")

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


def flags(claim_keys: Iterable[str], *, at: datetime) -> dict[str, Flag]:
    """The claims among these that carry a banner at that instant, each with the latest reason. One query.

    A retraction, an expression of concern or a withdrawal flags the claim until a later review of the claim settles it.
    A source counts that supports the claim now, and one that did when a text citing it was frozen: taking it off the claim
    lifts nothing.
    """
    keys = list(claim_keys)
    if not keys:
        return {}
    rows = (
        EvidenceUpdate.objects.filter(
            Q(claim__key__in=keys)
            | Q(source__supports__claim__key__in=keys)
            | Q(source__frozen_supports__claim__key__in=keys)
        )
        .filter(recorded_at__lte=at, kind__in=[*FLAGGING, *SETTLING])
        .order_by("recorded_at", "pk")
        .values_list("kind", "happened_on", "summary", *_CLAIM_KEYS)
    )
    found: dict[str, Flag] = {}
    for kind, happened_on, summary, *concerned in rows:
        for key in {key for key in concerned if key in keys}:
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
