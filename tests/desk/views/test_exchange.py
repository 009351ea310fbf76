"""Questions of other systems in the browser: uploaded, looked at one by one, imported as drafts; and taken away."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLogEntry
from courses.authoring.models import Question
from courses.bundles import uploading
from courses.bundles.exchange import uploading as exchange
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db

FILE = """\
$CATEGORY: $course$/top/Closing

Which one?{=a#yes ~%50%b#no}

Essay {}

Is <script>alert(1)</script> true? {T#w#r}
"""


@kept
def world(trainer, trainer2):
    return factories.trainers_of(factories.make_curriculum("skills", modules=1, lessons=1, questions=1))


@pytest.fixture
def author(world):
    return world[0]


@pytest.fixture(autouse=True)
def _own_private_place(settings, tmp_path):
    place = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    with override_settings(STORAGES={**settings.STORAGES, "private": place}):
        yield


def upload(client, text: str | bytes = FILE, name: str = "words.gift", topic: str = ""):
    data = text.encode() if isinstance(text, str) else text
    return client.post(reverse("desk:exchange"), {"questions": SimpleUploadedFile(name, data), "topic": topic})


def kept_files() -> list[str]:
    try:
        return storages["private"].listdir("questions")[1]
    except FileNotFoundError:
        return []


def test_every_question_is_shown_with_its_remarks_and_then_imported(client, author):
    client.force_login(author)
    address = upload(client).url
    page = client.get(address)
    said = page.content.decode()
    assert [item.line.state for item in page.context["items"]] == ["changed", "lost", "new"]
    assert "“words.gift” (GIFT) holds 3 questions." in said
    assert "As they are: 1. With changes: 1. Here already: 0. Not imported: 1." in said
    assert "earn nothing here: “b” (50 %)." in said
    assert "It has no answers to grade by (an essay)." in said
    assert "alert(1)" not in said
    before = Question.objects.count()
    done = client.post(address, {"import": "", "shown": page.context["mark"]})
    assert done.url.startswith(reverse("wagtailsnippets_authoring_question:list"))
    assert "Imported: 2 questions, as drafts." in client.get(done.url).content.decode()
    made = Question.objects.filter(topic="closing")
    assert (Question.objects.count() - before, made.count()) == (2, 2)
    assert not any(question.live for question in made)
    assert {question.latest_revision.user for question in made} == {author}
    assert kept_files() == []


def test_the_same_file_again_says_that_everything_is_here(client, author):
    client.force_login(author)
    address = upload(client, topic="given").url
    client.post(address, {"import": "", "shown": client.get(address).context["mark"]})
    page = client.get(upload(client).url).content.decode()
    assert "This file brings nothing new" in page
    assert "Here already: 2." in page
    assert "Import 2 questions" not in page


def test_nothing_is_imported_that_was_not_shown(client, author):
    client.force_login(author)
    address = upload(client).url
    page = client.get(address)
    factories.make_question(page.context["plan"].coming[0].key)
    before = Question.objects.count()
    answer = client.post(address, {"import": "", "shown": page.context["mark"]})
    assert answer.status_code == 400
    assert "The bank was changed since you looked" in answer.content.decode()
    assert Question.objects.count() == before


def test_the_list_can_be_narrowed_and_comes_in_pages(client, author):
    client.force_login(author)
    address = upload(client, "\n\n".join(f"Number {n}? {{T#w#r}}" for n in range(30)) + "\n\nEssay {}").url
    assert len(client.get(address).context["items"]) == 25
    assert len(client.get(f"{address}&page=2").context["items"]) == 6
    assert len(client.get(f"{address}&show=lost").context["items"]) == 1


def test_looking_takes_as_many_queries_for_three_questions_as_for_one(client, author):
    client.force_login(author)
    counted = []
    for count in (1, 1, 3):  # the first time, things are learned that are remembered
        address = upload(client, "\n\n".join(f"Number {n}? {{T#w#r}}" for n in range(count))).url
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(address).context["items"]) == count
        counted.append(len(queries))
    assert counted[1] == counted[2]


def test_leaving_removes_the_upload(client, author):
    client.force_login(author)
    address = upload(client).url
    assert len(kept_files()) == 1
    said = client.post(address, {"leave": ""}, follow=True).content.decode()
    assert "The upload was removed. Nothing was changed." in said
    assert kept_files() == []
    assert "This file is not kept any more. Upload it again." in client.get(address, follow=True).content.decode()


def test_uploads_are_removed_after_a_day(client, author):
    client.force_login(author)
    upload(client)
    now = timezone.now()
    assert uploading.sweep(at=now + timedelta(hours=23)) == 0
    assert uploading.sweep(at=now + timedelta(hours=25)) == 1
    assert kept_files() == []


@pytest.mark.parametrize(
    ("data", "name", "topic", "said"),
    [
        (b"\x89PNG", "x.png", "", "This is none of the formats that can be read"),
        (b"", "x.gift", "", "This file is empty. Choose another."),
        (b"// no", "x.gift", "", "There are no questions in this file."),
        (FILE.encode(), "x.gift", "No Topic", "Use small letters, digits and single hyphens."),
        (b"q{T}\n\n" * 501, "x.gift", "", "The file holds 501 questions, and here 500 at most can be looked at."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_not_kept(client, author, data, name, topic, said):
    client.force_login(author)
    answer = upload(client, data, name, topic)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    if topic:
        assert f'value="{topic}"' in answer.content.decode()  # what was typed is still there
    assert kept_files() == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(author):
    file = SimpleUploadedFile("x.gift", b"q{T}")
    file.size = 100 * 1024 * 1024 + 1
    with pytest.raises(exchange.FileRefused, match="larger than 100 MB"):
        exchange.keep(file, topic="", by=author)


def test_somebody_elses_upload_is_not_there(client, world):
    author, other = world
    client.force_login(author)
    address = upload(client).url
    client.force_login(other)
    assert "This file is not kept any more" in client.get(address, follow=True).content.decode()


def test_only_who_writes_questions_may_look_or_take(client, author, trainee):
    client.force_login(trainee)
    for address in (
        reverse("desk:exchange"),
        reverse("desk:exchange_take"),
        reverse("desk:exchange_check", args=["0" * 64]),
    ):
        assert client.get(address).status_code == 403
    client.logout()
    assert client.get(reverse("desk:exchange_take")).status_code == 302


# ------------------------------------------------------------------------------------------------------- taking away
def test_questions_are_taken_away_with_their_answers(client, author):
    client.force_login(author)
    address = reverse("desk:exchange_take")
    answer = client.get(address, {"format": "bank_yaml"})
    assert answer["Content-Disposition"] == 'attachment; filename="questions.yaml"'
    assert b"correct: true" in answer.content
    assert "no-store" in answer["Cache-Control"]
    noted = AccessLogEntry.objects.get(action="questions")
    assert (noted.viewer, noted.subject, noted.detail) == (author, None, "bank_yaml 1")


def test_what_a_format_does_not_carry_is_said_before(client, author):
    client.force_login(author)
    address = reverse("desk:exchange_take")
    page = client.get(address, {"format": "aiken"})
    said = page.content.decode()
    assert "What the file does not carry" in said
    assert not AccessLogEntry.objects.exists()  # nothing has been taken yet
    assert "The rationales are not in the file." in said
    assert next(group.said for group in page.context["changed"]) == "The rationales are not in the file."
    answer = client.get(address, {"format": "aiken", "anyway": "1"})
    assert answer["Content-Disposition"] == 'attachment; filename="questions.txt"'


def test_asking_for_what_is_not_there_is_answered_in_words(client, author):
    client.force_login(author)
    address = reverse("desk:exchange_take")
    assert client.get(address, {"format": "word"}).status_code == 400
    Question.objects.update(live=False)
    answer = client.get(address, {"format": "gift"})
    assert answer.status_code == 400
    assert "There are no questions to take away." in answer.content.decode()


def test_the_bank_leads_there(client, author):
    client.force_login(author)
    said = client.get(reverse("wagtailsnippets_authoring_question:list")).content.decode()
    assert reverse("desk:exchange") in said
    assert reverse("desk:exchange") in client.get(reverse("desk:releases")).content.decode()
