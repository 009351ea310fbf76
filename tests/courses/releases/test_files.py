"""Files of releases: kept for good, the same whatever happens to what was uploaded, open to those who may have them."""

import hashlib
import re
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile as Upload
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_finished
from django.db import close_old_connections
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from courses.authoring import freezing
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage
from courses.contents import filing, outlines, rendering, storing
from courses.contents.models import FrozenFile, FrozenRendition
from courses.releases import reading
from courses.releases.models import Release
from lms.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = b"WEBVTT\n\n" + b"0123456789" * 20


def picture(colour: tuple[int, int, int] = (31, 95, 87), width: int = 1000) -> bytes:
    data = BytesIO()
    Picture.new("RGB", (width, 600), colour).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def image():
    return get_image_model().objects.create(title="Stones", file=SimpleUploadedFile("stones.png", picture()))


@pytest.fixture
def document():
    return get_document_model().objects.create(title="Captions", file=SimpleUploadedFile("talk.vtt", WORDS))


@pytest.fixture
def curriculum(trainer, trainer2, image, document) -> CurriculumPage:
    """A curriculum whose lesson shows an image, a video's captions, and a link to a document."""
    curriculum = factories.make_curriculum("skills", modules=1, lessons=0)
    link = RichText(f'<p>Read <a linktype="document" id="{document.pk}">the words</a>.</p>')
    body = [
        ("text", link),
        ("image", {"image": image, "alt": "Stones.", "caption": ""}),
        ("video", {"title": "A talk", "url": "", "file": None, "captions": document, "transcript": link}),
        ("download", {"file": document, "title": "The words", "description": ""}),
    ]
    factories.make_lesson(ModulePage.objects.child_of(curriculum).get(), "With files", body)
    return curriculum


@pytest.fixture
def release(curriculum) -> Release:
    return factories.make_release(curriculum)


def page_of(release: Release) -> str:
    lesson = next(item for item in outlines.outline_items(release.outline) if item["kind"] == "lesson")
    return rendering.lesson(lesson["hash"]).html


def test_a_release_names_files_by_their_hashes_and_nothing_by_a_number_of_the_database(release, image, document):
    data = release.items.get(content__kind="lesson").content.data
    sha256 = hashlib.sha256(WORDS).hexdigest()
    assert data["body"][3]["file"] == {"sha256": sha256, "name": "captions.vtt", "type": "text/vtt", "size": 208}
    assert data["body"][1]["file"]["sha256"] == hashlib.sha256(picture()).hexdigest()
    assert f'<a href="/files/{sha256}/captions.vtt">' in data["body"][0]["html"]
    assert '"document"' not in str(data)
    assert "linktype" not in str(data)


def test_replacing_and_deleting_what_was_uploaded_changes_no_byte_of_a_release(
    client, trainee, curriculum, release, image, document, django_capture_on_commit_callbacks
):
    client.force_login(trainee)
    before = page_of(release)
    addresses = re.findall(r"/files/[0-9a-f]{64}/[\w.-]+", before)
    fetched = {address: b"".join(client.get(address).streaming_content) for address in addresses}
    cache.clear()
    image.file = SimpleUploadedFile("stones.png", picture((200, 30, 30)))
    image.save()
    document.file.save("talk.vtt", Upload(b"WEBVTT\n\nOther words"))
    document.save()
    cache.clear()
    assert page_of(release) == before
    LessonPage.objects.get(title="With files").delete()
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
        document.delete()
    cache.clear()
    assert page_of(release) == before
    assert {address: b"".join(client.get(address).streaming_content) for address in addresses} == fetched
    assert len(fetched) > 3


def test_an_image_is_kept_in_the_sizes_it_is_shown_in(release):
    original = FrozenFile.objects.get(pk=hashlib.sha256(picture()).hexdigest())
    sizes = list(original.renditions.order_by("asked_width").values_list("asked_width", "file__width"))
    assert sizes == [(480, 480), (960, 960), (1440, 1000)]
    assert set(FrozenFile.objects.filter(shows__original=original).values_list("media_type", flat=True)) == {
        "image/webp"
    }
    html = page_of(release)
    assert html.count(".webp 960w") == 1
    assert original.pk not in html


