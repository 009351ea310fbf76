"""Reading lessons: what is shown, what is remembered, what it costs."""

import pytest
from wagtail.rich_text import RichText

from courses.learning import enrolling
from courses.learning.models import Completion, CourseCompletion, Enrolment
from evidence import updating
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

VIEW_BUDGET = 6
COMPLETE_BUDGET = 9


@kept
def source():
    return factories.make_source("okoye-2018")


@kept
def curriculum(source):
    claim = factories.make_claim("practice", sources=[source])
    curriculum = factories.make_curriculum("skills", modules=2, lessons=2, questions=1, claim=claim)
    factories.make_release(curriculum)
    return curriculum


@pytest.fixture
def enrolment(client, trainee, curriculum):
    client.force_login(trainee)
    return factories.enrolled(trainee, curriculum)


def test_a_lesson_shows_its_words_its_evidence_and_the_way_on(client, enrolment):
    page = client.get(f"/learn/{enrolment.pk}/1/").content.decode()
    assert "Module 1, lesson 1." in page
    assert "What this rests on" in page
    assert "Moderate certainty" in page
    assert "https://doi.org/10.1000/okoye-2018" in page
    assert "About 20 minutes left in this module" in page  # two lessons of ten minutes and a short quiz
    assert f'action="/learn/{enrolment.pk}/1/done/"' in page


def test_a_retraction_is_shown_in_the_lesson_at_once_and_goes_when_settled(client, enrolment, source):
    trainer = enrolment.release.author
    address = f"/learn/{enrolment.pk}/1/"
    sentence = "A study behind this was retracted on 2 March 2026."
    assert sentence not in client.get(address).content.decode()
    updating.record(kind="retracted", source=source, happened_on=NOON.date(), summary="Wrong.", by=trainer, at=NOON)
    page = client.get(address).content.decode()
    assert page.count(sentence) == 2  # above the text, and on the claim itself
    claim = source.supports.get().claim
    updating.record(kind="reviewed", claim=claim, happened_on=NOON.date(), summary="Stands.", by=trainer, at=NOON)
    assert sentence not in client.get(address).content.decode()


def test_a_lesson_reads_the_release_not_the_draft(client, enrolment, curriculum):
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Not released yet.")
    assert "Not released yet." not in client.get(f"/learn/{enrolment.pk}/1/").content.decode()


def test_a_place_outside_the_release_does_not_exist(client, enrolment):
    assert client.get(f"/learn/{enrolment.pk}/0/").status_code == 404
    assert client.get(f"/learn/{enrolment.pk}/7/").status_code == 404


def test_viewing_a_lesson_stays_within_its_budget(client, enrolment, django_assert_max_num_queries):
    client.get(f"/learn/{enrolment.pk}/2/")
    client.get(f"/learn/{enrolment.pk}/1/")
    with django_assert_max_num_queries(VIEW_BUDGET - 1):
        client.get(f"/learn/{enrolment.pk}/1/")
    with django_assert_max_num_queries(VIEW_BUDGET):
        client.get(f"/learn/{enrolment.pk}/2/")


@pytest.mark.parametrize("claims", [1, 3])
def test_a_lesson_asks_the_same_whatever_it_shows(client, trainee, claims, django_assert_num_queries):
    curriculum = factories.make_curriculum("other", modules=0)
    body = [("claim", {"claim": factories.make_claim()}) for _ in range(claims)]
    factories.make_lesson(factories.make_module(curriculum), body=body)
    factories.make_release(curriculum)
    client.force_login(trainee)
    enrolment = factories.enrolled(trainee, curriculum)
    client.get(f"/learn/{enrolment.pk}/1/")
    with django_assert_num_queries(5):
        client.get(f"/learn/{enrolment.pk}/1/")


def test_completing_a_lesson_stays_within_its_budget(client, enrolment, django_assert_max_num_queries):
    with django_assert_max_num_queries(COMPLETE_BUDGET):
        answer = client.post(f"/learn/{enrolment.pk}/1/done/")
    assert answer.url == f"/learn/{enrolment.pk}/2/"
    client.get(answer.url)
    client.post(f"/learn/{enrolment.pk}/2/done/")


def test_done_goes_on_to_what_is_not_done_yet(client, enrolment):
    client.post(f"/learn/{enrolment.pk}/2/done/")
    assert client.post(f"/learn/{enrolment.pk}/1/done/").url == f"/learn/{enrolment.pk}/3/"


def test_done_twice_is_done_once(client, enrolment):
    first = client.post(f"/learn/{enrolment.pk}/1/done/")
    second = client.post(f"/learn/{enrolment.pk}/1/done/")
    assert first.url == second.url
    assert Completion.objects.filter(enrolment=enrolment).count() == 1


