"""Certificates that are earned and wait: until it is known who issues them, or which name they print."""

from accounts import confirming
from accounts.models import User
from certificates.ledger import observed
from certificates.ledger.models import Certification
from courses.learning.models import CourseCompletion, Enrolment
from lms import organisation


def of_person(user: User) -> list[str]:
    """The names of the certificates that wait for a person; asks nothing of the database where nothing can."""
    if organisation.now().is_decided and not confirming.waits_for_name(user):
        return []
    completed = set(
        CourseCompletion.objects.filter(enrolment__user=user, bases__isnull=True)
        .exclude(enrolment__kind=Enrolment.Kind.UPDATE)
        .values_list("enrolment__curriculum_id", flat=True)
    )
    schemes = list(
        Certification.objects.filter(active=True, curricula__in=completed).distinct().prefetch_related("curricula")
    )
    unobserved = observed.still_to_come(user, schemes)
    return [
        scheme.name
        for scheme in schemes
        if scheme.pk not in unobserved and {one.pk for one in scheme.curricula.all()} <= completed
    ]
