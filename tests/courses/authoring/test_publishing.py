"""What was scheduled is published and expires at its time, once."""

from datetime import timedelta

import pytest
from wagtail.models import PageLogEntry

from courses.authoring import publishing
from courses.authoring.models import LessonPage, Question
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(hours=1)


@kept
def lesson():
    return factories.lessons_of(factories.make_curriculum(modules=1, lessons=1))[0]


def scheduled(thing, **words):
    """The revision of a page or question with these words, approved for SOON."""
    for name, value in words.items():
        setattr(thing, name, value)
    return thing.save_revision(approved_go_live_at=SOON)


def summary_of(lesson) -> str:
    return LessonPage.objects.get(pk=lesson.pk).summary


def test_pages_and_questions_are_published_at_their_time(lesson):
    question = Question.objects.first()
    scheduled(lesson, summary="Later words.")
    scheduled(question, stem="What is asked later?")
    assert publishing.publish_due(at=NOON) == 0
    assert publishing.publish_due(at=SOON + timedelta(minutes=1)) == 2
    assert summary_of(lesson) == "Later words."
    assert Question.objects.get(pk=question.pk).stem == "What is asked later?"
    assert publishing.publish_due(at=SOON + timedelta(minutes=2)) == 0
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1


def test_pages_and_questions_expire_at_their_time(lesson):
    LessonPage.objects.filter(pk=lesson.pk).update(expire_at=SOON)
    Question.objects.update(expire_at=SOON)
    number = Question.objects.count()
    assert publishing.publish_due(at=NOON) == 0
    assert publishing.publish_due(at=SOON + timedelta(minutes=1)) == number + 1
    assert not LessonPage.objects.get(pk=lesson.pk).live
    assert not Question.objects.filter(live=True).exists()
    assert publishing.publish_due(at=SOON + timedelta(minutes=2)) == 0


def test_scheduled_words_never_replace_newer_ones(lesson):
    """A slow worker has found the scheduled words; before their turn comes, somebody publishes newer ones."""
    found = scheduled(lesson, summary="Scheduled words.")
    lesson.summary = "Newer words."
    lesson.save_revision().publish()
    assert not publishing._publish(found.pk, SOON + timedelta(minutes=1))
    assert summary_of(lesson) == "Newer words."
