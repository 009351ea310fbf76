"""Whoever begins to wait is told so, and so are those who may observe them."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from courses.learning.models import CourseCompletion
from courses.practice import assessors, waiting
from notices import outbox


def begins_to_wait(completion: CourseCompletion, *, at: datetime) -> None:
    """Tell them for each rubric that this completed course waits for; once, and nobody where nothing asks."""
    for rubric in waiting.asked({completion.enrolment.curriculum_id}):
        if waiting.newest(rubric) is None or not waiting.completions(rubric).filter(pk=completion.pk).exists():
            continue
        person, key = completion.enrolment.user, f"{completion.pk}:{rubric.pk}"
        facts = {"rubric": rubric.title, "curriculum": completion.enrolment.release.outline["title"]}
        outbox.tell(person, "observation-waits", facts=facts, dedupe_key=f"observation-waits:{key}", at=at)
        told = {"rubric": rubric.title, "person": person.display_name}
        for one in who_may_observe(completion, at=at):
            outbox.tell(one, "somebody-waits", facts=told, dedupe_key=f"somebody-waits:{key}:{one.pk}", at=at)


def who_may_observe(completion: CourseCompletion, *, at: datetime) -> QuerySet[User]:
    """Everybody who may observe this person today after what they completed."""
    person = completion.enrolment.user
    around = [*person.region.get_ancestors(), person.region] if person.region else []
    covering = assessors.standing(timezone.localdate(at)).filter(curriculum=completion.enrolment.curriculum_id)
    covering = covering.filter(Q(region=None) | Q(region__in=around))
    return User.objects.filter(pk__in=covering.values("person"), is_active=True).exclude(pk=person.pk).order_by("pk")
