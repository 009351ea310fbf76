"""A new kind of block or question is one folder: it is written, frozen, released, read, answered, compared and exchanged
without a word about it anywhere else."""

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents import get_document_model

from courses.authoring import freezing
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question
from courses.bundles import exporting, importing
from courses.bundles.shapes import BundleRefused
from courses.contents import assessment, changes, rendering
from courses.contents.blocks import registry as blocks
from courses.contents.questions import registry as types
from courses.learning import attempts
from courses.learning.outlining import outline_for
from courses.releases import checking
from evidence.models import Claim
from tests import factories, toys
from tests.factories import NOON

pytestmark = pytest.mark.django_db
FIELDS = [(LessonPage, "body"), (Question, "body")]


def _forget_blocks() -> None:
    for model, name in FIELDS:
        vars(model._meta.get_field(name)).pop("stream_block", None)


@pytest.fixture
def toy_kinds(monkeypatch, settings):
    """The site with the toys' folders among its own."""
    monkeypatch.setattr(blocks, "_KINDS", dict(blocks._KINDS))
    monkeypatch.setattr(types, "_TYPES", dict(types._TYPES))
    blocks.register("tests.toys.blocks")
    types.register("tests.toys.questions")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], Path(toys.__file__).parent]}]
    _forget_blocks()
    yield
    _forget_blocks()


def breathing(**fields) -> tuple:
    sound = get_document_model().objects.get_or_create(
        title="Bell", defaults={"file": SimpleUploadedFile("bell.mp3", b"ID3 ding")}
    )[0]
    claim = Claim.objects.filter(key="breath-helps").first() or factories.make_claim(
        "breath-helps", statement="Breathing helps."
    )
    return "breathing", {"steps": ["Breathe in", "Breathe out"], "times": 3, "sound": sound, "claim": claim, **fields}


def make_number(key: str = "how-many", **fields) -> Question:
    return factories.make_question(
        key, stem="How many?", body=[("number", {"right": 4, "why": "Count them.", **fields})]
    )


@pytest.fixture
def curriculum(toy_kinds, trainer, trainer2) -> CurriculumPage:
    curriculum = factories.make_curriculum("skills", modules=1, lessons=0, questions=0)
    module = ModulePage.objects.child_of(curriculum).get()
    factories.make_lesson(module, "Breath", [breathing()])
    factories.make_quiz(module, [make_number()], title="Counting", pass_mark=50)
    return curriculum


def test_the_kinds_of_the_site_are_found_in_their_folders():
    folder = Path(blocks.__file__).parent
    assert sorted(blocks.names()) == sorted(path.parent.name for path in folder.glob("*/kind.py"))
    assert sorted(types.names()) == sorted(path.parent.name for path in Path(types.__file__).parent.glob("*/kind.py"))
    assert all((folder / kind.name / "block.html").is_file() for kind in blocks.kinds())


def test_nothing_outside_its_folder_names_a_kind():
    """Only messages for people may say what an author sees in the menu."""
    rooms = [
        Path(blocks.__file__).parents[2] / room for room in ("contents", "authoring", "bundles", "releases", "learning")
    ]
    names = {f'"{name}"' for name in [*blocks.names(), *types.names()] if name not in COMMON}
    found = [
        f"{path.name}: {name}"
        for room in rooms
        for path in room.rglob("*.py")
        if path.parent.name not in {*blocks.names(), *types.names(), "migrations"}
        and path.name != "declarations.py"  # which names icons
        for name in names
        if name in path.read_text()
    ]
    assert found == []


# Words that mean other things, too: roles of files, fields of claims, the text of an option.
COMMON = {"text", "image", "claim"}


def test_a_new_kind_needs_no_migration(toy_kinds):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_a_new_block_is_written_frozen_released_and_read(client, trainee, curriculum):
    release = factories.make_release(curriculum)
    page = LessonPage.objects.get(title="Breath")
    [block] = freezing.freeze_lesson(page).data["body"]
    assert block["type"] == "breathing"
    assert block["claim"]["statement"] == "Breathing helps."
    assert block["sound"]["name"] == "bell.mp3"
    client.force_login(trainee)
    enrolment = factories.enrolled(trainee, curriculum)
    shown = client.get(reverse("learning:item", args=[enrolment.pk, 1])).content.decode()
    assert "<p>Breathe in</p>" in shown
    [address] = [part.split('"')[0] for part in shown.split('href="') if part.startswith("/files/")]
    assert b"".join(client.get(address).streaming_content) == b"ID3 ding"
    assert rendering.lesson(release.items.get(content__kind="lesson").content_id).claims == [("breath-helps", 1)]


