"""What became of letters, for the people who run the site: which wait, which are held, which were given up; and going on."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from lms.retrying import CLAIM, TRIES
from notices import delivery
from notices.models import Delivery

GIVEN_UP_LATELY = timedelta(days=30)  # what nobody mended until then is past mending


@dataclass(frozen=True)
class Waiting:
    """Letters that have not left: `due` now, held or not, `later` after a try that failed; `since` the oldest is due."""

    due: int
    later: int
    since: datetime | None


def waiting(at: datetime) -> Waiting:
    """How many letters wait."""
    is_due = Q(next_try_at__lte=at)
    found = Delivery.objects.filter(next_try_at__isnull=False).aggregate(
        due=Count("pk", filter=is_due), later=Count("pk", filter=~is_due), since=Min("next_try_at", filter=is_due)
    )
    return Waiting(**found)


def given_up(at: datetime) -> QuerySet[Delivery]:
    """Letters that did not go out at any try of the last weeks, newest first; not those that nobody wanted."""
    failed = Delivery.objects.filter(given_up_at__gt=at - GIVEN_UP_LATELY, attempts__gte=TRIES, sent_at=None)
    return failed.select_related("notice__recipient").order_by("-given_up_at", "-pk")


def release(*, at: datetime) -> int:
    """Let every letter go out that is due and held now; returns how many. The next run sends them."""
    return delivery.due(at).filter(released_at=None).order_by().update(released_at=at)


def try_again(*, at: datetime) -> int:
    """Try now what was put off or given up, as if for the first time; returns how many letters.

    What a process may be sending at this moment is left to it: nothing is claimed for longer than CLAIM.
    """
    put_off = Q(next_try_at__gt=at + CLAIM, attempts__gt=0)
    lost = Q(pk__in=given_up(at).order_by().values("pk"))
    fields = {"attempts": 0, "given_up_at": None, "claimed_at": None, "released_at": at, "next_try_at": at}
    return Delivery.objects.filter(put_off | lost).update(**fields)
