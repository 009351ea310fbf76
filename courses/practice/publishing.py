"""A published rubric is frozen at once, under the next number; the newest version is what observations begin with."""

from datetime import datetime

from django.db import transaction

from courses.authoring.models import CurriculumPage
from courses.contents import storing
from courses.contents.models import Content
from courses.practice import rubrics
from courses.practice.models import Rubric, RubricVersion
from lms.locking import Kind, lock_one
from lms.refusals import Refusal


@transaction.atomic
def freeze(rubric: Rubric, *, at: datetime) -> RubricVersion:
    """The version that says what the rubric says now: the newest when nothing has changed, else a new one. Raises Refusal."""
    lock_one(Kind.CURRICULUM, CurriculumPage.objects.filter(pk=rubric.curriculum_id))
    data = rubric.data()
    if found := rubrics.problems(data):
        raise Refusal(*found)
    newest = rubric.versions.order_by("-number").first()
    (hash_,) = storing.store([storing.Frozen(Content.Kind.RUBRIC, rubric.key, data)])
    if newest is not None and newest.content_id == hash_:
        return newest
    number = newest.number + 1 if newest else 1
    return RubricVersion.objects.create(rubric=rubric, number=number, content_id=hash_, published_at=at)
