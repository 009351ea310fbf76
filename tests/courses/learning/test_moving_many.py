"""Moving many at once leaves exactly what moving each by themself leaves."""

from datetime import timedelta

import pytest
from django.db import transaction

from courses.contents.models import Content
from courses.learning import attempts, enrolling, moving_many
from courses.learning.models import CourseCompletion, Enrolment
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)
FINISH = {"in_progress": "finish"}  # keep the release from moving people by itself


def left(person, curriculum) -> list[object]:
    """What is on record of a person's trainings, without the keys of rows."""
    found = []
    for one in Enrolment.objects.filter(user=person, curriculum=curriculum).order_by("pk"):
        done = one.completions.order_by("content_id").values_list(
            "content_id", "completed_at", "carried_from__enrolment__release"
        )
        tried = one.attempts.order_by("number").values_list("quiz", "number", "submitted_at")
        before = one.moved_from.release_id if one.moved_from else None
        facts = (one.release_id, one.kind, one.cycle, one.enrolled_at, one.enrolled_by_id == person.pk, one.last_seen)
        ended = (one.completed_at, one.closed_at, CourseCompletion.objects.filter(enrolment=one).count())
        found.append((facts, ended, before, list(done), list(tried)))
    return found


def test_many_are_moved_as_each_would_be_alone(django_assert_max_num_queries):
    """Begun, half done, done but for what the release takes away, at a quiz, and moved once before."""
    curriculum = factories.make_curriculum("many", modules=2, lessons=1, questions=2)
    factories.make_release(curriculum)
    cast = {(kind, way): factories.make_user() for kind in range(5) for way in ("alone", "together")}
    for (kind, _way), person in cast.items():
        enrolment = factories.enrolled(person, curriculum)
        if kind != 0:
            enrolment = factories.study(enrolment, items=3 if kind == 2 else 1)
        if kind == 3:
            quiz = factories.items_of(enrolment, "quiz")[0]
            attempts.start(enrolment, Content.objects.get(hash=quiz["hash"]), at=NOON)
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Other words.")
    second = factories.make_release(curriculum, at=LATER, verdict=FINISH)
    for (kind, _way), person in cast.items():
        if kind == 4:
            enrolling.move(Enrolment.objects.get(user=person), second, by=second.approved_by, at=LATER)
    factories.QuizPage.objects.last().unpublish()
    third = factories.make_release(curriculum, at=LATER + timedelta(days=1), verdict=FINISH)
    waiting = {person.pk: Enrolment.objects.get(user=person, closed_at=None) for person in cast.values()}
    together = [waiting[person.pk] for (_kind, way), person in cast.items() if way == "together"]
    for (_kind, way), person in cast.items():
        if way == "alone":
            enrolling.move(waiting[person.pk], third, by=third.approved_by, at=third.effective_at)
    with django_assert_max_num_queries(20), transaction.atomic():
        moving_many.move_many(together, third, by=third.approved_by, at=third.effective_at)
    for kind in range(5):
        alone, many = (left(cast[kind, way], curriculum) for way in ("alone", "together"))
        assert alone == many, kind
        assert alone[-1][0][0] == third.pk
