"""What the pages of a person say once a question of theirs was corrected."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms import dates
from tests.courses.learning.test_regrading import LATER, World
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db) -> World:
    return World()


def shown(client, user, attempt) -> str:
    client.force_login(user)
    return client.get(reverse("learning:result", args=[attempt.pk])).content.decode()


def test_the_result_page_says_that_and_why_and_shows_the_new_result(world, trainee, client):
    attempt = world.sit(world.enrol(trainee), 1)
    before = shown(client, trainee, attempt)
    assert "Not passed yet" in before
    assert "corrected" not in before
    world.correct("re-key", ["1"])
    page = shown(client, trainee, attempt)
    assert "Not passed yet" not in page
    assert "You answered 2 of 2 questions right." in page
    assert "You handed it in with 1 of 2 points." in page
    assert f"This question was corrected on {dates.full(LATER)}." in page
    assert "The key was wrong." in page
    assert page.count("A right answer, and you chose it") == 2


def test_whoever_kept_the_point_reads_what_is_right_now(world, trainee, client):
    attempt = world.sit(world.enrol(trainee), 0)
    world.correct("re-key", ["1"])
    page = shown(client, trainee, attempt)
    assert "You answered 2 of 2 questions right." in page
    assert "Whoever had the point keeps it." in page


def test_a_dropped_question_is_named_as_one(world, trainee, client):
    attempt = world.sit(world.enrol(trainee), 1)
    world.correct("drop")
    page = shown(client, trainee, attempt)
    assert "Does not count" in page
    assert "You answered 1 of 1 question right." in page


def test_a_quiz_that_keeps_its_answers_keeps_the_reason_too(trainee, client):
    world = World(explains="settled")
    attempt = world.sit(world.enrol(trainee), 1, 1)
    world.correct("accept", ["1"])
    page = shown(client, trainee, attempt)
    assert "This question was corrected" in page
    assert "The key was wrong." not in page
    client.force_login(trainee)
    assert "The key was wrong." not in client.get(reverse("notices:inbox")).content.decode()


def test_the_quiz_lists_the_attempt_as_passed_and_asks_for_no_more(world, trainee, client):
    enrolment = world.enrol(trainee)
    world.sit(enrolment, 1)
    world.correct("re-key", ["1"])
    client.force_login(trainee)
    page = client.get(reverse("learning:item", args=[enrolment.pk, 2])).content.decode()
    assert "You have passed this quiz." in page
    assert "Not passed yet" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_result_asks_as_much_for_three_corrections_as_for_one(
    world, trainee, client, number, django_assert_max_num_queries
):
    attempt = world.sit(world.enrol(trainee), 1, 1, at=NOON)
    for place, how in enumerate(["answered", "everybody", "drop"][:number]):
        world.correct(how, at=LATER + timedelta(days=place))
    client.force_login(trainee)
    with django_assert_max_num_queries(26):
        client.get(reverse("learning:result", args=[attempt.pk]))
