"""Who waits to be observed. Certificates stand above this room, so the room that asks for observations says so at start-up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from courses.learning.models import CourseCompletion
from courses.practice import assessors
from courses.practice.models import Authorisation, Observation, Rubric, RubricVersion


class Asking(Protocol):
    """What a room says that asks for observations."""

    def rubrics(self, curricula: Collection[int] | None = None) -> QuerySet[Rubric]:
        """The rubrics that are asked for, those of these curricula when some are named."""

    def completions(self, rubric: Rubric) -> QuerySet[CourseCompletion]:
        """The newest completed course of everybody who has to be observed by this rubric."""


_asking: list[Asking] = []


def declare(asking: Asking) -> None:
    """Say who asks for observations. Declaring again takes the place of what was said."""
    _asking[:] = [asking]


@dataclass(frozen=True)
class Waits:
    """Somebody who waits, what they completed, and by which version of which rubric they are observed."""

    completion: CourseCompletion
    version: RubricVersion
    authorisation: Authorisation | None = None
    open: Observation | None = None  # the form this assessor has under way
    last: Observation | None = None  # the last one that was signed, by whomever

    @property
    def person(self) -> User:
        return self.completion.enrolment.user


def asked(curricula: Collection[int] | None = None) -> list[Rubric]:
    """The published rubrics that somebody asks for. One query."""
    if not _asking:
        return []
    return list(_asking[0].rubrics(curricula).filter(live=True).select_related("curriculum").order_by("title", "pk"))


def completions(rubric: Rubric) -> QuerySet[CourseCompletion]:
    """The completed courses that wait for an observation by this rubric; the longest waiting on top."""
    passed = Observation.objects.filter(completion=OuterRef("pk"), rubric=rubric, outcome=Observation.Outcome.PASS)
    found = _asking[0].completions(rubric).filter(~Exists(passed), enrolment__user__is_active=True)
    return found.select_related("enrolment__user__region", "enrolment__release").order_by("completed_at", "pk")


def for_assessor(assessor: User, *, day: date, completion: int | None = None) -> list[Waits]:
    """Everybody whom this person may observe on a day, or only whoever waits after this completed course (primary key). As many
    queries as there are rubrics for it, whoever waits.
    """
    asked_for = Q() if completion is None else Q(pk=completion)
    own = list(assessors.of_person(assessor, day))
    found: list[Waits] = []
    for rubric in asked({one.curriculum_id for one in own}) if own else []:
        covering = [one for one in own if one.curriculum_id == rubric.curriculum_id]
        if version := newest(rubric):
            for authorisation in covering:
                rows = completions(rubric).filter(_people(authorisation), asked_for)
                found += [Waits(completion, version, authorisation) for completion in rows]
    return _with_observations(found, assessor)


def newest(rubric: Rubric) -> RubricVersion | None:
    """The version that observations begin with."""
    return rubric.versions.select_related("content", "rubric").order_by("-number").first() if rubric.live else None


def _people(authorisation: Authorisation) -> Q:
    """As `assessors.reach`, seen from a completed course."""
    users = User.objects.filter(assessors.reach(authorisation))
    return Q(enrolment__user__in=users)


def _with_observations(rows: Sequence[Waits], assessor: User) -> list[Waits]:
    wanted = {row.completion.pk for row in rows}
    made = Observation.objects.filter(completion__in=wanted).order_by("signed_at", "pk") if wanted else []
    under_way = {(one.completion_id, one.rubric_id): one for one in made if _is_own_draft(one, assessor)}
    signed = {(one.completion_id, one.rubric_id): one for one in made if one.signed_at is not None}
    found = []
    for row in rows:
        key = (row.completion.pk, row.version.rubric_id)
        found.append(Waits(row.completion, row.version, row.authorisation, under_way.get(key), signed.get(key)))
    return found


def _is_own_draft(one: Observation, assessor: User) -> bool:
    return one.signed_at is None and one.assessor_id == assessor.pk


def of_person(person: User, curricula: Collection[int]) -> list[Waits]:
    """What a person waits to be observed doing after completing these curricula. No query without any; then one that finds out
    what is asked for, and some for each rubric that is.
    """
    found: list[Waits] = []
    for rubric in asked(curricula) if curricula else []:
        version = newest(rubric)
        rows = completions(rubric).filter(enrolment__user=person) if version else []
        found += [Waits(completion, version) for completion in rows if version]
    return _with_observations(found, person)
