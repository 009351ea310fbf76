"""What must hold of what holders owe."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from certificates.ledger.models import Certificate, Ruling
from certificates.updates import owing, standing
from certificates.updates.models import Fulfilment, Standing
from lms.pieces import in_pieces
from lms.records import Damage, check


@check("everything that is owed was asked for")
def unasked_updates() -> Iterator[Damage]:
    """Whoever owes an update has been asked for it: otherwise their certificate would be called up to date wrongly."""
    at = timezone.now()
    counting = Standing.objects.exclude(ruled=Ruling.Action.REVOKE).filter(user__is_active=True)
    for standings in in_pieces(counting):
        held = Certificate.objects.filter(pk__in=[one.certificate_id for one in standings]).defer("facts")
        yield from _unasked(list(held.select_related("period").order_by("pk")), at)


def _unasked(batch: Sequence[Certificate], at: datetime) -> Iterator[Damage]:
    for one in owing.missing_of(batch, at=at):
        if not one.is_written:
            yield Damage(
                f"ledger.certificate {one.certificate.pk}",
                f"the update of {one.release} was never asked for",
                "The nightly sweep asks for it; or run the task certificates.updates.tasks.ask_missing now.",
            )


@check("updates were done after they were asked for")
def early_fulfilments() -> Iterator[Damage]:
    """Nothing is met before it was owed."""
    for one in Fulfilment.objects.filter(at__lt=F("obligation__created_at")).iterator():
        yield Damage(
            f"updates.fulfilment {one.pk}",
            "it is dated before the update was asked for",
            "Look at the person's history; what counts is that it was done.",
        )


@check("standings say what the records say")
def stale_standings() -> Iterator[Damage]:
    """Lists and counts read the index of standings; it holds what the ledger and the obligations do."""
    for one in standing.differences():
        yield Damage(
            f"updates.standing of person {one.user_id} in scheme {one.certification_id}",
            one.what,
            "Run manage.py rebuild_standing.",
        )
