"""The page of one training, and leaving it."""

import pytest

from courses.learning import enrolling
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def curriculum():
    curriculum = factories.make_curriculum("skills", modules=2, lessons=2, questions=1)
    factories.make_release(curriculum)
    return curriculum


@kept
def enrolment(trainee, curriculum):
    return factories.enrolled(trainee, curriculum)


def test_a_training_says_where_to_start_and_later_where_to_go_on(client, trainee, enrolment):
    client.force_login(trainee)
    page = client.get(f"/learn/{enrolment.pk}/").content.decode()
    assert "Start here" in page
    assert f"/learn/{enrolment.pk}/1/" in page
    assert "0 of 6 done. About 45 minutes left." in page
    factories.study(enrolment, items=4)
    page = client.get(f"/learn/{enrolment.pk}/").content.decode()
    assert "Go on here" in page
    assert "4 of 6 done. About 10 minutes left." in page
    assert "1 of 2 modules done" in page


def test_a_completed_training_says_so_and_leads_to_what_follows(client, trainee, enrolment):
    factories.study(enrolment)
    client.force_login(trainee)
    page = client.get(f"/learn/{enrolment.pk}/").content.decode()
    assert "You have completed SKILLS 1.0.0" in page
    assert f'href="/learn/{enrolment.pk}/finished/">See what comes next' in page
    assert "Leave this training" not in page


def test_the_name_is_asked_from_the_start_only_where_a_certificate_follows(client, curriculum):
    person = factories.make_user(certificate_name="")
    enrolment = factories.enrolled(person, curriculum)
    client.force_login(person)
    assert "The name on your certificate" not in client.get(f"/learn/{enrolment.pk}/").content.decode()
    factories.make_scheme(curriculum)
    page = client.get(f"/learn/{enrolment.pk}/").content.decode()
    assert "The name on your certificate" in page
    assert f'name="next" value="/learn/{enrolment.pk}/"' in page
    client.post("/account/name/", {"certificate_name": "Tess Okafor"})
    assert "The name on your certificate" not in client.get(f"/learn/{enrolment.pk}/").content.decode()


@pytest.mark.parametrize("modules", [1, 3])
def test_a_training_asks_the_same_whatever_its_length(client, trainee, modules, django_assert_num_queries):
    curriculum = factories.make_curriculum("long", modules=modules, lessons=1, questions=1)
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    client.force_login(trainee)
    client.get(f"/learn/{enrolment.pk}/")
    with django_assert_num_queries(4):
        client.get(f"/learn/{enrolment.pk}/")


def test_leaving_keeps_what_was_done(client, trainee, enrolment):
    factories.study(enrolment, items=2)
    client.force_login(trainee)
    answer = client.post(f"/learn/{enrolment.pk}/leave/", follow=True)
    assert answer.redirect_chain == [("/curricula/skills/", 302)]
    assert "What you did is kept" in answer.content.decode()
    enrolment.refresh_from_db()
    assert enrolment.closed_at is not None
    assert enrolment.completions.count() == 2
    assert "You left this training on" in client.get(f"/learn/{enrolment.pk}/").content.decode()


def test_leaving_twice_is_explained(client, trainee, enrolment):
    enrolling.leave(enrolment, at=NOON)
    client.force_login(trainee)
    answer = client.post(f"/learn/{enrolment.pk}/leave/", follow=True)
    assert "This training has already ended." in answer.content.decode()


def test_somebody_moved_to_a_newer_release_is_shown_the_way(client, trainee, curriculum, enrolment):
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    release = factories.make_release(curriculum, verdict={"in_progress": "finish"})
    moved = enrolling.move(enrolment, release, by=trainee, at=NOON)
    client.force_login(trainee)
    page = client.get(f"/learn/{enrolment.pk}/").content.decode()
    assert "You have moved on to SKILLS 2.0.0." in page
    assert f'href="/learn/{moved.pk}/"' in page


@pytest.mark.parametrize("address", ["", "1/", "3/"])
def test_nobody_opens_another_persons_training(client, region_tree, enrolment, coordinator, address):
    for other in (factories.make_user(), coordinator):
        client.force_login(other)
        assert client.get(f"/learn/{enrolment.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["leave/", "1/done/", "3/start/"])
def test_nobody_acts_in_another_persons_training(client, region_tree, enrolment, address):
    client.force_login(factories.make_user())
    assert client.post(f"/learn/{enrolment.pk}/{address}").status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.is_open
    assert not enrolment.completions.exists()


@pytest.mark.parametrize("address", ["", "1/", "leave/", "1/done/"])
def test_a_training_needs_a_login(client, enrolment, address):
    answer = client.get(f"/learn/{enrolment.pk}/{address}")
    assert answer.status_code in (302, 405)
    if answer.status_code == 302:
        assert answer.url.startswith("/account/login/?next=/learn/")


def test_no_browser_keeps_a_personal_page(client, trainee, enrolment):
    client.force_login(trainee)
    assert "no-store" in client.get(f"/learn/{enrolment.pk}/")["Cache-Control"]


def test_somebody_logged_out_comes_back_to_the_page_a_form_stood_on(client, enrolment):
    page = f"/learn/{enrolment.pk}/1/"
    answer = client.post(f"{page}done/", headers={"referer": f"http://testserver{page}"})
    assert answer.url == f"/account/login/?next={page}"
    for foreign in ("", "https://elsewhere.example/x", "//elsewhere.example/x"):
        assert client.post(f"{page}done/", headers={"referer": foreign}).url == "/account/login/?next=/learn/"
