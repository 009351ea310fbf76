"""After a critical question was missed: the lesson it leads to, before the next attempt."""

import re

import pytest

from courses.authoring.models import LessonPage
from courses.contents.models import Content
from courses.learning import attempts, corrective, enrolling
from courses.learning.models import Attempt, Completion, CorrectiveStudy
from lms.append_only import AppendOnlyError
from lms.refusals import Refusal
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

QUIZ = 4  # three lessons, then the quiz


@kept
def curriculum():
    """Three lessons and a quiz of five questions, of which the first is critical and leads to the first lesson."""
    curriculum = factories.make_curriculum("safety", modules=1, lessons=3, questions=4)
    first = LessonPage.objects.descendant_of(curriculum).order_by("path").first()
    question = factories.make_question("ask-directly", critical=True, corrective=first)
    quiz = curriculum.get_descendants().type(factories.QuizPage).get().specific
    factories.QuizQuestion.objects.create(quiz=quiz, question=question, sort_order=-1)
    return curriculum


@kept
def enrolment(curriculum, trainee):
    factories.make_release(curriculum)
    return factories.enrolled(trainee, curriculum)


def lesson_keys(enrolment) -> list[str]:
    return [item["key"] for item in factories.items_of(enrolment, "lesson")]


def failed(enrolment, *, critical_only: bool = True) -> Attempt:
    """An attempt in which the critical question, or everything, was left open."""
    quiz = Content.objects.get(hash=factories.items_of(enrolment, "quiz")[0]["hash"])
    attempt = attempts.start(enrolment, quiz, at=NOON)
    right = factories.right_answers(attempt)
    critical = next(hash_ for hash_, data in attempts.shown_questions(attempt).items() if data.get("critical"))
    attempts.save(attempt, {**right, critical: []} if critical_only else {}, at=NOON)
    return attempts.submit(attempt, at=NOON)


def test_missing_a_critical_question_fails_and_names_the_lesson(enrolment):
    attempt = failed(enrolment)
    assert (attempt.points, attempt.out_of, attempt.percent, attempt.passed) == (4, 5, 80, False)
    assert attempt.reached
    assert attempt.to_study == [lesson_keys(enrolment)[0]]
    assert not Completion.objects.exists()


def test_the_next_attempt_waits_for_the_lesson(enrolment):
    attempt = failed(enrolment)
    title = factories.items_of(enrolment, "lesson")[0]["title"]
    with pytest.raises(Refusal, match=f"Read this lesson again before the next attempt: {title}"):
        attempts.start(enrolment, attempt.quiz, at=NOON)
    corrective.study(attempt, attempt.to_study[0], at=NOON)
    corrective.study(attempt, attempt.to_study[0], at=NOON)
    assert CorrectiveStudy.objects.count() == 1
    assert attempts.start(enrolment, attempt.quiz, at=NOON).number == 2


def test_a_lesson_that_nobody_asked_for_is_not_recorded(enrolment):
    attempt = failed(enrolment)
    with pytest.raises(Refusal, match="does not have to be read again"):
        corrective.study(attempt, lesson_keys(enrolment)[1], at=NOON)


def test_failing_without_a_critical_question_asks_for_nothing(enrolment):
    attempt = failed(enrolment)
    corrective.study(attempt, attempt.to_study[0], at=NOON)
    again = attempts.start(enrolment, attempt.quiz, at=NOON)
    critical = [hash_ for hash_, data in attempts.shown_questions(again).items() if data.get("critical")]
    right = factories.right_answers(again)
    attempts.save(again, {hash_: right[hash_] for hash_ in critical}, at=NOON)
    assert attempts.submit(again, at=NOON).to_study == []
    assert attempts.start(enrolment, attempt.quiz, at=NOON).number == 3


def test_what_was_studied_stays_recorded(enrolment):
    attempt = failed(enrolment)
    corrective.study(attempt, attempt.to_study[0], at=NOON)
    with pytest.raises(AppendOnlyError):
        CorrectiveStudy.objects.get().delete()