def test_bytes_are_kept_once(curriculum, release, image):
    before = FrozenFile.objects.count(), FrozenRendition.objects.count()
    lesson = LessonPage.objects.get(title="With files")
    factories.edit_lesson(lesson, "One more thing.")
    factories.make_release(curriculum)
    after = FrozenFile.objects.count(), FrozenRendition.objects.count()
    assert after == before
    for file in FrozenFile.objects.all():
        with file.open() as kept:
            assert hashlib.sha256(kept.read()).hexdigest() == file.sha256


def test_sizes_made_once_stay_whatever_makes_images_later(curriculum, release, image, monkeypatch):
    before = page_of(release)
    image.renditions.all().delete()
    monkeypatch.setattr("courses.contents.noting.WIDTHS", (100, 200))
    factories.edit_lesson(LessonPage.objects.get(title="With files"), "One more thing.")
    factories.make_release(curriculum)
    cache.clear()
    assert page_of(release) == before


def test_bytes_that_were_cut_off_on_their_way_are_written_again(curriculum):
    frozen = freezing.freeze_curriculum(curriculum)
    place = FrozenFile(sha256=hashlib.sha256(WORDS).hexdigest()).place
    storages["frozen"].delete(place)
    storages["frozen"].save(place, Upload(b"WEBV"))
    storing.store(frozen.contents)
    with storages["frozen"].open(place) as kept:
        assert kept.read() == WORDS


def test_a_file_replaced_while_it_is_frozen_is_not_kept_under_the_wrong_hash(curriculum, document):
    [lesson] = [content for content in freezing.freeze_curriculum(curriculum).contents if content.kind == "lesson"]
    sha256 = hashlib.sha256(WORDS).hexdigest()
    storages["frozen"].delete(FrozenFile(sha256=sha256).place)
    with open(document.file.path, "wb") as stream:
        stream.write(b"WEBVTT\n\nOther words")
    with pytest.raises(Refusal, match="replaced while"):
        filing.put_away(lesson.files)
    assert not storages["frozen"].exists(FrozenFile(sha256=sha256).place)
    assert not FrozenFile.objects.filter(pk=sha256).exists()


# ------------------------------------------------------------------------------------------------------- who may fetch
def address_of(name: str) -> str:
    sha256 = hashlib.sha256(WORDS if name.endswith(".vtt") else picture()).hexdigest()
    return reverse("releases:file", args=[sha256, name])


@pytest.mark.parametrize(
    ("person", "released", "status"),
    [
        (None, True, 302),
        ("trainee", True, 200),
        ("coordinator", True, 200),
        ("trainer", True, 200),
        (None, False, 302),
        ("trainee", False, 404),
        ("coordinator", False, 404),
        ("trainer", False, 200),
        ("admin", False, 200),
    ],
)
def test_files_go_to_whoever_learns_here_once_they_are_released_and_before_that_to_authors(
    client, request, region_tree, curriculum, person, released, status
):
    if released:
        factories.make_release(curriculum)
    else:
        storing.store(freezing.freeze_curriculum(curriculum).contents)
    if person:
        client.force_login(request.getfixturevalue(person))
    assert client.get(address_of("captions.vtt")).status_code == status


def test_a_release_that_is_still_to_come_opens_nothing_yet(trainee, curriculum, release):
    file = FrozenFile.objects.get(pk=hashlib.sha256(WORDS).hexdigest())
    assert reading.may_fetch(trainee, file, at=release.effective_at)
    assert not reading.may_fetch(trainee, file, at=release.effective_at.replace(year=2000))


def test_learners_get_the_picture_and_not_what_else_was_in_the_file(client, trainee, trainer, release):
    client.force_login(trainee)
    assert client.get(address_of("stones.png")).status_code == 404
    rendition = FrozenRendition.objects.first().file
    assert client.get(reverse("releases:file", args=[rendition.pk, "480.webp"]))["Content-Type"] == "image/webp"
    client.force_login(trainer)
    assert client.get(address_of("stones.png")).status_code == 200


