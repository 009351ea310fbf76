"""Observations that schemes ask for: who has to be observed, and whether somebody was."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from certificates.ledger.models import Certification, PeriodBasis
from courses.learning.models import CourseCompletion, Enrolment
from courses.practice import waiting
from courses.practice.models import Observation, Rubric


def passed(scheme: Certification, completions: Iterable[CourseCompletion]) -> Observation | None:
    """The passed observation that a scheme asks for, after one of these completed courses."""
    wanted = [completion.pk for completion in completions]
    observations = Observation.objects.select_related("version__content")
    found = observations.filter(completion__in=wanted, rubric=scheme.rubric_id, outcome=Observation.Outcome.PASS)
    return found.order_by("observed_on", "pk").first()


class Schemes:
    """What active schemes ask practice for."""

    def rubrics(self, curricula: Collection[int] | None = None) -> QuerySet[Rubric]:
        """The rubrics that are asked for, those of these curricula when some are named."""
        asked = Certification.objects.filter(active=True, rubric__isnull=False).values("rubric")
        found = Rubric.objects.filter(pk__in=asked)
        return found if curricula is None else found.filter(curriculum__in=curricula)

    def completions(self, rubric: Rubric) -> QuerySet[CourseCompletion]:
        """The newest completed course of everybody to whom a scheme with this rubric has not yet given a certificate for it."""
        courses = CourseCompletion.objects.filter(enrolment__curriculum=rubric.curriculum_id)
        courses = courses.exclude(enrolment__kind=Enrolment.Kind.UPDATE)
        newer = courses.filter(enrolment__user=OuterRef("enrolment__user"))
        is_later = Q(completed_at__gt=OuterRef("completed_at")) | Q(
            completed_at=OuterRef("completed_at"), pk__gt=OuterRef("pk")
        )
        unserved = Q(pk__in=[])
        for scheme in Certification.objects.filter(active=True, rubric=rubric).values_list("pk", flat=True):
            unserved |= ~Q(Exists(PeriodBasis.objects.filter(completion=OuterRef("pk"), certification=scheme)))
        return courses.filter(unserved).filter(~Exists(newer.filter(is_later)))


def still_to_come(user: User, schemes: Collection[Certification]) -> set[int]:
    """The schemes, by primary key, whose observation this person has not passed yet after what no certificate rests on."""
    asking = [scheme for scheme in schemes if scheme.rubric_id]
    if not asking:
        return set()
    found = Observation.objects.filter(person=user, outcome=Observation.Outcome.PASS, completion__bases__isnull=True)
    seen = set(found.values_list("rubric_id", flat=True))
    return {scheme.pk for scheme in asking if scheme.rubric_id not in seen}


waiting.declare(Schemes())
