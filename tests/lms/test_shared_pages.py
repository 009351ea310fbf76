"""What is the same for every stranger is made once, is never old, and never holds anything of anybody."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from courses.learning import publicity
from evidence import updating
from evidence.models import EvidenceUpdate, Source
from home.models import HomePage
from lms import organisation, shared_pages
from lms.shared_pages import keep
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
CURRICULUM = "/curricula/skills/"
PAGES = ["/", "/curricula/", CURRICULUM]


@kept
def curriculum():
    source = factories.make_source("okoye-2018")
    made = factories.make_curriculum(
        "skills", modules=1, lessons=1, claim=factories.make_claim("practice-aloud", sources=[source])
    )
    factories.make_release(made)
    return made


@pytest.fixture
def home_page(curriculum):
    """The start page, at "/"."""
    page = HomePage.objects.get()
    Site.objects.update(root_page=page)
    Site.clear_site_root_paths_cache()
    return page


@pytest.fixture
def made(monkeypatch, home_page, curriculum):
    """The addresses for which a page had to be made, in order."""
    found = []
    monkeypatch.setattr(shared_pages, "keep", lambda key, page: (found.append(key), keep(key, page)))
    return found


@pytest.mark.parametrize("path", PAGES)
def test_strangers_get_the_page_that_was_made_for_the_first_of_them(made, path, django_assert_max_num_queries):
    first = Client().get(path)
    assert first.status_code == 200
    assert len(made) == 1
    with django_assert_max_num_queries(1):
        second = Client().get(path)
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert len(made) == 1
    assert not first.cookies
    assert b"csrfmiddlewaretoken" not in first.content


@pytest.mark.parametrize("path", PAGES)
def test_who_has_it_already_is_told_so(made, path):
    etag = Client().get(path)["ETag"]
    again = Client().get(path, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(path, HTTP_IF_NONE_MATCH='"another"').status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_logged_in_gets_their_own_and_leaves_nothing_behind(made, client, trainee, path):
    client.force_login(trainee)
    own = client.get(path)
    assert "ETag" not in own
    assert "no-store" in own["Cache-Control"]
    assert made == []
    assert "Log out" not in Client().get(path).content.decode()


def test_each_language_and_appearance_has_its_own(made):
    plain = Client().get("/").content.decode()
    french = Client().get("/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    dark = Client()
    dark.cookies["theme"] = "dark"
    assert 'lang="fr' in french
    assert 'data-bs-theme="dark"' in dark.get("/").content.decode()
    assert 'data-bs-theme="dark"' not in plain
    assert len(made) == 3
    assert "Accept-Language" in Client().get("/")["Vary"]


def test_an_address_with_a_question_is_answered_by_itself(made):
    Client().get("/curricula/?from=a-letter")
    assert made == []


def test_a_retraction_shows_at_once(made, curriculum):
    assert "Under review" not in Client().get(CURRICULUM).content.decode()
    source = Source.objects.get(key="okoye-2018")
    trainer, _ = factories.trainers_of(curriculum)
    updating.record(kind="retracted", source=source, happened_on=NOON.date(), summary="Made up.", by=trainer, at=NOON)
    assert "Under review" in Client().get(CURRICULUM).content.decode()


def test_a_release_shows_from_its_hour(made, curriculum):
    before = Client().get(CURRICULUM).content.decode()
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "We say more now.")
    factories.make_release(curriculum, notes="The opening is now a question.")
    assert "The opening is now a question." not in before
    assert "The opening is now a question." in Client().get(CURRICULUM).content.decode()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_release_that_comes_while_a_page_is_made_shows_to_the_next_stranger(made, curriculum, monkeypatch, when):
    """Whether what the page says was read before it or after it: the page is kept under the day before."""
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "We say more now.")
    history = publicity.history

    def while_released(page, *, at):
        read = history(page, at=at) if when == "before" else None
        monkeypatch.setattr(publicity, "history", history)
        factories.make_release(curriculum, notes="The opening is now a question.")
        return history(page, at=timezone.now()) if read is None else read

    monkeypatch.setattr(publicity, "history", while_released)
    first = Client().get(CURRICULUM)
    assert ("The opening is now a question." in first.content.decode()) == (when == "after")
    second = Client().get(CURRICULUM, headers={"If-None-Match": first["ETag"]})
    assert len(set(made)) == 2  # under another name: what was kept of the first is shown to nobody
    assert second.status_code == (200 if when == "before" else 304)
    assert "The opening is now a question." in Client().get(CURRICULUM).content.decode()


def test_what_an_editor_publishes_shows_at_once(made, home_page):
    Client().get("/")
    home_page.headline = "Hold a good meeting"
    home_page.save_revision().publish()
    assert "Hold a good meeting" in Client().get("/").content.decode()


def test_what_the_organisation_decides_shows_at_once(made, django_capture_on_commit_callbacks):
    Client().get("/")
    with django_capture_on_commit_callbacks(execute=True):
        organisation.decide({"name": "Stones of the Valley", "time_zone": "America/Toronto", "signatory_name": "Ana"})
    assert "Stones of the Valley" in Client().get("/").content.decode()


def test_a_stranger_chooses_language_and_appearance_without_a_token(home_page):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/theme/", {"theme": "dark", "next": "/"}).status_code == 302
    assert stranger.post("/language/", {"language": "fr", "next": "/"}).status_code == 302
    assert stranger.cookies["theme"].value == "dark"


@pytest.mark.parametrize("address", ["/theme/", "/language/"])
def test_no_other_site_chooses_for_anybody(home_page, trainee, address):
    form = {"theme": "dark", "language": "fr", "next": "/"}
    stranger = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "cross-site"})
    assert stranger.post(address, form).status_code == 403
    member = Client(enforce_csrf_checks=True)
    member.force_login(trainee)
    assert member.post(address, form).status_code == 403


def test_the_frame_carries_a_token_for_whoever_has_a_session(home_page, client, trainee):
    client.force_login(trainee)
    assert client.get("/").content.decode().count("csrfmiddlewaretoken") >= 2


def test_a_row_with_an_older_key_that_is_committed_later_shows_as_well(made, curriculum):
    """Two people record at once: whoever began first may be the second one to be done."""
    author, _ = factories.trainers_of(curriculum)
    words = {"happened_on": NOON.date(), "summary": "Made up.", "by": author, "at": NOON}
    first = updating.record(kind="retracted", source=factories.make_source("another-2020"), **words)
    assert "Under review" not in Client().get(CURRICULUM).content.decode()
    EvidenceUpdate.objects.create(
        pk=first.pk - 10,
        kind="retracted",
        source=Source.objects.get(key="okoye-2018"),
        happened_on=NOON.date(),
        summary="Made up.",
        recorded_by=author,
        recorded_at=NOON,
    )
    assert "Under review" in Client().get(CURRICULUM).content.decode()
