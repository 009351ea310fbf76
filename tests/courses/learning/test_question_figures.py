"""A question in each of its versions, in each language, wherever it was asked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.authoring.models import CurriculumPage, ModulePage, Question
from courses.contents import remembering
from courses.contents.models import Content
from courses.learning import question_figures
from courses.releases.models import Release
from tests import factories
from tests.courses.learning.sitting import picks, sit
from tests.courses.learning.test_quiz_figures import again, quiz_of, reword
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=30)


@kept
def release(trainer, trainer2) -> Release:
    return factories.make_release(factories.make_curriculum("skills", modules=1, lessons=0, questions=2))


def of(release: Release, *more: int):
    return question_figures.of_question("skills-m1-q1", [release.curriculum_id, *more])


def test_each_version_has_its_own_figures_the_newest_first(release):
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, "00", "10"))
    second = reword(release, "skills-m1-q1", "In other words?")
    sit(second, quiz_of(second), picks(quiz_of(second), "01", "00", "00"), at=LATER)
    new, old = of(release)
    assert (new.number, new.data["stem"], new.report.people, new.report.facility.value) == (2, "In other words?", 3, 1)
    assert (old.number, old.report.people, old.report.facility.value) == (1, 2, 0.5)
    assert new.report.drift.former.people == 2
    assert old.report.drift is None
    assert [line.name for line in old.lines] == ["SKILLS 1.0.0"]
    assert [(one.title, one.line.name, one.report.people) for one in new.asked_in] == [("Check 1", "SKILLS 2.0.0", 3)]


def test_a_person_counts_once_for_a_version_whichever_quiz_showed_it(release):
    module = ModulePage.objects.child_of(release.curriculum).get()
    factories.make_quiz(module, [Question.objects.get(key="skills-m1-q1")], title="Second look")
    second = again(release)
    look = Content.objects.get(kind="quiz", data__title="Second look")
    quiz = quiz_of(release)
    both = sit(second, quiz, picks(quiz, "00"), at=LATER)
    sit(second, look, picks(look, "1"), by=both, at=LATER + timedelta(hours=1))
    sit(second, look, picks(look, "0"), at=LATER)
    (version,) = of(release)
    assert (version.report.people, version.report.facility.value) == (2, 1)
    assert {one.title: one.report.people for one in version.asked_in} == {"Check 1": 1, "Second look": 1}


def test_languages_are_told_apart(release):
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, "00"))
    CurriculumPage.objects.filter(pk=release.curriculum_id).update(language="fr")
    factories.make_lesson(ModulePage.objects.child_of(release.curriculum).get())
    french = again(release)
    sit(french, quiz, picks(quiz, "11", "11"), at=LATER)
    found = {version.language: version.report for version in of(release)}
    assert {language: report.people for language, report in found.items()} == {"en": 1, "fr": 2}
    assert found["fr"].drift is None


def test_only_the_curricula_that_are_asked_for(release):
    other = factories.make_curriculum("other", modules=1, lessons=1, questions=0)
    module = ModulePage.objects.child_of(other).get()
    factories.make_quiz(module, [Question.objects.get(key="skills-m1-q1")], title="Elsewhere")
    elsewhere = factories.make_release(CurriculumPage.objects.get(pk=other.pk))
    quiz = quiz_of(elsewhere)
    sit(elsewhere, quiz, picks(quiz, "0"))
    assert [version.report.people for version in of(release)] == [0]
    (both,) = of(release, elsewhere.curriculum_id)
    assert (both.report.people, len(both.asked_in)) == (1, 2)
    assert question_figures.of_question("skills-m1-q1", []) == []
    assert question_figures.of_question("missing", [release.curriculum_id]) == []


def test_neither_people_nor_versions_nor_quizzes_make_more_queries(release):
    quiz = quiz_of(release)
    sit(release, quiz, picks(quiz, "00"))
    with CaptureQueriesContext(connection) as once:
        remembering.forget()
        of(release)
    second = reword(release, "skills-m1-q1", "In other words?")
    sit(second, quiz_of(second), picks(quiz_of(second), "01", "00", "00"), at=LATER)
    third = reword(release, "skills-m1-q1", "In words again other?")
    sit(third, quiz_of(third), picks(quiz_of(third), "01", "00", "00"), at=LATER)
    with CaptureQueriesContext(connection) as many:
        remembering.forget()
        assert len(of(release)) == 3
    assert len(many) == len(once)