def test_a_new_block_refuses_what_it_refuses_wherever_it_is_written(curriculum):
    page = LessonPage.objects.get(title="Breath")
    page.body = [breathing(times=0)]
    with pytest.raises(ValidationError) as refused:
        page.body.stream_block.clean(page.body)
    assert refused.value.block_errors[0].messages == ["Nobody breathes less than once."]
    page.save_revision().publish()
    found = checking.findings(freezing.freeze_curriculum(curriculum), at=NOON)
    assert [finding.message for finding in found if finding.blocking] == ["Nobody breathes less than once."]


def test_a_new_type_of_question_is_asked_answered_and_graded(client, trainee, curriculum):
    release = factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    client.force_login(trainee)
    step = next(step for step in outline_for(release.outline, ()).steps if step.is_quiz)
    client.post(reverse("learning:start", args=[enrolment.pk, step.number]))
    attempt = enrolment.attempts.get()
    asked = client.get(reverse("learning:attempt", args=[attempt.pk])).content.decode()
    [hash_] = [shown["question"] for shown in attempt.shown]
    assert f'<input type="number" name="q-{hash_}" value="">' in asked
    client.post(reverse("learning:save", args=[attempt.pk]), {"shown": hash_, f"q-{hash_}": "4", "go": "end"})
    client.post(reverse("learning:submit", args=[attempt.pk]))
    attempt.refresh_from_db()
    assert (attempt.points, attempt.out_of, attempt.passed) == (1, 1, True)
    result = client.get(reverse("learning:result", args=[attempt.pk])).content.decode()
    assert "You wrote 4; it is 4. Count them." in result


def test_a_new_type_earns_exact_parts_of_a_point(toy_kinds):
    frozen = freezing.freeze_question(make_number())
    asked = {frozen.hash: frozen.data}
    assert assessment.right_answers(asked) == {frozen.hash: [4]}
    assert assessment.arrange([frozen.hash], asked, Random(1)) == [{"question": frozen.hash, "order": []}]
    for raw, points in [("4", Fraction(1)), ("5", Fraction(1, 2)), ("9", Fraction(0)), ("x", Fraction(0))]:
        answers = assessment.clean_answers({frozen.hash: [raw]}, asked)
        assert assessment.grade([frozen.hash], asked, answers).points == points
    assert attempts.questions([]) == {}


def test_a_new_type_refuses_what_it_refuses_and_says_what_it_is(toy_kinds):
    question = make_number()
    question.full_clean()
    assert (question.kind, question.type_label) == ("number", "A number")
    question.body = [("number", {"right": -1, "why": "?"})]
    with pytest.raises(ValidationError, match="Nobody counts below nothing"):
        question.clean()
    question.body = []
    with pytest.raises(ValidationError, match="Choose how this question is answered"):
        question.clean()


def test_what_changed_in_new_kinds_is_said_word_by_word(curriculum):
    before = factories.make_release(curriculum)
    page, question = LessonPage.objects.get(title="Breath"), Question.objects.get()
    page.body = [breathing(steps=["Breathe in slowly", "Breathe out"])]
    page.save_revision().publish()
    question.body = [("number", {"right": 5, "why": "Count them."})]
    question.save_revision().publish()
    after = factories.make_release(curriculum)
    lesson, quiz = changes.between(before.outline, after.outline)
    assert [block.html for block in lesson.blocks] == ["Breathe in <ins>slowly</ins>"]
    assert [block.html for block in quiz.blocks] == ["How many?<br>It is <del>4.</del> <ins>5.</ins><br>Count them."]


def test_new_kinds_are_exported_and_imported(curriculum, tmp_path):
    exporting.export(curriculum, tmp_path / "out")
    lesson = (tmp_path / "out/01-module-1/01-breath.md").read_text()
    assert ":::breathing\nsteps: [Breathe in, Breathe out]\nhow_often: 3\nsound: media/" in lesson
    assert (
        "type: number\n  stem: How many?\n  right: 4\n  why: Count them.\n"
        in (tmp_path / "out/questions.yaml").read_text()
    )
    assert not importing.import_path(tmp_path / "out").changed
    hashes = [content.hash for content in freezing.freeze_curriculum(curriculum).contents]
    curriculum.delete()
    Question.objects.all().delete()
    again = importing.import_path(tmp_path / "out").curriculum
    assert [content.hash for content in freezing.freeze_curriculum(again).contents] == hashes


def test_a_bundle_is_refused_for_what_new_kinds_refuse(curriculum, tmp_path):
    exporting.export(curriculum, tmp_path)
    for name, old, new in [
        ("01-module-1/01-breath.md", "how_often: 3", "how_often: 0"),
        ("questions.yaml", "right: 4", "right: -4"),
    ]:
        (tmp_path / name).write_text((tmp_path / name).read_text().replace(old, new))
    with pytest.raises(BundleRefused) as refused:
        importing.import_path(tmp_path, check=True)
    assert [problem.message for problem in refused.value.problems] == [
        "Nobody breathes less than once.",
        "Nobody counts below nothing.",
    ]
