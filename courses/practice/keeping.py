"""Rubrics and assessors keep a curriculum from being deleted."""

from django.db.models import QuerySet
from django.utils.translation import ngettext

from courses.authoring.models import CurriculumPage
from courses.practice.models import Authorisation, Rubric
from courses.releases import keeping


@keeping.ask_also
def practice_rests_on(curricula: QuerySet[CurriculumPage]) -> list[str]:
    """How many rubrics and authorisations belong to these curricula, if any."""
    rubrics = Rubric.objects.filter(curriculum__in=curricula).count()
    assessors = Authorisation.objects.filter(curriculum__in=curricula).values("person").distinct().count()
    found = []
    if rubrics:
        words = ngettext("%(count)d rubric belongs to it.", "%(count)d rubrics belong to it.", rubrics)
        found.append(words % {"count": rubrics})
    if assessors:
        words = ngettext(
            "%(count)d person was let observe in it.", "%(count)d people were let observe in it.", assessors
        )
        found.append(words % {"count": assessors})
    return found
