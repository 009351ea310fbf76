"""Loading what an assessor may fill in, and what a person may read of themself."""

from datetime import date

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import User
from courses.practice import assessors, waiting
from courses.practice.models import Authorisation, Observation

_WHOLE = Observation.objects.select_related(
    "version__content", "completion__enrolment__release", "person", "assessor", "rubric"
)


def waiting_for(assessor: User, completion_id: int, rubric_id: int, *, day: date) -> waiting.Waits:
    """Somebody who waits for this assessor. 404 for anybody else."""
    for one in waiting.for_assessor(assessor, day=day, completion=completion_id):
        if one.version.rubric_id == rubric_id:
            return one
    raise Http404(_("Nobody waits here."))


def own_observation(assessor: User, pk: int) -> Observation:
    """An observation that this assessor makes. 404 for anybody else's, and while the role rests."""
    if not roles.is_assessor(assessor):
        raise Http404(_("There is no such observation."))
    return get_object_or_404(_WHOLE, pk=pk, assessor=assessor)


def signed_observation(reader: User, pk: int) -> Observation:
    """A signed observation, for whoever was observed and whoever observed. 404 for anybody else."""
    mine = Q(person=reader) | (Q(assessor=reader) if roles.is_assessor(reader) else Q(pk__in=[]))
    return get_object_or_404(_WHOLE.filter(mine), pk=pk, signed_at__isnull=False)


def authorisation_of(by: User, pk: int) -> Authorisation:
    """An authorisation in a curriculum whose assessors this person names."""
    return get_object_or_404(
        Authorisation.objects.select_related("person", "curriculum"), pk=pk, curriculum__in=assessors.curricula_of(by)
    )
