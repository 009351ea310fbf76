"""Who is answered for: a person with a certificate leaves their coordinators' sight only with a coordinator's word."""

from datetime import datetime

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from accounts import moving, roles
from accounts.models import RegionMove, User
from accounts.signals import region_asked, region_decided
from certificates.ledger.lifecycle import Validity, with_validity
from certificates.ledger.models import Certificate
from notices import outbox

# A suspension or a revocation binds as a certificate that holds does: it is what oversight is for.
_OVER = (Validity.EXPIRED, Validity.SUPERSEDED)


@moving.declare_tie
def is_certified(person: User, at: datetime) -> bool:
    """Whether the person holds a certificate, or held one that was suspended or revoked."""
    mine = with_validity(Certificate.objects.filter(period__user=person), timezone.localdate(at))
    return mine.exclude(Q(validity__in=_OVER)).exists()


@receiver(region_asked)
def tell_coordinators(sender: type, move: RegionMove, at: datetime, **kwargs: object) -> None:
    """Those the person turns to are asked to answer; where nobody coordinates, the administrators."""
    person = move.user
    facts = {"person": person.get_full_name(), "person_id": person.pk, **_regions(move)}
    for one in roles.answering_for(person) or roles.administrators().exclude(pk=person.pk):
        outbox.tell(one, "region-asked", facts=facts, dedupe_key=f"region-asked:{move.pk}:{one.pk}", at=at)


@receiver(region_decided)
def tell_the_person(sender: type, move: RegionMove, at: datetime, **kwargs: object) -> None:
    """Whoever asked reads the answer."""
    letter = "region-moved" if move.outcome == RegionMove.Outcome.MOVED else "region-kept"
    facts = {**_regions(move), "note": move.note}
    outbox.tell(move.user, letter, facts=facts, dedupe_key=f"region-decided:{move.pk}", at=at)


def _regions(move: RegionMove) -> dict[str, str]:
    return {"left": move.left.name if move.left else "", "wanted": move.wanted.name if move.wanted else ""}
