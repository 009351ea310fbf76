"""Who a release touches, and where each of them stands on the day it takes effect."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from certificates.ledger.models import Certificate, PeriodBasis, Ruling
from certificates.updates import asking, owing
from certificates.updates.models import Standing
from courses.authoring.models import CurriculumPage
from courses.learning.models import Completion, Enrolment
from courses.releases.models import Release
from courses.releases.verdicts import LearnerState


@dataclass(frozen=True)
class Touched:
    """One person a release touches: their state, the training they have open, the certificates they hold."""

    user_id: int
    state: LearnerState
    enrolment: Enrolment | None
    certificates: tuple[Certificate, ...]


_HAS_WORK = Exists(Completion.objects.filter(enrolment=OuterRef("pk")))
_RANK = [
    LearnerState.NOT_STARTED,
    LearnerState.LAPSED,
    LearnerState.IN_PROGRESS,
    LearnerState.IN_WINDOW,
    LearnerState.CERTIFIED,
]


def of(
    curriculum: CurriculumPage, *, day: date, takes_effect: date | None = None, users: Collection[int]
) -> list[Touched]:
    """Those of these users who have an open training or a certificate that rests on the curriculum on a day, by user. In a few
    queries.

    People whose account is closed, and holders of revoked certificates only, are not among them. Somebody is counted once,
    by the state that asks for most care: certified, in the renewal window or in grace, in training, lapsed, not started.
    Where a holder stands is asked of the day the release takes effect (that day, when not given), or of the first day of
    their certificate when that came later.
    """
    enrolments = {enrolment.user_id: (enrolment, has_work) for enrolment, has_work in _under_way(curriculum, users)}
    held: dict[int, list[Certificate]] = {}
    for certificate in _held(curriculum, day, users):
        held.setdefault(certificate.period.user_id, []).append(certificate)
    people = []
    for user_id in sorted({*enrolments, *held}):
        enrolment, has_work = enrolments.get(user_id, (None, False))
        certificates = tuple(held.get(user_id, ()))
        states = [owing.state_on(one.period, max(takes_effect or day, one.period.valid_from)) for one in certificates]
        if enrolment is not None:
            states.append(_in_training(has_work))
        people.append(Touched(user_id, max(states, key=_RANK.index), enrolment, certificates))
    return people


def users_after(curriculum: CurriculumPage, last: int, number: int) -> list[int]:
    """The next so many users whom a release of the curriculum touches, by key, after one of them. Two queries.

    Read from the index of standings, so that each piece is found without looking at everybody; `of` looks again.
    """
    holders = _standings(curriculum).filter(user__gt=last).order_by("user").values_list("user_id", flat=True)
    learners = _open(curriculum).filter(user__gt=last).order_by("user").values_list("user_id", flat=True)
    found = [list(users[:number]) for users in (holders, learners)]
    # beyond the end of a list that was cut off, others of it may come first
    known_to = min((users[-1] for users in found if len(users) == number), default=None)
    together = sorted({user for users in found for user in users})
    return [user for user in together if known_to is None or user <= known_to][:number]


def counts(curriculum: CurriculumPage, *, day: date) -> dict[LearnerState, int]:
    """How many people are in each state, read from the index of standings. Two queries."""
    ranks: dict[int, int] = {}
    holders = _standings(curriculum).values_list("user_id", "window_opens_on", "grace_until")
    for user_id, window_opens_on, grace_until in holders.iterator(chunk_size=5000):
        rank = _RANK.index(owing.state_between(window_opens_on, grace_until, day))
        ranks[user_id] = max(rank, ranks.get(user_id, 0))
    for user_id, has_work in _open(curriculum).annotate(has_work=_HAS_WORK).values_list("user_id", "has_work"):
        ranks[user_id] = max(_RANK.index(_in_training(has_work)), ranks.get(user_id, 0))
    found = Counter(ranks.values())
    return {state: found.get(_RANK.index(state), 0) for state in LearnerState}


def _in_training(has_work: bool) -> LearnerState:
    return LearnerState.IN_PROGRESS if has_work else LearnerState.NOT_STARTED


def _open(curriculum: CurriculumPage) -> QuerySet[Enrolment]:
    """Every open training of an open account."""
    return Enrolment.objects.filter(
        curriculum=curriculum, completed_at__isnull=True, closed_at__isnull=True, user__is_active=True
    )


def _standings(curriculum: CurriculumPage) -> QuerySet[Standing]:
    """What counts for holders today, where it rests on the curriculum; not what was revoked."""
    resting = Standing.objects.filter(bases__curriculum=curriculum, user__is_active=True)
    return resting.exclude(ruled=Ruling.Action.REVOKE)


def _under_way(curriculum: CurriculumPage, users: Collection[int]) -> Iterator[tuple[Enrolment, bool]]:
    """Every open training of some users, and whether anything in it has been completed. Releases are read once each."""
    releases: dict[int, Release] = {}
    for enrolment in _open(curriculum).filter(user__in=users).annotate(has_work=_HAS_WORK):
        if enrolment.release_id not in releases:
            releases[enrolment.release_id] = enrolment.release
        enrolment.release = releases[enrolment.release_id]
        yield enrolment, enrolment.has_work


def _held(curriculum: CurriculumPage, day: date, users: Collection[int]) -> Iterator[Certificate]:
    """What rests on the curriculum: what a holder was trained in, whatever their scheme asks of newcomers today."""
    counting = list(asking.counting(day).filter(period__user__in=users).defer("facts").order_by("pk"))
    rests = PeriodBasis.objects.filter(period__in=[one.period_id for one in counting])
    resting = set(rests.filter(completion__enrolment__curriculum=curriculum).values_list("period_id", flat=True))
    return (one for one in counting if one.period_id in resting)
