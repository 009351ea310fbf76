"""What releases, people's work and reviews rest on is not deleted: the answer is an explanation, never an error page."""

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from courses.releases import keeping
from evidence.models import Claim, Source
from tests import factories
from tests.courses.authoring.test_wagtail_authoring import make_files, picture


@pytest.fixture
def curriculum(db) -> CurriculumPage:
    """A curriculum that was released, with a claim, a picture and a document in it."""
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, claim=factories.make_claim("a-claim"))
    image, document = make_files()
    module = ModulePage.objects.child_of(curriculum).get()
    body = [
        ("image", {"image": image, "alt": "Stones.", "caption": ""}),
        ("download", {"file": document, "title": "Handout", "description": ""}),
    ]
    factories.make_lesson(module, "With files", body)
    factories.make_release(curriculum)
    return CurriculumPage.objects.get(pk=curriculum.pk)


@pytest.fixture
def editor(client, admin):
    client.force_login(admin)
    return client


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


@pytest.mark.parametrize("model", [CurriculumPage, ModulePage, LessonPage, QuizPage])
def test_released_pages_stay(editor, curriculum, model):
    page = model.objects.filter(pk__in=curriculum.get_descendants(inclusive=True)).first()
    for send in (editor.get, editor.post):
        answer = send(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        assert answer.status_code == 302
        assert "is part of SKILLS 1.0.0" in said(answer)
        assert "Unpublish it instead" in said(answer)
    assert Page.objects.filter(pk=page.pk).exists()


def test_pages_ticked_in_a_list_stay(editor, curriculum):
    lesson = LessonPage.objects.descendant_of(curriculum).first()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = editor.post(f"{url}?id={lesson.pk}")
    assert answer.status_code == 302
    assert "cannot be deleted" in said(answer)
    assert Page.objects.filter(pk=lesson.pk).exists()


def test_a_page_that_was_never_released_may_go(editor, curriculum):
    lesson = factories.make_lesson(ModulePage.objects.child_of(curriculum).get(), "A try")
    assert keeping.reasons(lesson) == []
    editor.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert not Page.objects.filter(pk=lesson.pk).exists()


def test_a_released_page_can_be_unpublished(editor, curriculum):
    lesson = LessonPage.objects.descendant_of(curriculum).first()
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]))
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_enrolments_are_counted(curriculum, trainee):
    factories.enrolled(trainee, curriculum)
    assert "1 enrolment rests on it." in keeping.reasons(curriculum)


@pytest.mark.parametrize(
    ("model", "find", "words"),
    [
        (Question, {}, "The question is part of a release."),
        (Claim, {"key": "a-claim"}, "Released lessons or questions cite this claim."),
        (Source, {}, "This source supports claims."),
    ],
)
def test_questions_claims_and_sources_stay(editor, curriculum, model, find, words):
    thing = model.objects.filter(**find).first()
    name = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}:delete"
    for send in (editor.get, editor.post):
        answer = send(reverse(name, args=[thing.pk]))
        assert answer.status_code == 302
        assert words in said(answer)
    bulk = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, "delete"])
    assert words in said(editor.post(f"{bulk}?id={thing.pk}"))
    assert model.objects.filter(pk=thing.pk).exists()


def test_a_claim_nobody_uses_may_go(editor, curriculum):
    claim = factories.make_claim("unused")
    editor.post(reverse("wagtailsnippets_evidence_claim:delete", args=[claim.pk]))
    assert not Claim.objects.filter(key="unused").exists()


@pytest.mark.parametrize(
    ("model", "app", "bulk"),
    [(get_image_model(), "wagtailimages", "image"), (get_document_model(), "wagtaildocs", "document")],
)
def test_pictures_and_documents_on_a_page_stay_and_those_only_in_releases_may_go(editor, curriculum, model, app, bulk):
    """A release has files of its own, so the uploaded ones are needed by pages alone."""
    thing = model.objects.get()
    for send in (editor.get, editor.post):
        answer = send(reverse(f"{app}:delete", args=[thing.pk]))
        assert answer.status_code == 302
        assert "is shown in “With files”" in said(answer)
    url = reverse("wagtail_bulk_action", args=[app, bulk, "delete"])
    assert "is shown in “With files”" in said(editor.post(f"{url}?id={thing.pk}"))
    assert model.objects.filter(pk=thing.pk).exists()
    lesson = LessonPage.objects.get(title="With files")
    lesson.body = []
    lesson.save_revision().publish()
    editor.post(reverse(f"{app}:delete", args=[thing.pk]))
    assert not model.objects.filter(pk=thing.pk).exists()


def test_what_a_draft_lesson_shows_is_taken_out_first(editor, curriculum):
    image = get_image_model().objects.create(title="Path", file=picture("path.png"))
    claim = factories.make_claim("drafted")
    body = [("image", {"image": image, "alt": "A path.", "caption": ""}), ("claim", {"claim": claim})]
    factories.make_lesson(ModulePage.objects.child_of(curriculum).get(), "A try", body)
    assert keeping.reasons(image) == ["“Path” is shown in “A try”. Take it out of there first."]
    assert "The claim is shown in “A try”." in keeping.reasons(claim)
    editor.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert get_image_model().objects.filter(pk=image.pk).exists()


def test_a_lesson_that_shows_something_deleted_says_so(editor, curriculum):
    """A draft can still name an image that was deleted before anybody published the draft."""
    image = get_image_model().objects.create(title="Path", file=picture("path.png"))
    lesson = factories.make_lesson(ModulePage.objects.child_of(curriculum).get(), "A try")
    lesson.body = [("image", {"image": image, "alt": "A path.", "caption": ""})]
    lesson.save_revision()
    image.delete()
    shown = editor.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])).content.decode()
    assert "“A try” shows an image that was deleted." in shown


def test_other_documents_may_go(editor, curriculum):
    other = get_document_model().objects.create(title="Old", file=SimpleUploadedFile("old.pdf", b"%PDF-1.4 old"))
    editor.post(reverse("wagtaildocs:delete", args=[other.pk]))
    assert not get_document_model().objects.filter(pk=other.pk).exists()


def test_whatever_the_database_refuses_is_said_kindly(editor, curriculum, monkeypatch):
    """The net below the checks: a reason that nobody thought of is still an answer."""
    monkeypatch.setattr(keeping, "reasons", lambda thing: [])
    document = get_document_model().objects.get()

    def kept(*args, **kwargs):
        raise ProtectedError("A record rests on it.", set())

    monkeypatch.setattr(get_document_model(), "delete", kept)
    answer = editor.post(reverse("wagtaildocs:delete", args=[document.pk]))
    assert answer.status_code == 302
    assert "records rest on it" in said(answer)
    assert get_document_model().objects.filter(pk=document.pk).exists()
