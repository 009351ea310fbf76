"""Many people at once get exactly what each would have got alone."""

import pytest

from courses.learning import recording
from courses.learning.models import Completion, CourseCompletion, Enrolment
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def curriculum():
    made = factories.make_curriculum("skills", modules=2, lessons=2, questions=1)
    factories.make_release(made)
    return made


def people(curriculum, count: int) -> list[Enrolment]:
    return [factories.enrolled(factories.make_user(), curriculum) for _ in range(count)]


def lessons(enrolment: Enrolment) -> list[str]:
    return [item["hash"] for item in factories.items_of(enrolment, "lesson")]


def test_everybody_gets_the_lessons_and_nobody_a_quiz(curriculum):
    enrolments = people(curriculum, 3)
    everything = [item["hash"] for item in factories.items_of(enrolments[0])]
    assert recording.record_many(enrolments, everything, at=NOON) == 12
    kinds = set(Completion.objects.values_list("content__kind", flat=True))
    assert kinds == {"lesson"}
    assert not CourseCompletion.objects.exists()


def test_doing_it_again_changes_nothing(curriculum):
    enrolments = people(curriculum, 2)
    factories.study(enrolments[0], items=1)
    assert recording.record_many(enrolments, lessons(enrolments[0]), at=NOON) == 7
    assert recording.record_many(enrolments, lessons(enrolments[0]), at=NOON) == 0


def test_whoever_finishes_completes_the_course_and_is_certified(curriculum):
    factories.make_scheme(curriculum)
    first, second = people(curriculum, 2)
    for quiz in factories.items_of(first, "quiz"):
        factories.take_quiz(first, quiz["hash"])
    recording.record_many([first, second], lessons(first), at=NOON)
    assert [one.enrolment for one in CourseCompletion.objects.all()] == [first]
    assert first.user.periods.count() == 1
    assert Enrolment.objects.get(pk=second.pk).completed_at is None


def test_trainings_that_ended_and_unknown_lessons_are_left_alone(curriculum):
    from courses.learning import enrolling

    [left] = people(curriculum, 1)
    enrolling.leave(left, at=NOON)
    assert recording.record_many([left], lessons(left), at=NOON) == 0
    [other] = people(curriculum, 1)
    assert recording.record_many([other], ["0" * 64], at=NOON) == 0


def test_a_hundred_people_take_as_many_queries_as_three(curriculum, django_assert_num_queries):
    few, many = people(curriculum, 3), people(curriculum, 12)
    chosen = lessons(few[0])
    with django_assert_num_queries(7):
        recording.record_many(few, chosen, at=NOON)
    with django_assert_num_queries(7):
        recording.record_many(many, chosen, at=NOON)
