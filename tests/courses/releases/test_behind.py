"""Whether a proposal is older than what is published."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.releases import behind, proposing
from courses.releases.models import ReleaseProposal
from evidence.models import Claim, Source
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def proposal(trainer, trainer2) -> ReleaseProposal:
    claim = factories.make_claim("a-claim", sources=[factories.make_source("a-source")])
    curriculum = factories.make_curriculum("skills", modules=2, lessons=2, questions=2, claim=claim)
    author, _ = factories.trainers_of(curriculum)
    return proposing.prepare(curriculum, by=author, at=timezone.now() - timedelta(hours=1))


def told(proposal: ReleaseProposal) -> list[str]:
    return behind.since_frozen(ReleaseProposal.objects.get(pk=proposal.pk))


def curriculum() -> CurriculumPage:
    return CurriculumPage.objects.get(slug="skills")


def module() -> ModulePage:
    return ModulePage.objects.child_of(curriculum()).first()


def test_a_fresh_one_is_not(proposal):
    assert told(proposal) == []


def test_words_that_were_published_since(proposal):
    factories.edit_lesson(LessonPage.objects.get(title="Lesson 1.2"), "New words.")
    assert told(proposal) == ["Lesson 1.2"]


def test_a_draft_is_not_published(proposal):
    lesson = LessonPage.objects.get(title="Lesson 1.2")
    lesson.summary = "Only a draft."
    lesson.save_revision()
    assert told(proposal) == []


def test_the_same_words_published_again_are_no_change(proposal):
    LessonPage.objects.get(title="Lesson 1.2").save_revision().publish()
    assert told(proposal) == []


def test_what_came_and_what_went(proposal):
    factories.make_lesson(module(), "Brand new")
    LessonPage.objects.get(title="Lesson 2.1").unpublish()
    assert set(told(proposal)) == {"Brand new", "Lesson 2.1"}


def test_a_module_that_went_and_another_that_is_called_otherwise(proposal):
    first, second = ModulePage.objects.child_of(curriculum())
    second.unpublish()
    first.title = "Foundations"
    first.save_revision().publish()
    assert {"Foundations", second.title} <= set(told(proposal))


def test_another_order(proposal):
    first, second = LessonPage.objects.child_of(module())
    second.move(first, pos="left")
    assert told(proposal) == ["the order of “Module 1”"]
    modules = list(ModulePage.objects.child_of(curriculum()))
    Page.objects.get(pk=modules[1].pk).move(Page.objects.get(pk=modules[0].pk), pos="left")
    assert f"the order of “{curriculum().title}”" in told(proposal)


def test_what_the_catalogue_says(proposal):
    page = curriculum()
    page.summary = "Said otherwise."
    page.save_revision().publish()
    assert told(proposal) == [page.title]


def test_a_question_and_a_claim_that_were_changed(proposal):
    question = Question.objects.filter(cites__isnull=True).first()
    quiz = QuizPage.objects.get(chosen__question=question)
    question.stem = "Which one, then?"
    question.save_revision().publish()
    assert told(proposal) == [quiz.title]
    claim = Claim.objects.get()
    claim.statement = "We say less."
    claim.save()
    claim.save_revision()
    assert set(told(proposal)) == {quiz.title, "Lesson 1.1"}


def test_a_source_that_was_edited(proposal):
    source = Source.objects.get()
    source.title = "Its right title"
    source.save()
    log(source, "wagtail.edit")
    assert told(proposal) == ["Lesson 1.1"]


def test_it_asks_no_more_for_a_longer_curriculum(proposal, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as once:
        told(proposal)
    other = factories.make_curriculum("longer", modules=4, lessons=3, questions=3)
    author, _ = factories.trainers_of(other)
    longer = proposing.prepare(other, by=author, at=timezone.now() - timedelta(hours=1))
    with django_assert_num_queries(len(once)):
        told(longer)
