"""The public catalogue, a curriculum's page, and enrolling."""

import pytest
from django.urls import reverse

from courses.authoring.models import CurriculumIndexPage
from courses.learning import enrolling
from courses.learning.models import Enrolment
from courses.learning.wagtail_hooks import show_releases
from evidence import updating
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

CATALOGUE = "/curricula/"
PUBLIC_BUDGET = 7  # one of them asks what the curriculum leads to


def _released(slug: str, **fields):
    curriculum = factories.make_curriculum(slug, modules=1, lessons=1, questions=1, **fields)
    factories.make_release(curriculum)
    return curriculum


def test_the_catalogue_shows_what_is_released_and_what_is_being_prepared(client):
    _released("skills", title="Group skills")
    factories.make_curriculum("later", modules=1, title="Opening circles")
    page = client.get(CATALOGUE).content.decode()
    assert page.index("Group skills") < page.index("In preparation") < page.index("Opening circles")
    assert "SKILLS 1.0.0, in effect since 2 March 2026" in page


def test_the_catalogue_says_when_nothing_is_published(client):
    assert "No curriculum is published yet" in client.get(CATALOGUE).content.decode()


def test_the_catalogue_shows_the_words_of_the_release_not_of_the_draft(client):
    curriculum = _released("skills", title="Group skills")
    curriculum.title = "Something being rewritten"
    curriculum.save_revision().publish()
    page = client.get(CATALOGUE).content.decode()
    assert "Group skills" in page
    assert "Something being rewritten" not in page


def test_an_unpublished_curriculum_is_nowhere(client):
    curriculum = _released("skills", title="Group skills")
    curriculum.unpublish()
    assert "Group skills" not in client.get(CATALOGUE).content.decode()
    assert client.get("/curricula/skills/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_catalogue_asks_the_same_whatever_its_length(client, count, django_assert_num_queries):
    for number in range(count):
        _released(f"skills-{number}")
    with django_assert_num_queries(4):
        client.get(f"{CATALOGUE}?of=today")  # asked like this, it is made anew each time


@pytest.mark.parametrize("lessons", [1, 3])
def test_a_curriculum_page_stays_within_its_budget(client, lessons, trainee, django_assert_max_num_queries):
    claims = [factories.make_claim(f"claim-{number}") for number in range(lessons)]
    curriculum = factories.make_curriculum("skills", modules=1, lessons=0)
    module = factories.make_module(curriculum)
    for claim in claims:
        factories.make_lesson(module, body=[("claim", {"claim": claim})])
    # the module without lessons only has a quiz
    factories.make_release(curriculum)
    client.get("/curricula/skills/")
    with django_assert_max_num_queries(4):
        client.get("/curricula/skills/")
    client.force_login(trainee)
    client.get("/curricula/skills/")
    with django_assert_max_num_queries(PUBLIC_BUDGET):
        client.get("/curricula/skills/")


def test_a_curriculum_page_says_what_it_rests_on_and_flags_a_retraction_at_once(client, trainer):
    source = factories.make_source("okoye-2018")
    claim = factories.make_claim("practice", sources=[source], statement="Practice helps.", certainty="low")
    _released("skills", claim=claim)
    before = client.get("/curricula/skills/").content.decode()
    assert "Practice helps." in before
    assert "Low certainty" in before
    assert "https://doi.org/10.1000/okoye-2018" in before
    assert "Under review" not in before
    updating.record(
        kind="retracted", source=source, happened_on=NOON.date(), summary="Figures were wrong.", by=trainer, at=NOON
    )
    after = client.get("/curricula/skills/").content.decode()
    assert "Under review" in after
    assert "A study behind this was retracted on 2 March 2026." in after


def test_a_curriculum_page_tells_what_changed_from_release_to_release(client):
    curriculum = _released("skills")
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    factories.make_release(curriculum, notes="We added one more thing.")
    page = client.get("/curricula/skills/").content.decode()
    assert page.index("We added one more thing.") < page.index("SKILLS 1.0.0")


def test_a_curriculum_without_a_release_says_so_and_cannot_be_started(client, trainee):
    factories.make_curriculum("skills", modules=1)
    assert "Not released yet" in client.get("/curricula/skills/").content.decode()
    client.force_login(trainee)
    answer = client.post("/curricula/skills/enrol/", follow=True)
    assert "This curriculum has no release yet." in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_the_page_tree_leads_to_the_same_pages(client):
    curriculum = _released("skills")
    lesson = factories.lessons_of(curriculum)[0]
    request = client.get(CATALOGUE).wsgi_request
    assert show_releases(CurriculumIndexPage.objects.get(), request, (), {}).status_code == 200
    assert b"What it covers" in show_releases(curriculum, request, (), {}).content
    for page in (lesson, lesson.get_parent().specific):
        assert show_releases(page, request, (), {}).url.endswith("/curricula/skills/")


def test_somebody_not_logged_in_comes_back_after_logging_in(client):
    _released("skills")
    page = client.get("/curricula/skills/").content.decode()
    assert "/account/login/?next=/curricula/skills/" in page
    answer = client.post("/curricula/skills/enrol/")
    assert answer.url == "/account/login/?next=/curricula/skills/"
    assert not Enrolment.objects.exists()


def test_enrolling_twice_is_enrolling_once(client, trainee):
    _released("skills")
    client.force_login(trainee)
    first = client.post("/curricula/skills/enrol/")
    second = client.post("/curricula/skills/enrol/")
    enrolment = Enrolment.objects.get()
    assert first.url == second.url == reverse("learning:training", args=[enrolment.pk])
    assert "Go on" in client.get("/curricula/skills/").content.decode()


def test_somebody_who_left_is_invited_back_and_somebody_who_completed_may_read_again(client, trainee):
    curriculum = _released("skills")
    enrolment = factories.enrolled(trainee, curriculum)
    enrolling.leave(enrolment, at=NOON)
    client.force_login(trainee)
    assert "Take it up again" in client.get("/curricula/skills/").content.decode()
    client.post("/curricula/skills/enrol/")
    factories.study(enrolment)
    page = client.get("/curricula/skills/").content.decode()
    assert "You completed SKILLS 1.0.0 on 2 March 2026" in page
    refused = client.post("/curricula/skills/enrol/", follow=True).content.decode()
    assert "already completed" in refused


def test_enrolling_is_asked_for_by_a_form_only(client, trainee):
    _released("skills")
    client.force_login(trainee)
    assert client.get("/curricula/skills/enrol/").status_code == 405
