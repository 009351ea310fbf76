"""What a quiz says about how it is taken: waiting, declaring, when answers are explained, in which order questions come."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.contents import assessment, differences
from courses.contents.models import Content
from courses.contents.quiz_rules import AFTER_EACH, WHEN_SETTLED, Rules, of
from courses.learning import attempts
from courses.learning.models import Attempt
from lms.refusals import Refusal
from tests import factories
from tests.factories import NOON

QUIZ = 2  # a lesson, then the quiz

rules = st.builds(Rules, st.integers(0, 336), st.sampled_from([AFTER_EACH, WHEN_SETTLED]), st.booleans(), st.text())


@given(rules)
def test_rules_are_read_as_they_were_frozen(wanted):
    assert of({"title": "Check", **wanted.as_data()}) == wanted


def test_the_usual_rules_are_not_written_down():
    assert Rules().as_data() == {}


@given(st.integers(0, 2**32))
def test_an_order_of_chance_asks_the_same_questions(seed):
    quiz = {"questions": list("abcdef"), "draws": []}
    assert assessment.draw(quiz, {}, Random(seed)) == list("abcdef")
    assert sorted(assessment.draw({**quiz, "shuffles": True}, {}, Random(seed))) == list("abcdef")


def test_an_order_of_chance_is_not_the_order_written():
    quiz = {"questions": list("abcdef"), "draws": [], "shuffles": True}
    assert len({tuple(assessment.draw(quiz, {}, Random(seed))) for seed in range(20)}) > 10


def test_what_changed_in_the_rules_is_said():
    old = {"pass_mark": 80, "questions": [], "draws": []}
    [change] = differences.quiz_changes(old, {**old, "wait_hours": 48}, {})
    assert change.html == "<ins>2 days between attempts.</ins>"
    assert differences.quiz_changes(old, old, {}) == []


# -------------------------------------------------------------------------------------------------- taking such a quiz
def enrolled(user, **quiz):
    curriculum = factories.make_curriculum("ruled", modules=1, lessons=1, questions=3, quiz=quiz)
    factories.make_release(curriculum)
    return factories.enrolled(user, curriculum)


def quiz_of(enrolment) -> Content:
    return Content.objects.get(hash=factories.items_of(enrolment, "quiz")[0]["hash"])


@pytest.mark.django_db
def test_the_next_attempt_waits_as_long_as_the_quiz_says(trainee):
    enrolment = enrolled(trainee, wait_hours=24)
    quiz = quiz_of(enrolment)
    factories.take_quiz(enrolment, quiz.hash, right=False, at=NOON)
    with pytest.raises(Refusal, match="You can try again from"):
        attempts.start(enrolment, quiz, at=NOON + timedelta(hours=24, seconds=-1))
    assert attempts.start(enrolment, quiz, at=NOON + timedelta(hours=24)).number == 2


@pytest.mark.django_db
def test_an_attempt_under_way_goes_on_without_waiting(trainee):
    enrolment = enrolled(trainee, wait_hours=24)
    begun = attempts.start(enrolment, quiz_of(enrolment), at=NOON)
    assert attempts.start(enrolment, quiz_of(enrolment), at=NOON) == begun


@pytest.mark.django_db
def test_a_declaration_comes_before_the_attempt(client, trainee):
    enrolment = enrolled(trainee, honour="I answer by myself.")
    client.force_login(trainee)
    intro = client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    assert "I answer by myself." in intro
    answer = client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/", follow=True)
    assert "Please make the declaration first" in answer.content.decode()
    assert not Attempt.objects.exists()
    client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/", {"declared": "on"})
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
def test_reasons_wait_until_the_quiz_is_settled(client, trainee):
    enrolment = enrolled(trainee, explains="settled", max_attempts=2)
    client.force_login(trainee)
    first = factories.take_quiz(enrolment, quiz_of(enrolment).hash, right=False)
    page = client.get(f"/learn/attempts/{first.pk}/result/").content.decode()
    assert "Why option 0 is as it is." not in page
    assert "Which answers are right, and why, you read here once you have passed or no attempt is left." in page
    factories.take_quiz(enrolment, quiz_of(enrolment).hash, right=False)
    assert "Why option 0 is as it is." in client.get(f"/learn/attempts/{first.pk}/result/").content.decode()


@pytest.mark.django_db
def test_once_it_is_passed_every_answer_is_explained(client, trainee):
    enrolment = enrolled(trainee, explains="settled")
    client.force_login(trainee)
    factories.take_quiz(enrolment, quiz_of(enrolment).hash, right=False)
    assert factories.take_quiz(enrolment, quiz_of(enrolment).hash).passed
    for attempt in Attempt.objects.all():
        assert "Why option 0 is as it is." in client.get(f"/learn/attempts/{attempt.pk}/result/").content.decode()


@pytest.mark.django_db
def test_before_the_quiz_its_rules_are_said(client, trainee):
    enrolment = enrolled(trainee, wait_hours=5, explains="settled")
    client.force_login(trainee)
    page = client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    assert "5 hours to look at the lessons again" in page
    assert "Explained once you have passed, or no attempt is left" in page
