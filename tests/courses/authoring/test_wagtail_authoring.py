"""A trainer at work in the editor: lessons, quizzes, questions, pictures, previews."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts import roles
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage
from tests import factories
from tests.kept import kept


def picture(name: str = "stones.png") -> SimpleUploadedFile:
    data = BytesIO()
    Picture.new("RGB", (40, 30), (31, 95, 87)).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


@kept
def curriculum() -> CurriculumPage:
    return factories.make_curriculum("skills", modules=1, lessons=1, questions=1)


@pytest.fixture
def author(client, curriculum, trainer):
    roles.make_trainer(trainer, [curriculum])
    client.force_login(trainer)
    return client


@kept
def module(curriculum) -> ModulePage:
    return ModulePage.objects.child_of(curriculum).get()


def lesson_form(**fields) -> dict:
    body = fields.pop("body", [("text", rich_text("<p>Words.</p>"))])
    defaults = {"title": "A lesson", "slug": "a-lesson", "summary": "What it is about.", "minutes": 12}
    return nested_form_data({**defaults, **fields, "body": streamfield(body)})


def list_of(entries: list) -> dict:
    """The form data of a list block."""
    found = {"count": str(len(entries))}
    for place, entry in enumerate(entries):
        found[str(place)] = {"value": entry, "deleted": "", "order": str(place), "type": "item", "id": ""}
    return found


def blocks(claim, image, document) -> list[tuple]:
    """One block of every kind, as the form sends it."""
    return [
        ("text", rich_text("<h2>Part</h2><p>Some <b>words</b>.</p>")),
        ("key_idea", {"title": "Keep this", "text": rich_text("<p>The idea.</p>")}),
        ("example", {"title": "", "text": rich_text("<p>A worked example.</p>")}),
        (
            "role_play",
            {
                "title": "A talk",
                "setting": "A hall.",
                "lines": list_of([{"speaker": "Amina (facilitator)", "text": "Welcome."}]),
                "debrief": "",
            },
        ),
        ("reflection", {"prompt": "What did you notice?", "help": ""}),
        (
            "worksheet",
            {
                "title": "Three columns",
                "intro": "",
                "columns": list_of(["Event", "Belief"]),
                "rows": list_of([list_of(["It rained", "It must not rain"])]),
                "blank_rows": "2",
            },
        ),
        ("image", {"image": str(image.pk), "alt": "Stones.", "caption": ""}),
        (
            "video",
            {
                "title": "A meeting",
                "url": "https://example.org/a.mp4",
                "file": "",
                "captions": "",
                "transcript": rich_text("<p>Hello.</p>"),
            },
        ),
        ("download", {"file": str(document.pk), "title": "Handout", "description": ""}),
        ("claim", {"claim": str(claim.pk)}),
        (
            "check",
            {
                "question": "Which one?",
                "options": list_of(
                    [
                        {"text": "This", "correct": "on", "feedback": "Yes."},
                        {"text": "That", "feedback": "Not quite."},
                    ]
                ),
            },
        ),
    ]


def make_files():
    image = get_image_model().objects.create(title="Stones", file=picture())
    document = get_document_model().objects.create(
        title="Handout", file=SimpleUploadedFile("handout.pdf", b"%PDF-1.4 handout")
    )
    return image, document


def test_a_trainer_writes_and_publishes_a_lesson_with_every_block(author, module):
    image, document = make_files()
    form = lesson_form(body=blocks(factories.make_claim(), image, document))
    url = reverse("wagtailadmin_pages:add", args=["authoring", "lessonpage", module.pk])
    answer = author.post(url, {**form, "action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    page = LessonPage.objects.get(slug="a-lesson")
    assert page.live
    assert len(page.body) == 11
    assert page.body[3].value["lines"][0]["speaker"] == "Amina (facilitator)"


def test_the_preview_shows_a_draft_as_learners_would_see_it(author, module):
    image, document = make_files()
    claim = factories.make_claim(statement="Practice helps a little.")
    page = factories.make_lesson(module, "Draft")
    form = lesson_form(title="Draft of a lesson", body=blocks(claim, image, document))
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert author.post(url, form).json()["is_valid"] is True
    shown = author.get(url).content.decode()
    assert "<h1>Draft of a lesson</h1>" in shown
    for words in (
        "The idea.",
        "A worked example.",
        "Welcome.",
        "What did you notice?",
        "It must not rain",
        "Which one?",
    ):
        assert words in shown
    assert "Practice helps a little." in shown
    assert LessonPage.objects.get(pk=page.pk).title == "Draft"


def test_quizzes_modules_and_curricula_have_previews(author, curriculum, module):
    quiz = QuizPage.objects.child_of(module).get()
    for page, words in ((quiz, "Question 1"), (module, "Lesson 1.1"), (curriculum, "What it covers")):
        url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        answer = author.get(url)
        assert answer.status_code == 200
        assert words in answer.content.decode()


def test_a_new_page_without_a_place_in_the_tree_has_a_preview(author, curriculum, module):
    for model, parent in (("lessonpage", module), ("quizpage", module), ("modulepage", curriculum)):
        url = reverse("wagtailadmin_pages:preview_on_add", args=["authoring", model, parent.pk])
        form = lesson_form(
            intro="Try it.",
            pass_mark=80,
            max_attempts="",
            layout="one",
            wait_hours=0,
            explains="each",
            chosen=inline_formset([{"question": str(Question.objects.first().pk)}]),
            draws=inline_formset([]),
        )
        assert author.post(url, form).json()["is_valid"] is True
        assert "A lesson" in author.get(url).content.decode()


def test_an_empty_quiz_says_so_in_its_preview(author, module):
    quiz = factories.make_quiz(module, [], title="Empty")
    assert "No questions yet" in author.get(reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])).content.decode()


def test_a_trainer_sees_only_their_own_curricula(author, curriculum):
    other = factories.make_curriculum("other", modules=1)
    assert author.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code == 302
    lesson = LessonPage.objects.descendant_of(other).first()
    assert author.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 302
    assert author.get(reverse("wagtailadmin_explore", args=[curriculum.pk])).status_code == 200
    first = author.get(reverse("wagtailadmin_home")).content.decode()
    assert curriculum.title in first
    assert other.title not in first


def test_a_trainer_copies_a_lesson_within_the_curriculum(author, module):
    lesson = LessonPage.objects.child_of(module).get()
    url = reverse("wagtailadmin_pages:copy", args=[lesson.pk])
    form = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": module.pk, "publish_copies": ""}
    assert author.post(url, form).status_code == 302
    copy = LessonPage.objects.get(slug="a-copy")
    assert copy.translation_key != lesson.translation_key


def _option(text: str, correct: bool) -> dict:
    return {"text": text, "rationale": "Because.", **({"correct": "on"} if correct else {})}


def question_form(**fields) -> dict:
    options = fields.pop("options", [("Yes", True), ("No", False)])
    kind = fields.pop("kind", "single")
    return nested_form_data(
        {
            "key": "q-new",
            "topic": "basics",
            "stem": "Which one?",
            **fields,
            "body": streamfield([(kind, {"options": list_of([_option(*option) for option in options])})]),
            "cites": inline_formset(fields.pop("cites", [])),
        }
    )


ADD_QUESTION = "wagtailsnippets_authoring_question:add"


def test_a_trainer_writes_and_publishes_a_question(author):
    claim = factories.make_claim()
    form = question_form(cites=[{"claim": str(claim.pk)}])
    answer = author.post(reverse(ADD_QUESTION), {**form, "action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    question = Question.objects.get(key="q-new")
    assert question.live
    assert question.cites.get().claim == claim


def test_a_question_without_exactly_one_right_answer_is_refused_kindly(author):
    form = question_form(options=[("Yes", True), ("Also", True)])
    answer = author.post(reverse(ADD_QUESTION), {**form, "action-publish": "1"})
    assert "Mark exactly one option as correct." in answer.content.decode()
    assert not Question.objects.filter(key="q-new").exists()


def test_the_key_of_a_question_stays(author):
    question = factories.make_question("first")
    url = reverse("wagtailsnippets_authoring_question:edit", args=[question.pk])
    author.post(url, {**question_form(key="second", stem="Other words?"), "action-publish": "1"})
    question.refresh_from_db()
    assert (question.key, question.stem) == ("first", "Other words?")


@pytest.mark.parametrize(("mode", "shown"), [("", "Choose one answer."), ("answers", "Because.")])
def test_a_question_is_previewed_as_asked_and_as_explained(author, mode, shown):
    url = reverse("wagtailsnippets_authoring_question:preview_on_add")
    assert author.post(url, question_form()).json()["is_valid"] is True
    text = author.get(f"{url}?mode={mode}").content.decode()
    assert "Which one?" in text
    assert shown in text


def test_the_question_bank_is_found_by_topic_and_words(indexed, author):
    factories.make_question("urge", topic="urges", stem="What is an urge like?")
    factories.make_question("basic", topic="basics", stem="What is a belief?")
    url = reverse("wagtailsnippets_authoring_question:list")
    assert "What is an urge like?" in author.get(url, {"topic": "urges"}).content.decode()
    assert "What is a belief?" not in author.get(url, {"topic": "urges"}).content.decode()
    assert "What is a belief?" in author.get(url, {"q": "belief"}).content.decode()


def test_the_question_bank_asks_as_much_for_many_as_for_one(author, django_assert_num_queries):
    url = reverse("wagtailsnippets_authoring_question:list")
    author.get(url)
    with CaptureQueriesContext(connection) as once:
        author.get(url)
    for number in range(2):
        factories.make_question(f"q-{number}", claims=[factories.make_claim()])
    with django_assert_num_queries(len(once)):
        author.get(url)


def test_a_trainer_uploads_a_picture_and_a_document(author):
    author.post(reverse("wagtailimages:add"), {"title": "Stones", "file": picture(), "collection": 1})
    author.post(
        reverse("wagtaildocs:add"),
        {"title": "Captions", "file": SimpleUploadedFile("talk.vtt", b"WEBVTT\n"), "collection": 1},
    )
    assert get_image_model().objects.get().title == "Stones"
    assert get_document_model().objects.get().title == "Captions"


def test_the_menu_names_our_places(author):
    text = author.get(reverse("wagtailadmin_home")).content.decode()
    for words in ("Question bank", "Evidence", "Claims", "Sources", "Evidence updates", "Releases"):
        assert words in text
    assert "Cairn</title>" in text


def test_somebody_without_a_role_does_not_get_in(client, trainee):
    client.force_login(trainee)
    assert client.get(reverse("wagtailadmin_home")).status_code == 403


def test_publishing_changes_nothing_for_learners_until_a_release(author, curriculum):
    release = factories.make_release(curriculum)
    lesson = LessonPage.objects.descendant_of(curriculum).first()
    factories.edit_lesson(lesson, "New words.")
    assert Page.objects.get(pk=lesson.pk).live
    text = author.get(reverse("learning:curriculum", args=[curriculum.slug])).content.decode()
    assert str(release) in text


def test_a_knowledge_check_without_a_right_option_is_refused_when_it_is_published(author, module):
    options = list_of([{"text": text, "feedback": "Not quite."} for text in ("This", "That")])
    form = lesson_form(body=[("check", {"question": "Which one?", "options": options})])
    url = reverse("wagtailadmin_pages:add", args=["authoring", "lessonpage", module.pk])
    answer = author.post(url, {**form, "action-publish": "1"})
    assert "has no right option. Mark at least one." in answer.content.decode()
    assert not LessonPage.objects.filter(slug="a-lesson").exists()
    assert author.post(url, form).status_code == 302
    assert not LessonPage.objects.get(slug="a-lesson").live


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("talk.vtt", b"00:01.000 --> 00:04.000\nHello", "its first line is WEBVTT"),
        ("opening.mp4", b"junk", "This is no film that a browser can play"),
        ("handout.docx", b"12345678", "This document is damaged"),
    ],
)
def test_a_document_nobody_could_open_is_refused_in_the_form(author, name, data, said):
    form = {"title": "A file", "file": SimpleUploadedFile(name, data), "collection": 1}
    assert said in author.post(reverse("wagtaildocs:add"), form).content.decode()
    form = {"title": "A file", "files[]": SimpleUploadedFile(name, data), "collection": 1}
    several = author.post(reverse("wagtaildocs:add_multiple"), form, headers={"X-Requested-With": "XMLHttpRequest"})
    assert said in several.content.decode()
    assert not get_document_model().objects.exists()
