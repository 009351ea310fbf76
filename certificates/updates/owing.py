"""What releases ask of a certificate and has not been done: the one rule that "up to date" rests on.

Awarding, ruling, reopening an account, rolling out and the nightly sweep write what is owed through `asking`, and `asking`
asks here; so nobody who slipped between two steps is called up to date.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from certificates.ledger.models import Certificate, Period, PeriodBasis
from certificates.updates.models import Obligation
from courses.contents.outlines import outline_items
from courses.learning.models import Enrolment
from courses.releases.models import Release
from courses.releases.verdicts import Action, LearnerState

ASKING = (Action.ACKNOWLEDGE, Action.REASSESS)
_MANY = 500  # keys a statement

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Asked:
    """One release that asks something of a certificate, not done yet."""

    certificate: Certificate
    release: Release
    action: str  # acknowledge or reassess
    trained_in: int  # primary key of the release of the holder's latest completed training in the curriculum
    is_written: bool  # whether there is an obligation already


def missing(certificate: Certificate, *, at: datetime) -> list[Asked]:
    """What the releases in effect ask of a certificate that counts, and has not been done."""
    return missing_of([certificate], at=at)


def missing_of(certificates: Sequence[Certificate], *, at: datetime, release: Release | None = None) -> list[Asked]:
    """The same for many certificates, in a bounded number of queries a thousand; of one release only when it is given.

    A release asks something when it is newer than what the certificate rests on and its verdict says so for a holder
    where this one stood on the first day it concerned them. It has been done when the obligation was met, or when the
    holder completed a training in it, or in a later release that contains what it asked for.
    """
    found: list[Asked] = []
    for start in range(0, len(certificates), _MANY):
        found.extend(_Survey(certificates[start : start + _MANY], at, release).missing())
    return found


def state_on(period: Period, day: date) -> LearnerState:
    """Where a holder stands, by the days alone: a suspended person owes updates as well."""
    return state_between(period.window_opens_on, period.grace_until, day)


def state_between(window_opens_on: date, grace_until: date, day: date) -> LearnerState:
    """The same from the days alone."""
    if day < window_opens_on:
        return LearnerState.CERTIFIED
    return LearnerState.IN_WINDOW if day <= grace_until else LearnerState.LAPSED


def first_day(release: Release, period: Period) -> date:
    """The first day on which a release concerned the holder of a period."""
    return max(timezone.localdate(release.effective_at), period.valid_from)


def due_on(effective_on: date, due_days: int, *, asked_on: date | None = None) -> date:
    """The day by which an update is due: so many days after the release took effect.

    Whoever is asked later, because they finished or came back later, has as many days from then.
    """
    return max(effective_on, asked_on or effective_on) + timedelta(days=due_days)


# ------------------------------------------------------------------------------------------------- what contains what
def asked_keys(outline: Mapping[str, Any], trained: Mapping[str, Any] | None) -> set[str]:
    """The lessons and quizzes of an outline that somebody trained in another has not had, by their lasting keys."""
    had = {item["hash"] for item in outline_items(trained)} if trained else set()
    return {item["key"] for item in outline_items(outline) if item["hash"] not in had}


def contains(later: Mapping[str, Any], keys: set[str]) -> bool:
    """Whether an outline still teaches all of these lessons and quizzes, in whatever words."""
    return keys <= {item["key"] for item in outline_items(later)}


class Trainings:
    """What one person has completed in one curriculum: the versions, with the releases they belong to."""

    def __init__(self, releases: Mapping[int, Release], completed: Sequence[int]) -> None:
        self._releases = releases
        self._taken = sorted((releases[pk].version, pk) for pk in set(completed) if pk in releases)

    @property
    def latest(self) -> int | None:
        return self._taken[-1][1] if self._taken else None

    def covers(self, release: Release) -> bool:
        """Whether a completed training contains what a release asked for."""
        later = [pk for version, pk in self._taken if version >= release.version]
        if release.pk in later:
            return True
        return any(contains(self._releases[pk].outline, self.asked_by(release)) for pk in later)

    def asked_by(self, release: Release) -> set[str]:
        """What a release asked for beyond what had been taken before it."""
        before = [pk for version, pk in self._taken if version < release.version]
        return asked_keys(release.outline, self._releases[before[-1]].outline if before else None)


def trainings_of(user_id: int, curriculum_id: int) -> Trainings:
    """What a person has completed in a curriculum. Two queries."""
    releases = Release.objects.filter(curriculum=curriculum_id).defer("outline").in_bulk()
    completed = Enrolment.objects.filter(user=user_id, curriculum=curriculum_id, completed_at__isnull=False)
    return Trainings(releases, list(completed.values_list("release_id", flat=True)))


# ---------------------------------------------------------------------------------------------------------- for many
class _Survey:
    """One pass over certificates: what they rest on, what was released since, what was taken, what was written."""

    def __init__(self, certificates: Sequence[Certificate], at: datetime, release: Release | None) -> None:
        self.certificates = certificates
        self.at = at
        self.only = release
        self.bases = self._bases()
        self.releases = self._releases()

    def _bases(self) -> dict[int, dict[int, int]]:
        """Period → curriculum → the release it rests on."""
        rows = PeriodBasis.objects.filter(period__in=[one.period_id for one in self.certificates])
        if self.only is not None:
            rows = rows.filter(completion__enrolment__curriculum=self.only.curriculum_id)
        found: dict[int, dict[int, int]] = {}
        for period, curriculum, release in rows.values_list(
            "period_id", "completion__enrolment__curriculum_id", "completion__enrolment__release_id"
        ):
            found.setdefault(period, {})[curriculum] = release
        return found

    def _releases(self) -> dict[int, Release]:
        curricula = {curriculum for bases in self.bases.values() for curriculum in bases}
        return Release.objects.filter(curriculum__in=curricula).defer("outline").in_bulk() if curricula else {}

    def missing(self) -> Iterator[Asked]:
        asked = [
            (certificate, release, action)
            for certificate in self.certificates
            for release, action in self._asked_of(certificate)
        ]
        if not asked:
            return
        trainings = self._trainings({certificate.period.user_id for certificate, _, _ in asked})
        written = self._written([certificate.pk for certificate, _, _ in asked])
        for certificate, release, action in asked:
            met = written.get((certificate.pk, release.pk))
            taken = trainings[certificate.period.user_id, release.curriculum_id]
            if not met and not taken.covers(release):
                assert taken.latest is not None  # the certificate rests on one
                yield Asked(certificate, release, action, taken.latest, is_written=met is False)

    def _asked_of(self, certificate: Certificate) -> Iterator[tuple[Release, str]]:
        """The releases newer than what a certificate rests on whose verdict asks something of its holder, oldest first."""
        bases = self.bases.get(certificate.period_id, {})
        for release in sorted(self.releases.values(), key=lambda one: one.version):
            basis = bases.get(release.curriculum_id)
            if basis is None or release.effective_at > self.at or (self.only and release.pk != self.only.pk):
                continue
            action = release.verdict.get(state_on(certificate.period, first_day(release, certificate.period)).value)
            if release.version > self.releases[basis].version and action in ASKING:
                yield release, action

    def _trainings(self, users: set[int]) -> dict[tuple[int, int], Trainings]:
        rows = Enrolment.objects.filter(
            user__in=users, curriculum__in={one.curriculum_id for one in self.releases.values()}
        ).filter(completed_at__isnull=False)
        taken: dict[tuple[int, int], list[int]] = {}
        for user, curriculum, release in rows.values_list("user_id", "curriculum_id", "release_id"):
            taken.setdefault((user, curriculum), []).append(release)
        return {key: Trainings(self.releases, completed) for key, completed in taken.items()}

    def _written(self, certificates: Sequence[int]) -> dict[tuple[int, int], bool]:
        """Certificate and release → whether the obligation was met."""
        rows = Obligation.objects.filter(certificate__in=set(certificates))
        return {
            (certificate, release): met is not None
            for certificate, release, met in rows.values_list("certificate_id", "release_id", "fulfilment__pk")
        }