def _outline(*kinds: str) -> dict:
    items = [{"kind": kind, "key": f"k{n}", "hash": f"h{n}", "title": f"T{n}"} for n, kind in enumerate(kinds)]
    return {"modules": [{"items": items}]}


@pytest.mark.parametrize(
    ("named", "found"),
    [(["k0"], ["k0"]), (["k1", "k0"], ["k0", "k1"]), (["gone"], ["k1"]), ([""], ["k1"]), (["k2"], ["k1"]), ([], [])],
)
def test_a_question_leads_to_its_lesson_or_else_to_the_one_before_the_quiz(named, found):
    outline = _outline("lesson", "lesson", "quiz", "lesson")
    assert corrective.lessons(outline, "h2", [{"corrective": key} for key in named]) == found


def test_a_quiz_without_a_lesson_before_it_has_nothing_to_read():
    assert corrective.lessons(_outline("quiz", "lesson"), "h0", [{"corrective": ""}]) == []


# ------------------------------------------------------------------------------------------------------- on the screen
def test_the_way_from_the_result_to_the_lesson_and_back(client, trainee, enrolment):
    client.force_login(trainee)
    attempt = failed(enrolment)
    result = client.get(f"/learn/attempts/{attempt.pk}/result/").content.decode()
    assert "That would be enough, but one question about safety has to be right, and it was not." in result
    assert "Has to be right" in result
    link = f"/learn/{enrolment.pk}/1/?again={attempt.pk}"
    assert f'href="{link}"' in result
    assert link in client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    lesson = client.get(link).content.decode()
    assert "I have read it, back to the quiz" in lesson
    answer = client.post(f"/learn/{enrolment.pk}/1/studied/{attempt.pk}/")
    assert answer.headers["Location"] == f"/learn/{enrolment.pk}/{QUIZ}/"
    assert "Try again" in client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    assert "I have read it" not in client.get(link).content.decode()


@pytest.mark.parametrize("again", ["x", "0", "9" * 30, "²"])
def test_a_strange_number_in_the_address_is_no_reason_to_read_again(client, trainee, enrolment, again):
    client.force_login(trainee)
    page = client.get(f"/learn/{enrolment.pk}/1/", {"again": again})
    assert page.status_code == 200
    assert "I have read it" not in page.content.decode()


def test_nobody_studies_for_somebody_else(client, enrolment):
    attempt = failed(enrolment)
    client.force_login(factories.make_user("other@example.org"))
    assert client.post(f"/learn/{enrolment.pk}/1/studied/{attempt.pk}/").status_code == 404
    assert not CorrectiveStudy.objects.exists()


def test_before_the_quiz_it_is_said_that_some_questions_have_to_be_right(client, trainee, enrolment):
    client.force_login(trainee)
    page = client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    assert "1 question about safety has to be right, whatever the total." in page


def test_the_way_back_holds_when_a_release_moved_the_lesson_meanwhile(client, trainee, curriculum, enrolment):
    client.force_login(trainee)
    attempt = failed(enrolment)
    module = factories.ModulePage.objects.descendant_of(curriculum).get()
    first = LessonPage.objects.descendant_of(curriculum).order_by("path").first()
    first.move(LessonPage.objects.descendant_of(curriculum).order_by("path").last(), pos="right")
    assert module.get_children().count() == 4
    moved = enrolling.move(enrolment, factories.make_release(curriculum), by=trainee, at=NOON)
    quiz = next(n for n, item in enumerate(factories.items_of(moved), start=1) if item["kind"] == "quiz")
    lesson = next(n for n, item in enumerate(factories.items_of(moved), start=1) if item["key"] in attempt.to_study)
    assert lesson != 1
    page = client.get(f"/learn/{moved.pk}/{lesson}/?again={attempt.pk}").content.decode()
    [door] = re.findall(r'action="([^"]*studied[^"]*)"', page)
    assert client.post(door).headers["Location"] == f"/learn/{moved.pk}/{quiz}/"
    assert CorrectiveStudy.objects.get().lesson_key == attempt.to_study[0]
