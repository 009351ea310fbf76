"""What trainers meet in the editor: what comes after publishing, and what they may delete."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts import roles
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.releases import proposing, reviewing
from evidence.models import Claim, Source
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def curriculum(trainer) -> CurriculumPage:
    made = factories.make_curriculum("skills", modules=1, lessons=1, claim=factories.make_claim("a-claim"))
    factories.make_release(made)
    roles.make_trainer(trainer, [made])
    return CurriculumPage.objects.get(pk=made.pk)


@pytest.fixture
def author(client, curriculum, trainer):
    client.force_login(trainer)
    return client


def module_of(curriculum) -> ModulePage:
    return ModulePage.objects.child_of(curriculum).first()


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def publish_lesson(author, lesson, **fields):
    shown = {"title": lesson.title, "slug": lesson.slug, "summary": "", "minutes": 12}
    body = streamfield(fields.pop("body", [("text", rich_text("<p>New words.</p>"))]))
    data = nested_form_data({**shown, **fields, "body": body, "comments": inline_formset([])})
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    return author.post(url, {**data, "action-publish": "publish"})


def test_publishing_leads_to_the_page_as_learners_will_read_it_and_to_a_release(author, curriculum):
    lesson = LessonPage.objects.get()
    answer = publish_lesson(author, lesson)
    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_explore", args=[module_of(curriculum).pk])
    page = author.get(answer.url).content.decode()
    assert "ready for the next release" in page
    assert reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]) in page
    assert reverse("desk:releases") + "#skills" in page
    assert "has been published" not in page  # the editor's own message leads to the catalogue


def test_publishing_says_what_a_release_would_find(author, curriculum):
    answer = publish_lesson(author, LessonPage.objects.get(), body=[])
    assert "This lesson is empty" in said(answer)


def test_a_quiz_that_draws_more_than_there_are_says_so_when_it_is_published(author, curriculum):
    factories.make_question("only-one", topic="rare")
    quiz = QuizPage.objects.get()
    draws = inline_formset([{"id": "", "topic": "rare", "count": 5, "ORDER": "1", "DELETE": ""}])
    data = nested_form_data(
        {
            "title": quiz.title,
            "slug": quiz.slug,
            "intro": "",
            "pass_mark": 80,
            "max_attempts": "",
            "layout": "one",
            "wait_hours": 0,
            "explains": "each",
            "chosen": inline_formset([]),
            "draws": draws,
            "comments": inline_formset([]),
            "action-publish": "publish",
        }
    )
    answer = author.post(reverse("wagtailadmin_pages:edit", args=[quiz.pk]), data)
    assert answer.status_code == 302
    assert "draws 5 questions" in said(answer)


def test_a_page_scheduled_for_later_is_told_by_the_editor(author, curriculum):
    answer = publish_lesson(author, LessonPage.objects.get(), go_live_at="2100-01-01 10:00")
    assert "scheduled" in said(answer)


def test_a_trainer_deletes_a_module_that_was_never_released(author, curriculum):
    module = factories.make_module(curriculum, "A try")
    factories.make_lesson(module, "In it")
    author.post(reverse("wagtailadmin_pages:delete", args=[module.pk]))
    assert not Page.objects.filter(title__in=["A try", "In it"]).exists()


@pytest.mark.parametrize("model", [ModulePage, LessonPage, QuizPage, CurriculumPage])
def test_a_trainer_is_told_why_what_was_released_stays(author, curriculum, model):
    page = model.objects.first()
    answer = author.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert answer.status_code == 302
    assert "is part of SKILLS 1.0.0" in said(answer)
    assert Page.objects.filter(pk=page.pk).exists()


def test_a_whole_curriculum_is_deleted_by_administrators_only(author, trainer, admin):
    fresh = factories.make_curriculum("fresh", modules=1, questions=0)
    roles.make_trainer(trainer, [fresh])
    url = reverse("wagtailadmin_pages:delete", args=[fresh.pk])
    assert "by an administrator only" in said(author.post(url))
    assert CurriculumPage.objects.filter(slug="fresh").exists()
    author.force_login(admin)
    author.post(url)
    assert not CurriculumPage.objects.filter(slug="fresh").exists()


def test_what_stands_in_a_proposal_is_not_deleted(author, curriculum, trainer):
    module = factories.make_module(curriculum, "Second")
    lesson = factories.make_lesson(module, "New")
    proposing.prepare(curriculum, by=trainer, at=NOON)
    assert "A release of it is being prepared" in said(
        author.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    )
    assert Page.objects.filter(pk=lesson.pk).exists()


@pytest.mark.parametrize("model", [Question, Claim, Source])
def test_a_trainer_deletes_what_nothing_rests_on_and_is_told_why_the_rest_stays(author, curriculum, model):
    name = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:delete"
    used = model.objects.first()
    fresh = {
        Question: lambda: factories.make_question("fresh"),
        Claim: lambda: factories.make_claim("fresh"),
        Source: lambda: factories.make_source("fresh"),
    }[model]()
    author.post(reverse(name, args=[fresh.pk]))
    assert not model.objects.filter(pk=fresh.pk).exists()
    assert "cannot be deleted" in said(author.post(reverse(name, args=[used.pk])))
    assert model.objects.filter(pk=used.pk).exists()


def test_a_curriculum_has_the_way_to_its_files(author, curriculum):
    for view in ("wagtailadmin_pages:edit", "wagtailadmin_explore"):
        page = author.get(reverse(view, args=[curriculum.pk])).content.decode()
        assert reverse("desk:bundle", args=["skills"]) in page


# ------------------------------------------------------------------------------------------------ what the editor says
def retract(trainer, at) -> None:
    reviewing.record_update(
        kind="retracted",
        source=Claim.objects.get(key="a-claim").support.get().source,
        happened_on=at.date(),
        summary="The data could not be reproduced.",
        by=trainer,
        at=at,
    )


def editors() -> list[str]:
    """The editors of the lesson that shows the claim, of the quiz that asks about it, and of the question that cites it."""
    pages = [LessonPage.objects.get().pk, QuizPage.objects.get().pk]
    question = Question.objects.get(cites__isnull=False).pk
    return [
        *(reverse("wagtailadmin_pages:edit", args=[pk]) for pk in pages),
        reverse("wagtailsnippets_authoring_question:edit", args=[question]),
    ]


def test_the_editor_says_when_the_evidence_behind_a_text_was_retracted(author, curriculum, trainer):
    for url in editors():
        assert "The evidence has changed" not in author.get(url).content.decode()
    retract(trainer, timezone.now())
    for url in editors():
        page = author.get(url).content.decode()
        assert "The evidence has changed" in page
        assert "A study behind this was retracted on" in page
        assert "The data could not be reproduced." in page


def test_the_editor_speaks_plainly(author, curriculum):
    lesson = author.get(reverse("wagtailadmin_pages:edit", args=[LessonPage.objects.get().pk])).content.decode()
    assert "Promote" not in lesson
    assert "Address" in lesson
    copying = author.get(reverse("wagtailadmin_pages:copy", args=[LessonPage.objects.get().pk])).content.decode()
    assert "new_slug" in copying
    assert "Alias" not in copying


def test_a_title_is_one_line_whatever_was_typed(author, curriculum):
    lesson = LessonPage.objects.get()
    publish_lesson(author, lesson, title="A long title\r\nover  two lines")
    lesson.refresh_from_db()
    assert lesson.title == "A long title over two lines"
