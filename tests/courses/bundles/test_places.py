"""The place of a lesson, as bundles write it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.authoring.models import LessonPage, Question
from courses.bundles import collecting, places
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_lesson_is_found_at_its_place_and_nowhere_else():
    lesson = factories.lessons_of(factories.make_curriculum("skills", modules=1, lessons=1))[0]
    place = places.place_of(lesson)
    assert place == f"skills/{lesson.get_parent().slug}/{lesson.slug}"
    assert places.lesson_at(place) == lesson
    for other in (lesson.slug, f"x{place}", place[1:], f"{place}/more", ""):
        assert places.lesson_at(other) is None


def test_collecting_asks_no_more_for_more_critical_questions():
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=3)
    lesson = LessonPage.objects.first()
    collecting.collect(curriculum)  # what is asked once a process
    found = []
    for critical in (1, 3):
        keys = Question.objects.order_by("key").values("pk")[:critical]
        Question.objects.filter(pk__in=list(keys.values_list("pk", flat=True))).update(critical=True, corrective=lesson)
        with CaptureQueriesContext(connection) as asked:
            collecting.collect(curriculum)
        found.append(len(asked))
    assert found[0] == found[1]
