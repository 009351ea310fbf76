"""Keeping something in a lesson: by form, and by pages that save by themselves; and reading one's notes."""

import re

import pytest
from bs4 import BeautifulSoup

from courses.learning.models import NotebookEntry
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

QUERIES_MORE = 1


@kept
def curriculum():
    return factories.make_curriculum_with_notebook(modules=1, lessons=2, questions=1)


@pytest.fixture
def enrolment(client, trainee, curriculum):
    client.force_login(trainee)
    return factories.enrolled(trainee, curriculum)


def page_of(client, enrolment, number=1):
    return BeautifulSoup(client.get(f"/learn/{enrolment.pk}/{number}/").content, "html.parser")


def filled(page):
    """The fields of the page as a browser would send them."""
    fields = {one["name"]: one.get("value", "") for one in page.select("form#notebook input[type=hidden]")}
    fields.pop("csrfmiddlewaretoken", None)
    fields |= {one["name"]: one.text for one in page.select("textarea[form=notebook]")}
    return fields | {one["name"]: one["value"] for one in page.select("input[form=notebook][checked]")}


def name_of(page, kind):
    return page.select_one(f".{kind}")["data-own"]


def test_a_note_is_kept_by_form_and_shown_again_in_its_place(client, enrolment):
    page = page_of(client, enrolment)
    name = name_of(page, "reflection")
    sent = {**filled(page), f"own-{name}": "I would <listen>.", "at": name}
    answer = client.post(f"/learn/{enrolment.pk}/1/keep/", sent)
    assert answer["Location"] == f"/learn/{enrolment.pk}/1/#own-{name}"
    again = page_of(client, enrolment)
    assert again.select_one(".reflection textarea").text == "I would <listen>."
    assert re.search(r"Kept on \d", again.select_one(".reflection [data-own-said]").text)
    assert again.select_one(".check").get("data-answered") is None


def test_a_check_shows_what_was_chosen_and_what_is_right(client, enrolment):
    page = page_of(client, enrolment)
    name = name_of(page, "check")
    assert not page.select(".check [checked]")
    client.post(f"/learn/{enrolment.pk}/1/keep/", {**filled(page), f"own-{name}": "1", "at": name})
    check = page_of(client, enrolment).select_one(".check")
    assert check.has_attr("data-answered")
    chosen = check.select_one("input[checked]").parent
    assert "Option A" in chosen.text
    assert "You chose this; it is not right" in chosen.select_one(".check__mark--chosen").text
    right = check.select_one("[data-right]")
    assert "Option B" in right.text
    assert "A right answer" in right.select_one(".check__mark--other").text


def test_every_button_keeps_all_that_is_on_the_page(client, enrolment):
    page = page_of(client, enrolment)
    note, check = name_of(page, "reflection"), name_of(page, "check")
    client.post(
        f"/learn/{enrolment.pk}/1/keep/", {**filled(page), f"own-{note}": "Listen.", f"own-{check}": "2", "at": check}
    )
    assert sorted(map(str, NotebookEntry.objects.values_list("kept", flat=True))) == ["2", "Listen."]


def test_a_page_that_saves_by_itself_is_told_what_is_kept_and_when(client, enrolment):
    page = page_of(client, enrolment)
    name = name_of(page, "reflection")
    sent = {**filled(page), f"own-{name}": "Listen."}
    answer = client.post(f"/learn/{enrolment.pk}/1/keep/", sent, headers={"Accept": "application/json"}).json()
    assert answer["kept"] == {name: "Listen."}
    assert answer["known"][name].startswith("1:")
    assert re.fullmatch(r"\d\d:\d\d|\d\d h \d\d", answer["saved"])
    assert page_of(client, enrolment).select_one(f"[name=known-{name}]")["value"] == answer["known"][name]


def test_what_cannot_be_kept_is_said_both_ways(client, enrolment):
    page = page_of(client, enrolment)
    sent = {f"own-{name_of(page, 'check')}": "9"}
    address = f"/learn/{enrolment.pk}/1/keep/"
    answer = client.post(address, sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (400, {"refused": "Choose one of the answers."})
    assert "Choose one of the answers." in client.post(address, sent, follow=True).content.decode()


def test_only_lessons_of_ones_own_training_keep_something(client, enrolment):
    assert client.post(f"/learn/{enrolment.pk}/3/keep/").status_code == 404  # the quiz
    assert client.post(f"/learn/{enrolment.pk}/9/keep/").status_code == 404
    client.force_login(factories.make_user())
    assert client.post(f"/learn/{enrolment.pk}/1/keep/", {"own-x": "1"}).status_code == 404


def test_it_costs_one_query_more_and_none_where_nothing_can_be_kept(client, enrolment, django_assert_max_num_queries):
    for number in (2, 1):
        client.get(f"/learn/{enrolment.pk}/{number}/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 2):
        client.get(f"/learn/{enrolment.pk}/{number}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/learn/{enrolment.pk}/{number}/")
        counts.append(len(asked))
    assert counts[0] - counts[1] == QUERIES_MORE


def test_my_notes_lists_them_and_leads_back(client, enrolment):
    assert "No notes yet" in client.get("/learn/notes/").content.decode()
    page = page_of(client, enrolment)
    name = name_of(page, "reflection")
    client.post(f"/learn/{enrolment.pk}/1/keep/", {f"own-{name}": "Listen <first>."})
    shown = client.get("/learn/notes/").content.decode()
    for words in ("What would you say?", "Listen &lt;first&gt;.", f"/learn/{enrolment.pk}/1/#own-{name}", "Lesson 1.1"):
        assert words in shown
    client.force_login(factories.make_user())
    assert "Listen" not in client.get("/learn/notes/").content.decode()


def test_a_lesson_of_the_past_still_keeps_notes(client, enrolment):
    factories.study(enrolment, at=NOON)
    page = page_of(client, enrolment)
    name = name_of(page, "reflection")
    client.post(f"/learn/{enrolment.pk}/1/keep/", {f"own-{name}": "Later."})
    assert NotebookEntry.objects.get().kept == "Later."


def test_done_tells_a_waiting_page_where_to_go_on(client, enrolment):
    answer = client.post(f"/learn/{enrolment.pk}/1/done/", headers={"Accept": "application/json"})
    assert answer.json() == {"following": f"/learn/{enrolment.pk}/2/"}
    assert client.post(f"/learn/{enrolment.pk}/1/done/")["Location"] == f"/learn/{enrolment.pk}/2/"
