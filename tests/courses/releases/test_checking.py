"""What stands in the way of a release, and what its author should know."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.rich_text import RichText

from courses.authoring import freezing
from courses.authoring.models import Question, QuizPage
from courses.contents.models import FrozenFile
from courses.releases import checking, proposing
from evidence import updating
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def _found(curriculum, *, blocking: bool) -> list[str]:
    found = checking.findings(freezing.freeze_curriculum(curriculum), at=NOON)
    return [finding.message for finding in found if finding.blocking == blocking]


def test_a_sound_curriculum_has_no_findings():
    curriculum = factories.make_curriculum("skills", claim=factories.make_claim())
    assert checking.findings(freezing.freeze_curriculum(curriculum), at=NOON) == []


def test_an_empty_curriculum_cannot_go_out():
    assert _found(factories.make_curriculum("skills", modules=0), blocking=True) == [
        "There is no published lesson or quiz to release."
    ]


def test_a_module_needs_something_published():
    curriculum = factories.make_curriculum("skills", modules=1)
    factories.make_module(curriculum, "Empty")
    assert _found(curriculum, blocking=True) == [
        "This module has no published lesson. Publish one, or unpublish the module."
    ]


def test_a_module_without_a_quiz_is_worth_knowing():
    curriculum = factories.make_curriculum("skills", modules=1, questions=0)
    assert _found(curriculum, blocking=True) == []
    assert _found(curriculum, blocking=False) == ["This module has no quiz, so it is completed by reading alone."]


def test_a_quiz_that_nobody_could_pass_cannot_go_out():
    curriculum = factories.make_curriculum("skills", modules=1, questions=1)
    module = QuizPage.objects.get().get_parent().specific
    factories.make_quiz(module, draws=[("skills-m1", 3)], title="Too many drawn")
    Question.objects.create(
        key="none",
        topic="none",
        stem="Which?",
        body=[("single", {"options": [{"text": "A", "correct": False, "rationale": "A"}]})],
    )
    factories.make_quiz(module, [Question.objects.get(key="none")], title="No answer")
    factories.make_quiz(module, [], title="No question")
    assert _found(curriculum, blocking=True) == [
        'This quiz draws 3 questions from "skills-m1", which has 1 published. Draw fewer, or publish more.',
        "“Which?”: Mark exactly one option as correct.",
        "This quiz has no question, so nobody could pass it. Add questions or a draw.",
    ]


def test_an_empty_lesson_cannot_go_out():
    curriculum = factories.make_curriculum("skills", modules=0)
    module = factories.make_module(curriculum)
    factories.make_lesson(module, "Blank", [])
    assert _found(curriculum, blocking=True) == ["This lesson is empty. Write it, or unpublish it."]


def test_a_claim_under_review_is_worth_knowing(trainer):
    source = factories.make_source("okoye-2018")
    claim = factories.make_claim(sources=[source], statement="Practice helps.")
    curriculum = factories.make_curriculum("skills", modules=1, claim=claim)
    updating.record(kind="retracted", source=source, happened_on=NOON.date(), summary="Wrong.", by=trainer, at=NOON)
    assert _found(curriculum, blocking=True) == []
    assert _found(curriculum, blocking=False) == [
        "Rests on “Practice helps.” A study behind this was retracted on 2 March 2026. We are reviewing what we teach."
    ]


def test_what_blocks_stands_first():
    curriculum = factories.make_curriculum("skills", modules=1, questions=0)
    factories.make_module(curriculum, "Empty")
    found = checking.findings(freezing.freeze_curriculum(curriculum), at=NOON)
    assert [finding.blocking for finding in found] == [True, False]


def _lesson_with(block: tuple):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=0)
    factories.make_lesson(QuizPage.objects.get().get_parent().specific, "A lesson", [block])
    return curriculum


def test_a_knowledge_check_that_nobody_could_get_right_cannot_go_out():
    options = [{"text": text, "correct": False, "feedback": "No."} for text in "AB"]
    curriculum = _lesson_with(("check", {"question": "Which?", "options": options}))
    assert _found(curriculum, blocking=True) == ["The knowledge check “Which?” has no right option. Mark at least one."]


@pytest.mark.parametrize(
    ("alt", "decorative", "found"),
    [
        ("", False, ["An image has no words for people who do not see it. Write them, or mark it as decorative."]),
        ("  ", False, ["An image has no words for people who do not see it. Write them, or mark it as decorative."]),
        ("Stones.", True, ["An image is described and marked as decorative. Take away the mark or the words."]),
        ("", True, []),
        ("Stones.", False, []),
    ],
)
def test_an_image_goes_out_described_or_marked_as_decorative(alt, decorative, found):
    image = get_image_model().objects.create(title="Stones", file=get_test_image_file())
    curriculum = _lesson_with(("image", {"image": image, "alt": alt, "caption": "", "decorative": decorative}))
    assert _found(curriculum, blocking=True) == found


def _document(name: str, data: bytes):
    return get_document_model().objects.create(title=name, file=SimpleUploadedFile(name, data))


def test_files_that_nobody_could_open_cannot_go_out(trainer, trainer2, monkeypatch):
    film = {"title": "Opening", "url": "", "transcript": RichText("<p>Hello.</p>")}
    curriculum = _lesson_with(
        ("video", {**film, "file": _document("a.mp4", b"junk"), "captions": _document("a.vtt", b"Hello")})
    )
    linked = _document("handout.docx", b"12345678")
    module = QuizPage.objects.get().get_parent().specific
    link = RichText(f'<p><a linktype="document" id="{linked.pk}">Take it</a></p>')
    factories.make_lesson(module, "Another", [("text", link)])
    author, _ = factories.trainers_of(curriculum)
    proposal = proposing.prepare(curriculum, by=author, at=NOON)
    found = [one.message for one in checking.findings_of(proposal, at=NOON) if one.blocking]
    assert [message.split(":")[0] for message in found] == ["a.mp4", "a.vtt", "handout.docx"]
    monkeypatch.setattr(FrozenFile, "open", None)  # their bytes never change, so they are not looked at again
    assert [one.message for one in checking.findings_of(proposal, at=NOON) if one.blocking] == found


def test_a_film_has_to_be_one_and_its_captions_too():
    film = {"title": "Opening", "url": "", "transcript": RichText("<p>Hello.</p>")}
    paper = _document("a.pdf", b"%PDF-1.7")
    curriculum = _lesson_with(("video", {**film, "file": paper, "captions": paper}))
    assert _found(curriculum, blocking=True) == [
        "“a.pdf” is no film. Choose an MP4 or WebM file.",
        "“a.pdf” holds no captions. Choose a .vtt file.",
    ]
