"""Whether a claim may still be relied on, from the updates recorded so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.models import EvidenceUpdate, UpdateKind
from lms import dates

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
