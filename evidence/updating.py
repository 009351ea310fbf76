"""Recording that something happened to a source or a claim."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from evidence.models import SOURCE_KINDS, Claim, EvidenceUpdate, Source


def record(
    *,
    kind: str,
    source: Source | None = None,
    claim: Claim | None = None,
    happened_on: date,
    summary: str,
    link: str = "",
    by: User,
    at: datetime,
) -> EvidenceUpdate:
    """Write one evidence update, on exactly one source or claim. It is never changed afterwards."""
    return EvidenceUpdate.objects.create(
        kind=kind,
        source=source,
        claim=claim,
        happened_on=happened_on,
        summary=summary,
        link=link,
        recorded_by=by,
        recorded_at=at,
    )


def claims_touched(update: EvidenceUpdate) -> QuerySet[Claim]:
    """The claims that an update concerns: the claim itself, or every claim the source supports.

    Those count, too, that it supported when a text citing them was frozen.
    """
    if update.kind in SOURCE_KINDS:
        supported = Q(support__source=update.source_id) | Q(frozen_support__source=update.source_id)
        return Claim.objects.filter(supported).distinct()
    return Claim.objects.filter(pk__in=[update.claim_id])
