"""People's work keeps a curriculum from being deleted."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from courses.authoring.models import CurriculumPage
from courses.learning.models import Enrolment
from courses.releases import keeping


@keeping.ask_also
def enrolments_rest_on(curricula: QuerySet[CurriculumPage]) -> list[str]:
    """How many enrolments rest on these curricula, if any."""
    count = Enrolment.objects.filter(curriculum__in=curricula).count()
    words = ngettext("%(count)d enrolment rests on it.", "%(count)d enrolments rest on it.", count)
    return [words % {"count": count}] if count else []
