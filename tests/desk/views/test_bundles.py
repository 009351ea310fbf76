"""A curriculum as files in the browser: taken away, looked at, imported; all of it or nothing."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question
from courses.bundles import exporting, files, uploading
from courses.bundles.collecting import collect
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def world(trainer, trainer2):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=2, questions=2, claim=factories.make_claim())
    other = factories.make_curriculum("other", modules=1, lessons=1, questions=0)
    author, approver = factories.trainers_of(curriculum)
    return curriculum, other, author, approver


@pytest.fixture(autouse=True)
def _own_private_place(settings, tmp_path):
    place = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    with override_settings(STORAGES={**settings.STORAGES, "private": place}):
        yield


def page_of(curriculum) -> str:
    return reverse("desk:bundle", args=[curriculum.slug])


def lesson(title: str) -> LessonPage:
    return LessonPage.objects.descendant_of(CurriculumPage.objects.get(slug="skills")).get(title=title)


def files_of(curriculum) -> dict[str, bytes]:
    return exporting.as_files(collect(curriculum))


def zipped(found: dict[str, bytes], name: str = "skills.zip") -> SimpleUploadedFile:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for each, data in found.items():
            archive.writestr(each, data)
    return SimpleUploadedFile(name, stream.getvalue(), "application/zip")


def changed(curriculum) -> dict[str, bytes]:
    """The first lesson says something else, and the second is gone."""
    found = files_of(curriculum)
    first, second = sorted(name for name in found if name.endswith(".md"))
    found[first] = found[first].replace(b"lesson 1", b"the first lesson")
    del found[second]
    return found


def upload(client, curriculum, found):
    return client.post(page_of(curriculum), {"bundle": zipped(found)})


def kept_files() -> list[str]:
    try:
        return storages["private"].listdir("bundles")[1]
    except FileNotFoundError:
        return []


def test_what_is_downloaded_can_be_uploaded_and_changes_nothing(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    response = client.get(reverse("desk:bundle_download", args=["skills"]))
    assert response["Content-Disposition"] == 'attachment; filename="skills.zip"'
    assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]
    back = SimpleUploadedFile("skills.zip", response.content)
    page = client.post(page_of(curriculum), {"bundle": back}, follow=True).content.decode()
    assert "This bundle changes nothing" in page
    assert "Import it" not in page


def test_the_difference_is_shown_and_then_imported(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    response = client.post(page_of(curriculum), {"bundle": zipped(changed(curriculum))})
    address = response.url
    page = client.get(address)
    assert [(state, [one.title for one in changes]) for state, changes in page.context["groups"]] == [
        ("changed", ["Lesson 1.1"]),
        ("removed", ["Lesson 1.2"]),
    ]
    assert lesson("Lesson 1.2").live  # looking changes nothing
    done = client.post(address, {"import": "", "shown": page.context["mark"]}, follow=True).content.decode()
    assert "Imported: 2 changes in “" in done
    assert not lesson("Lesson 1.2").live
    written = lesson("Lesson 1.1")
    assert "the first lesson" in str(written.body[0].value)
    assert written.latest_revision.user == author
    assert kept_files() == []


def test_what_changes_in_a_lesson_and_a_question_is_shown_word_by_word(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    found = files_of(curriculum)
    first = min(name for name in found if name.endswith(".md"))
    found[first] = found[first].replace(b"minutes: ", b"minutes: 1").replace(b"lesson 1", b"the first lesson")
    question = Question.objects.filter(live=True).order_by("key").first()
    found["questions.yaml"] = found["questions.yaml"].replace(b"rationale: ", b"rationale: Therefore. ", 1)
    page = client.get(upload(client, curriculum, found).url)
    changes = {one.what: one for _, group in page.context["groups"] for one in group}
    assert set(changes) == {"lesson", "question"}
    [words] = changes["lesson"].words
    assert words.html == "<del>Module 1, lesson 1.</del> <ins>Module 1, the first lesson.</ins>"
    [words] = changes["question"].words
    assert (words.kind, "<ins>Therefore.</ins>" in words.html) == ("changed", True)
    assert question.stem not in words.html  # only what differs
    shown = page.content.decode()
    assert "Word by word" in shown
    assert "<ins>Therefore.</ins>" in shown


def test_a_part_whose_words_stay_says_so(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    found = files_of(curriculum)
    first = min(name for name in found if name.endswith(".md"))
    found[first] = found[first].replace(b"minutes: ", b"minutes: 1")
    page = client.get(upload(client, curriculum, found).url).content.decode()
    assert "the words are the same" in page
    assert "Word by word" not in page


def test_nothing_is_imported_that_was_not_shown(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    address = upload(client, curriculum, changed(curriculum)).url
    mark = client.get(address).context["mark"]
    factories.edit_lesson(lesson("Lesson 1.1"), "Somebody else was quicker.")
    response = client.post(address, {"import": "", "shown": mark})
    assert response.status_code == 400
    assert "Something was changed on this site since you looked" in response.content.decode()
    assert "quicker" in str(lesson("Lesson 1.1").body[-1].value)
    client.post(address, {"import": "", "shown": response.context["mark"]})
    assert "the first lesson" in str(lesson("Lesson 1.1").body[0].value)


def test_a_draft_that_is_written_meanwhile_counts_as_a_change(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    address = upload(client, curriculum, changed(curriculum)).url
    mark = client.get(address).context["mark"]
    written = lesson("Lesson 1.1")
    written.summary = "Half written."
    written.save_revision()
    response = client.post(address, {"import": "", "shown": mark})
    assert response.status_code == 400
    assert "has a draft that is not published" in response.content.decode()


def test_every_problem_is_named_with_its_file_and_line_and_nothing_is_kept(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    found = files_of(curriculum)
    quiz = next(name for name in found if name.endswith(".quiz.yaml"))
    found[quiz] = found[quiz].replace(b"pass_mark: 80", b"pass_mark: lots")
    found["notes.txt"] = b"x"
    response = upload(client, curriculum, found)
    assert response.status_code == 400
    assert {problem.place.file for problem in response.context["problems"]} == {quiz, "notes.txt"}
    assert "things to mend first" in response.content.decode()
    assert kept_files() == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("letter.docx", b"Dear reader", "This is not a .zip file"),
        ("empty.zip", b"", "This file is empty"),
        ("cut.zip", b"PK\x03\x04 cut off", "it is damaged"),
    ],
)
def test_what_is_no_zip_is_refused_in_words(client, world, name, data, said):
    curriculum, _, author, _ = world
    client.force_login(author)
    response = client.post(page_of(curriculum), {"bundle": SimpleUploadedFile(name, data)})
    assert response.status_code == 400
    assert said in response.content.decode()


def test_what_is_too_large_is_named(client, world, monkeypatch):
    curriculum, _, author, _ = world
    client.force_login(author)
    monkeypatch.setattr(files, "MAX_BYTES", 3_000_000)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("media/film.mp4", b"\0" * 5_000_000)
    response = client.post(page_of(curriculum), {"bundle": SimpleUploadedFile("b.zip", packed.getvalue())})
    page = response.content.decode()
    assert response.status_code == 400
    assert "media/film.mp4" in page
    assert "This file has 5 MB" in page
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    response = client.post(page_of(curriculum), {"bundle": zipped(files_of(curriculum), "all.zip")})
    assert "all.zip" in response.content.decode()


def test_a_bundle_of_another_curriculum_is_not_taken_here(client, world):
    curriculum, other, author, _ = world
    client.force_login(author)
    response = upload(client, curriculum, files_of(other))
    assert response.status_code == 400
    assert "This bundle is for “other”" in response.content.decode()


def test_nobody_uploads_into_what_they_do_not_write(client, world, trainer2):
    curriculum, other, author, approver = world
    client.force_login(author)
    assert client.get(page_of(other)).status_code == 404
    assert upload(client, other, files_of(other)).status_code == 404
    assert client.get(reverse("desk:new_bundle")).status_code == 403
    address = upload(client, curriculum, changed(curriculum)).url
    client.force_login(approver)
    assert client.get(address, follow=True).redirect_chain[-1][0] == reverse("desk:releases")  # theirs alone
    client.logout()
    assert "/account/login/" in client.get(address).url


def test_rights_that_end_between_looking_and_importing_are_asked_for_again(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    address = upload(client, curriculum, changed(curriculum)).url
    mark = client.get(address).context["mark"]
    roles.withdraw_trainer(author, curriculum)
    roles.make_trainer(author, [CurriculumPage.objects.get(slug="other")])
    client.post(address, {"import": "", "shown": mark})
    assert lesson("Lesson 1.2").live


def test_only_administrators_bring_in_a_new_curriculum(client, world, admin):
    curriculum, _, author, _ = world
    found = files_of(curriculum)
    found["curriculum.yaml"] = found["curriculum.yaml"].replace(b"slug: skills", b"slug: brand-new")
    found["curriculum.yaml"] = found["curriculum.yaml"].replace(b"code: SKILLS", b"code: NEW")
    found = {name: data for name, data in found.items() if b"key: " not in data or name.endswith("s.yaml")} | {
        name: b"\n".join(line for line in data.split(b"\n") if not line.startswith(b"key: "))
        for name, data in found.items()
        if "/" in name
    }
    with pytest.raises(uploading.NotYours):
        uploading.keep(zipped(found), by=author)
    client.force_login(admin)
    response = client.post(reverse("desk:new_bundle"), {"bundle": zipped(found)})
    page = client.get(response.url)
    assert "a new curriculum" in page.content.decode()
    client.post(response.url, {"import": "", "shown": page.context["mark"]})
    assert CurriculumPage.objects.get(slug="brand-new").live


def test_an_upload_can_be_left_and_is_swept_after_a_day(client, world):
    curriculum, _, author, _ = world
    client.force_login(author)
    address = upload(client, curriculum, changed(curriculum)).url
    assert len(kept_files()) == 1
    page = client.post(address, {"leave": ""}, follow=True).content.decode()
    assert "Nothing was changed" in page
    assert kept_files() == []
    upload(client, curriculum, changed(curriculum))
    now = timezone.now()
    assert uploading.sweep(at=now + timedelta(hours=23)) == 0
    assert uploading.sweep(at=now + timedelta(hours=25)) == 1
    assert "not kept any more" in client.get(address, follow=True).content.decode()


def test_questions_that_another_curriculum_uses_are_pointed_out(client, world):
    curriculum, other, author, _ = world
    question = Question.objects.order_by("key").first()
    factories.make_quiz(ModulePage.objects.child_of(other).get(), [question])
    found = files_of(curriculum)
    found["questions.yaml"] = found["questions.yaml"].replace(question.stem.encode(), b"Which one, then?")
    client.force_login(author)
    page = client.get(upload(client, curriculum, found).url)
    assert any("changes for another curriculum too" in warning for warning in page.context["warnings"])
