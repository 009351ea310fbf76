"""Freezing: same words, same hash; every kind of block; nothing of the editor in it."""

import json

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from courses.authoring import freezing
from courses.authoring.models import LessonPage, Question, QuizPage
from courses.contents import outlines
from courses.contents.models import Content
from courses.releases import current
from tests import factories


def every_block(claim, image, document) -> list[tuple]:
    """One block of every kind."""
    text = RichText('<p data-block-key="abc12">Some <b>words</b>.</p>')
    options = [{"text": "Yes", "correct": True, "feedback": "Right."}, {"text": "No", "feedback": "Not so."}]
    return [
        ("text", text),
        ("key_idea", {"title": "Keep this", "text": text}),
        ("example", {"title": "", "text": text}),
        (
            "role_play",
            {
                "title": "A check-in",
                "setting": "Ten minutes in.",
                "lines": [{"speaker": "Amina (facilitator)", "text": "Go on."}, {"speaker": "Jo", "text": "Sure."}],
                "debrief": "What did Amina do?",
            },
        ),
        ("reflection", {"prompt": "Think of a time.", "help": "Nobody sees this."}),
        (
            "worksheet",
            {"title": "ABC", "intro": "Fill it in.", "columns": ["A", "B"], "rows": [["one"]], "blank_rows": 2},
        ),
        ("image", {"image": image, "alt": "Three boxes", "caption": "The steps."}),
        (
            "video",
            {"title": "Opening", "url": "", "file": document, "captions": document, "transcript": text},
        ),
        ("download", {"file": document, "title": "Handout", "description": "One page."}),
        ("claim", {"claim": claim}),
        ("check", {"question": "Is it so?", "options": options}),
    ]


@pytest.fixture
def files(db):
    image = get_image_model().objects.create(title="Boxes", file=get_test_image_file())
    document = get_document_model()(title="Handout")
    document.file.save("handout.txt", ContentFile(b"words"))
    return image, document


@pytest.fixture
def full_lesson(files):
    curriculum = factories.make_curriculum("skills", modules=0)
    module = factories.make_module(curriculum)
    return factories.make_lesson(module, "Everything", every_block(factories.make_claim("practice"), *files))


def test_every_kind_of_block_freezes_to_plain_json(full_lesson, files):
    frozen = freezing.freeze_lesson(LessonPage.objects.get(pk=full_lesson.pk))
    assert [block["type"] for block in frozen.data["body"]] == list(LessonPage.body.field.stream_block.child_blocks)
    assert json.loads(json.dumps(frozen.data)) == frozen.data
    assert "data-block-key" not in json.dumps(frozen.data)
    assert sorted((shown.role, shown.data["name"]) for shown in frozen.files) == [
        ("document", "handout.txt"),
        ("image", "boxes.png"),
    ]
    claim = next(block for block in frozen.data["body"] if block["type"] == "claim")
    assert claim["sources"][0]["title"] == "A study of group skills"


def test_saving_again_without_a_change_keeps_the_hash(full_lesson):
    first = freezing.freeze_lesson(LessonPage.objects.get(pk=full_lesson.pk))
    page = LessonPage.objects.get(pk=full_lesson.pk)
    page.body = json.dumps([{**block, "id": None} for block in page.body.raw_data])  # an editor gives new block ids
    page.save_revision().publish()
    assert freezing.freeze_lesson(LessonPage.objects.get(pk=full_lesson.pk)).hash == first.hash


def test_a_claim_that_becomes_less_certain_changes_the_lesson(full_lesson):
    first = freezing.freeze_lesson(LessonPage.objects.get(pk=full_lesson.pk))
    factories.Claim.objects.filter(key="practice").update(certainty="low")
    assert freezing.freeze_lesson(LessonPage.objects.get(pk=full_lesson.pk)).hash != first.hash


@pytest.mark.django_db
def test_releases_share_what_did_not_change():
    curriculum = factories.make_curriculum("skills", modules=2, lessons=2, questions=2)
    first = factories.make_release(curriculum)
    before = Content.objects.count()
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "One more thing.")
    second = factories.make_release(curriculum)
    assert Content.objects.count() == before + 1
    assert len(set(current.contents_of(first)) ^ set(current.contents_of(second))) == 2


@pytest.mark.django_db
def test_only_what_is_published_is_frozen():
    curriculum = factories.make_curriculum("skills", modules=1, lessons=2, questions=1)
    kept, dropped = factories.lessons_of(curriculum)
    dropped.unpublish()
    draft = LessonPage.objects.get(pk=kept.pk)
    draft.title = "A draft"
    draft.save_revision()
    Question.objects.update(live=False)
    outline = freezing.freeze_curriculum(curriculum).outline
    items = outlines.outline_items(outline)
    assert [item["title"] for item in items] == ["Lesson 1.1", "Check 1"]
    assert outlines.quiz_length(freezing.freeze_quiz(QuizPage.objects.get())[0].data) == 0


@pytest.mark.django_db
def test_a_draw_freezes_its_pool_without_the_questions_always_asked():
    curriculum = factories.make_curriculum("skills", modules=0)
    always = factories.make_question("always", topic="bank")
    for number in range(3):
        factories.make_question(f"bank-{number}", topic="bank")
    quiz = factories.make_quiz(factories.make_module(curriculum), [always], draws=[("bank", 2)])
    frozen, questions = freezing.freeze_quiz(QuizPage.objects.get(pk=quiz.pk))
    assert len(frozen.data["draws"][0]["pool"]) == 3
    assert {question.key for question in questions} == {"always", "bank-0", "bank-1", "bank-2"}
    assert outlines.quiz_length(frozen.data) == 3


@pytest.mark.django_db
def test_a_changed_question_changes_its_quiz():
    curriculum = factories.make_curriculum("skills", modules=1, lessons=0, questions=2)
    before, _ = freezing.freeze_quiz(QuizPage.objects.get())
    Question.objects.filter(key="skills-m1-q1").update(stem="Asked more clearly.")
    after, _ = freezing.freeze_quiz(QuizPage.objects.get())
    assert before.hash != after.hash
    assert after.data["questions"][1] == before.data["questions"][1]
    assert freezing.freeze_curriculum(curriculum).outline["minutes"] == 3
