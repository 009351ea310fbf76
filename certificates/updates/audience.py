"""Who a release touches, and where each of them stands on the day it takes effect."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from certificates.ledger import lifecycle
from certificates.ledger.models import Certificate
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
    trained_in: int | None  # primary key of the release of their latest completed training


_RANK = [
    LearnerState.NOT_STARTED,
    LearnerState.LAPSED,
    LearnerState.IN_PROGRESS,
    LearnerState.IN_WINDOW,
    LearnerState.CERTIFIED,
]


def of(curriculum: CurriculumPage, *, day: date) -> list[Touched]:
    """Everybody with an open training or a certificate that rests on the curriculum, by user. Two queries.

    People whose account is closed, and holders of revoked certificates only, are not among them. Somebody is counted once,
    by the state that asks for most care: certified, in the renewal window or in grace, in training, lapsed, not started.
    """
    enrolments = {enrolment.user_id: enrolment for enrolment in _open_enrolments(curriculum)}
    held: dict[int, list[Certificate]] = {}
    for certificate in _held(curriculum, day):
        held.setdefault(certificate.period.user_id, []).append(certificate)
    people = []
    for user_id in sorted({*enrolments, *held}):
        enrolment, certificates = enrolments.get(user_id), tuple(held.get(user_id, ()))
        states = [_state_of_holder(certificate, day) for certificate in certificates]
        if enrolment is not None:
            states.append(LearnerState.IN_PROGRESS if enrolment.has_work else LearnerState.NOT_STARTED)
        trained_in = certificates[0].trained_in if certificates else None
        people.append(Touched(user_id, max(states, key=_RANK.index), enrolment, certificates, trained_in))
    return people


def counts(curriculum: CurriculumPage, *, day: date) -> dict[LearnerState, int]:
    """How many people are in each state."""
    found = Counter(person.state for person in of(curriculum, day=day))
    return {state: found.get(state, 0) for state in LearnerState}


def _open_enrolments(curriculum: CurriculumPage) -> QuerySet[Enrolment]:
    return (
        Enrolment.objects.filter(
            curriculum=curriculum, completed_at__isnull=True, closed_at__isnull=True, user__is_active=True
        )
        .select_related("release")
        .annotate(has_work=Exists(Completion.objects.filter(enrolment=OuterRef("pk"))))
    )


def _held(curriculum: CurriculumPage, day: date) -> QuerySet[Certificate]:
    trained = Enrolment.objects.filter(
        user=OuterRef("period__user"), curriculum=curriculum, completed_at__isnull=False
    ).order_by("-completed_at", "-pk")
    return (
        lifecycle.governing(day)
        .exclude(validity=lifecycle.Validity.REVOKED.value)
        .filter(period__certification__curricula=curriculum, period__user__is_active=True)
        .select_related("period")
        .annotate(trained_in=Subquery(trained.values("release")[:1]))
        .order_by("pk")
    )


def _state_of_holder(certificate: Certificate, day: date) -> LearnerState:
    """By the days alone: a suspended person owes updates as well."""
    period = certificate.period
    if day < period.window_opens_on:
        return LearnerState.CERTIFIED
    return LearnerState.IN_WINDOW if day <= period.grace_until else LearnerState.LAPSED


def release_numbers(curriculum: CurriculumPage) -> dict[int, tuple[int, int, int]]:
    """The number of every release of a curriculum, by primary key."""
    rows = Release.objects.filter(curriculum=curriculum).values_list("pk", "major", "minor", "patch")
    return {pk: (major, minor, patch) for pk, major, minor, patch in rows}