def test_the_last_lesson_leads_to_the_page_that_says_the_course_is_complete(client, trainee):
    curriculum = factories.make_curriculum("short", modules=1, lessons=2, questions=0)
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    client.force_login(trainee)
    client.post(f"/learn/{enrolment.pk}/1/done/")
    answer = client.post(f"/learn/{enrolment.pk}/2/done/", follow=True)
    assert answer.redirect_chain == [(f"/learn/{enrolment.pk}/finished/", 302)]
    assert "You have finished" in answer.content.decode()
    assert CourseCompletion.objects.count() == 1


def test_a_quiz_is_not_done_by_saying_so(client, enrolment):
    answer = client.post(f"/learn/{enrolment.pk}/3/done/", follow=True)
    assert "A quiz is completed by passing it." in answer.content.decode()
    assert not Completion.objects.exists()


def test_the_item_opened_last_is_remembered_once(client, enrolment, django_assert_num_queries):
    client.get(f"/learn/{enrolment.pk}/2/")
    seen = Enrolment.objects.get(pk=enrolment.pk)
    assert seen.last_seen == factories.items_of(enrolment)[1]["hash"]
    # going on leads to the first thing that is not done, not to what was merely looked at
    assert "Lesson 1.1" in client.get(f"/learn/{enrolment.pk}/").content.decode().split("Go on here")[1][:400]
    client.get(f"/learn/{enrolment.pk}/2/")
    assert Enrolment.objects.get(pk=enrolment.pk).last_seen_at == seen.last_seen_at


def test_a_page_fetched_in_advance_was_not_opened(client, enrolment):
    client.get(f"/learn/{enrolment.pk}/2/", headers={"sec-purpose": "prefetch"})
    client.head(f"/learn/{enrolment.pk}/2/")
    assert Enrolment.objects.get(pk=enrolment.pk).last_seen == ""


def test_a_training_that_was_left_can_be_read_but_not_worked_on(client, enrolment):
    enrolling.leave(enrolment, at=NOON)
    page = client.get(f"/learn/{enrolment.pk}/1/").content.decode()
    assert "You left this training on 2 March 2026" in page
    assert "Done, go on" not in page
    answer = client.post(f"/learn/{enrolment.pk}/1/done/", follow=True)
    assert "You have moved on from this release." in answer.content.decode()
    assert Enrolment.objects.get(pk=enrolment.pk).last_seen == ""


def test_a_completed_training_stays_readable(client, enrolment):
    factories.study(enrolment)
    page = client.get(f"/learn/{enrolment.pk}/1/").content.decode()
    assert "Module 1, lesson 1." in page
    assert "Done, go on" not in page


def test_what_authors_type_is_never_markup(client, trainee):
    curriculum = factories.make_curriculum("other", modules=0)
    odd = "<script>alert(1)</script>"
    body = [
        ("key_idea", {"title": odd, "text": RichText("<p>One.</p>")}),
        ("role_play", {"title": odd, "setting": odd, "lines": [{"speaker": odd, "text": odd}], "debrief": odd}),
        ("reflection", {"prompt": odd, "help": odd}),
        ("worksheet", {"title": odd, "intro": odd, "columns": [odd], "rows": [[odd]], "blank_rows": 2}),
        ("check", {"question": odd, "options": [{"text": odd, "correct": True, "feedback": odd}] * 2}),
    ]
    factories.make_lesson(factories.make_module(curriculum), body=body, summary=odd)
    factories.make_release(curriculum)
    client.force_login(trainee)
    enrolment = factories.enrolled(trainee, curriculum)
    assert odd not in client.get(f"/learn/{enrolment.pk}/1/").content.decode()


def test_a_long_lesson_lists_its_headings(client, trainee):
    curriculum = factories.make_curriculum("long", modules=0)
    words = "".join(f"<h2>Part {number}</h2><p>Words.</p>" for number in range(1, 4))
    module = factories.make_module(curriculum)
    factories.make_lesson(module, body=[("text", RichText(words))])
    factories.make_lesson(module)
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    client.force_login(trainee)
    lesson = factories.items_of(enrolment)[0]
    page = client.get(f"/learn/{enrolment.pk}/1/").content.decode()
    assert "In this lesson" in page
    assert '<a href="#part-2">Part 2</a>' in page
    assert '<h2 id="part-2"' in page
    assert f'data-place="{enrolment.pk}.{lesson["hash"]}"' in page
    assert "In this lesson" not in client.get(f"/learn/{enrolment.pk}/2/").content.decode()
