"""The figures of a quiz in a release: whose attempts count, drawn questions, versions, languages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.authoring.models import CurriculumPage, ModulePage, Question, QuizPage
from courses.contents import remembering
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import quiz_figures
from courses.learning.statistics.figures import Reason
from courses.learning.statistics.flags import Flag
from courses.releases.models import Release
from tests import factories
from tests.courses.learning.sitting import picks, sit
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=30)
# Thirty people and two questions: the second is easier, and who is right on one tends to be right on the other.
THIRTY = ["00"] * 10 + ["10"] * 6 + ["20"] * 3 + ["11"] * 6 + ["22"] * 5


@kept
def release(trainer, trainer2) -> Release:
    return factories.make_release(factories.make_curriculum("skills", modules=1, lessons=0, questions=2))


def quiz_of(release: Release) -> Content:
    (item,) = [item for item in outline_items(release.outline) if item["kind"] == "quiz"]
    return Content.objects.get(pk=item["hash"])


def reword(release: Release, key: str, stem: str) -> Release:
    """The same question in other words, published and released."""
    question = Question.objects.get(key=key)
    question.stem = stem
    question.save_revision().publish()
    return again(release)


def again(release: Release) -> Release:
    """What is published now, released."""
    return factories.make_release(CurriculumPage.objects.get(pk=release.curriculum_id), at=LATER)


def test_the_figures_of_thirty_people(release):
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, *THIRTY), minutes=4)
    found = quiz_figures.of_quiz(release, quiz)
    report = found.report
    assert (report.people, report.out_of, report.is_enough) == (30, 2, True)
    assert report.mean.value == pytest.approx((10 * 2 + 9) / 30)
    assert report.histogram == (11, 9, 10)
    assert report.minutes.value == 4
    assert report.passed.value == pytest.approx(1 / 3)
    first, second = found.questions
    assert (first.report.facility.value, second.report.facility.value) == pytest.approx((1 / 3, 19 / 30))
    assert first.report.discrimination.value == pytest.approx(second.report.discrimination.value)
    assert first.report.discrimination.value > 0.4
    assert [option.chosen for option in first.report.choices.options] == [10, 12, 8]


def test_twenty_nine_people_are_not_enough_for_any_flag(release):
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, *["12"] * 29))
    found = quiz_figures.of_quiz(release, quiz)
    assert not found.report.is_enough
    assert all(row.flags == [] and not row.report.is_enough for row in found.questions)
    sit(release, quiz, picks(quiz, "12"))
    assert all(row.flags for row in quiz_figures.of_quiz(release, quiz).questions)


def test_the_same_quiz_in_a_later_release_counts_together_or_alone(release):
    module = ModulePage.objects.child_of(release.curriculum).get()
    factories.make_lesson(module)
    quiz = quiz_of(release)
    second = again(release)
    assert quiz_of(second) == quiz
    before = sit(release, quiz, picks(quiz, "00", "00"))
    sit(second, quiz, picks(quiz, "11"), at=LATER)
    sit(second, quiz, picks(quiz, "11"), by=before[:1], at=LATER)  # took it before: not a first attempt
    together = quiz_figures.of_quiz(second, quiz)
    assert [line.name for line in together.lines] == ["SKILLS 1.0.0", "SKILLS 2.0.0"]
    assert together.report.people == 3
    assert quiz_figures.of_quiz(second, quiz, only_here=True).report.people == 1


def test_where_questions_are_drawn_each_is_judged_by_those_who_saw_it(release):
    module = ModulePage.objects.child_of(release.curriculum).get()
    for number in range(3):
        factories.make_question(f"drawn-{number}", topic="pool")
    QuizPage.objects.descendant_of(module).delete()
    factories.make_quiz(module, draws=[("pool", 2)], title="Drawn")
    quiz = quiz_of(second := again(release))
    pool = quiz.data["draws"][0]["pool"]
    shown = [pool[:2]] * 30 + [pool[1:]] * 12
    answers = [{pool[0]: [0], pool[1]: [n % 2]} for n in range(30)] + [{pool[1]: [0]}] * 12
    sit(second, quiz, answers, shown=shown)
    found = quiz_figures.of_quiz(second, quiz)
    assert [row.report.people for row in found.questions] == [30, 42, 12]
    assert [row.always for row in found.questions] == [False] * 3
    assert found.report.alpha.reason is found.report.consistency.reason is Reason.DIFFERENT_QUESTIONS
    assert found.report.mean_share.is_known
    assert (found.questions[0].flags[0].flag, found.questions[2].flags) == (Flag.TOO_EASY, [])


def test_a_question_that_changed_with_its_words(release):
    quiz = quiz_of(release)
    key = Question.objects.order_by("key").first().key
    sit(release, quiz, picks(quiz, *["00"] * 20, *["11"] * 20))
    second = reword(release, key, "Asked much more plainly?")
    later = quiz_of(second)
    assert later != quiz
    sit(second, later, picks(later, *["00"] * 34, *["11"] * 6), at=LATER)
    first, other = quiz_figures.of_quiz(second, later).questions
    assert (first.report.drift.former.right, first.report.drift.former.people) == (20, 40)
    assert (first.report.drift.now.right, first.report.drift.now.people) == (34, 40)
    assert Flag.DRIFTED in [raised.flag for raised in first.flags]
    assert other.report.drift is None
    assert all(row.report.drift is None for row in quiz_figures.of_quiz(release, quiz).questions)


def test_who_met_the_former_version_is_left_out_of_the_comparison(release):
    quiz = quiz_of(release)
    key = Question.objects.order_by("key").first().key
    before = sit(release, quiz, picks(quiz, *["00"] * 3))
    second = reword(release, key, "Asked more plainly?")
    later = quiz_of(second)
    sit(second, later, picks(later, *["00"] * 3), by=before, at=LATER)
    sit(second, later, picks(later, "11"), at=LATER)
    found = quiz_figures.of_quiz(second, later).questions[0].report
    assert found.people == 4
    assert (found.drift.now.right, found.drift.now.people) == (0, 1)


def test_releases_of_another_language_are_told_apart(release):
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, "00"))
    CurriculumPage.objects.filter(pk=release.curriculum_id).update(language="fr")
    factories.make_lesson(ModulePage.objects.child_of(release.curriculum).get())
    french = again(release)
    assert (quiz_of(french), french.outline["language"]) == (quiz, "fr")
    sit(french, quiz, picks(quiz, "11", "11"), at=LATER)
    assert quiz_figures.of_quiz(french, quiz).report.people == 2
    assert quiz_figures.of_quiz(release, quiz).report.people == 1


def test_neither_people_nor_questions_nor_releases_make_more_queries(release):
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, "00"))
    key = Question.objects.order_by("key").first().key
    second = reword(release, key, "Other words?")
    with CaptureQueriesContext(connection) as once:
        remembering.forget()
        quiz_figures.of_quiz(second, quiz_of(second))
    sit(second, quiz_of(second), picks(quiz_of(second), *THIRTY), at=LATER)
    module = QuizPage.objects.get()
    for number in range(2):
        factories.QuizQuestion.objects.create(
            quiz=module, question=factories.make_question(f"more-{number}"), sort_order=5 + number
        )
    third = reword(release, key, "Third words?")
    sit(third, quiz_of(third), picks(quiz_of(third), "0000"), at=LATER)
    with CaptureQueriesContext(connection) as many:
        remembering.forget()
        assert len(quiz_figures.of_quiz(third, quiz_of(third)).questions) == 4
    assert len(many) == len(once)


def test_a_quiz_that_a_release_does_not_hold(release):
    assert quiz_figures.quiz_in(release, "missing") is None
    assert quiz_figures.quiz_in(release, quiz_of(release).key) == quiz_of(release)
