"""Who a release touches, and where each of them stands on the day it takes effect."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from certificates.ledger.models import Certificate, PeriodBasis
from certificates.updates import asking, owing
from courses.authoring.models import CurriculumPage
from courses.learning.models import Completion, Enrolment
from courses.releases.verdicts import LearnerState


@dataclass(frozen=True)
class Touched:
    """One person a release touches: their state, the training they have open, the certificates they hold."""

    user_id: int
    state: LearnerState
    enrolment: Enrolment | None
    certificates: tuple[Certificate, ...]


_RANK = [
    LearnerState.NOT_STARTED,
    LearnerState.LAPSED,
    LearnerState.IN_PROGRESS,
    LearnerState.IN_WINDOW,
    LearnerState.CERTIFIED,
]


def of(
    curriculum: CurriculumPage, *, day: date, takes_effect: date | None = None, users: Collection[int] | None = None
) -> list[Touched]:
    """Everybody with an open training or a certificate that rests on the curriculum on a day, by user; of these users
    only when they are given. Two queries.

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
            states.append(LearnerState.IN_PROGRESS if has_work else LearnerState.NOT_STARTED)
        people.append(Touched(user_id, max(states, key=_RANK.index), enrolment, certificates))
    return people


def counts(curriculum: CurriculumPage, *, day: date) -> dict[LearnerState, int]:
    """How many people are in each state."""
    found = Counter(person.state for person in of(curriculum, day=day))
    return {state: found.get(state, 0) for state in LearnerState}


def _under_way(curriculum: CurriculumPage, users: Collection[int] | None) -> Iterator[tuple[Enrolment, bool]]:
    """Every open training, and whether anything in it has been completed."""
    under_way = Enrolment.objects.filter(
        curriculum=curriculum, completed_at__isnull=True, closed_at__isnull=True, user__is_active=True
    )
    if users is not None:
        under_way = under_way.filter(user__in=users)
    work = Completion.objects.filter(enrolment=OuterRef("pk"))
    for enrolment in under_way.select_related("release").annotate(has_work=Exists(work)):
        yield enrolment, enrolment.has_work


def _held(curriculum: CurriculumPage, day: date, users: Collection[int] | None) -> QuerySet[Certificate]:
    """What rests on the curriculum: what a holder was trained in, whatever their scheme asks of newcomers today."""
    rests = PeriodBasis.objects.filter(period=OuterRef("period"), completion__enrolment__curriculum=curriculum)
    held = asking.counting(day).filter(Exists(rests))
    return (held if users is None else held.filter(period__user__in=users)).order_by("pk")