def test_the_server_in_front_cannot_read_what_was_uploaded():
    """It asks nobody who they are, so it hands every request on and has none of the folders at hand."""
    root = Path(settings.BASE_DIR)
    said = re.sub(r"#.*", "", (root / "deploy/nginx.conf").read_text())
    assert re.findall(r"location\s+(\S+)", said) == ["/"]
    assert not re.search(r"\b(alias|root|try_files)\b", said)
    proxy = yaml.safe_load((root / "compose.yaml").read_text())["services"]["proxy"]
    assert [volume.partition(":")[0] for volume in proxy["volumes"]] == ["./deploy/nginx.conf"]


def test_documents_in_the_editor_are_for_those_who_write(client, request, region_tree, document, image, release):
    places = [document.url, f"/media/{document.file.name}", f"/media/{image.file.name}"]
    for person, status in [(None, 404), ("trainee", 404), ("coordinator", 404), ("trainer", 200), ("admin", 200)]:
        client.logout()
        if person:
            client.force_login(request.getfixturevalue(person))
        assert [client.get(place).status_code for place in places] == [status] * 3


@pytest.mark.parametrize("path", ["", "documents", "no/such.png", "../cairn.sqlite3", "..%2f..%2fetc/passwd"])
def test_the_door_to_uploads_leads_nowhere_else(client, admin, path):
    client.force_login(admin)
    assert client.get(f"/media/{path}").status_code in (302, 404)


# -------------------------------------------------------------------------------------------------------- how they come
@pytest.fixture
def learner(client, trainee, release):
    client.force_login(trainee)
    return client


def test_a_file_says_what_it_is_and_may_be_kept_for_ever(learner):
    answer = learner.get(address_of("captions.vtt"))
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == "208"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    again = learner.get(address_of("captions.vtt"), HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_name_in_the_address_does_not_make_a_page_of_a_file(learner):
    answer = learner.get(address_of("captions.vtt").replace("captions.vtt", "page.html"))
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-5", 206, WORDS[:6]),
        ("bytes=200-", 206, WORDS[200:]),
        ("bytes=-4", 206, WORDS[-4:]),
        ("bytes=0-99999", 200, WORDS),
        ("bytes=-99999", 200, WORDS),
        ("bytes=208-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=5-2", 200, WORDS),
        ("bytes=0-1,4-5", 200, WORDS),
        ("bytes=-", 200, WORDS),
        ("pages=1", 200, WORDS),
    ],
)
def test_players_fetch_the_part_they_need(learner, asked, status, part):
    answer = learner.get(address_of("captions.vtt"), HTTP_RANGE=asked)
    assert answer.status_code == status
    assert answer.getvalue() == part
    if status == 206:
        assert answer["Content-Range"].endswith("/208")
        assert answer["Content-Length"] == str(len(part))


def test_a_part_of_another_version_is_not_mixed_in(learner):
    answer = learner.get(address_of("captions.vtt"), HTTP_RANGE="bytes=0-5", HTTP_IF_RANGE='"other"')
    assert answer.status_code == 200


def test_an_answer_that_nobody_reads_leaves_no_file_open(learner, monkeypatch):
    opened = []
    open_as_ever = FrozenFile.open
    monkeypatch.setattr(FrozenFile, "open", lambda file: opened.append(open_as_ever(file)) or opened[-1])
    # A server that closes an answer lets go of old connections too; the one of the tests goes on.
    request_finished.disconnect(close_old_connections)
    try:
        learner.get(address_of("captions.vtt")).close()
    finally:
        request_finished.connect(close_old_connections)
    assert [file.closed for file in opened] == [True]


def test_head_says_how_large_it_is(learner):
    answer = learner.head(address_of("captions.vtt"))
    assert (answer.status_code, answer["Content-Length"], answer.content) == (200, "208", b"")


def test_fetching_a_file_asks_the_database_little(learner, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        learner.get(address_of("captions.vtt"))
