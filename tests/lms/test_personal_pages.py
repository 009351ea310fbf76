"""What was made for somebody logged in is kept nowhere: the next person at a shared computer does not page back to it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from lms.middleware import PersonalPagesMiddleware
from tests.addresses import patterns
from tests.factories import certified, small_world

# a walk goes everywhere and looks closely at little; it is the same on any database
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.walk]


@pytest.mark.parametrize("person", ["trainee", "coordinator", "trainer", "admin"])
def test_no_answer_to_somebody_logged_in_is_kept(client, request, trainee, person):
    """Every address of the site: pages, files, redirects and refusals alike."""
    client.force_login(request.getfixturevalue(person))
    curriculum, release, scheme = small_world()
    certificate = certified(trainee, curriculum)
    client.raise_request_exception = False
    samples = [certificate.pk, trainee.pk, certificate.code, curriculum.slug, scheme.slug, release.number, "curricula/"]
    for pattern in patterns():
        for path in pattern.paths(samples, at_most=3):
            answer = client.get(path)
            if answer.wsgi_request.session.accessed and answer.wsgi_request.user.is_authenticated:
                assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", ")), path
            if answer.status_code == 200 and path.startswith(("/learn/", "/desk/", "/account/", "/cms/pages/")):
                assert "no-store" in answer["Cache-Control"], path


def test_pages_for_everybody_may_be_kept(client):
    assert "no-store" not in client.get("/robots.txt").get("Cache-Control", "")


def test_a_file_that_is_the_same_for_everybody_says_so_itself(rf: RequestFactory, trainee):
    request = rf.get("/")
    request.user, request.session = trainee, type("Session", (), {"accessed": True})()
    shown = HttpResponse(headers={"Cache-Control": "public, max-age=31536000, immutable"})
    assert PersonalPagesMiddleware(lambda request: shown)(request)["Cache-Control"].startswith("public")
