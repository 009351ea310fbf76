"""Reading a lesson on a phone: checking oneself, writing for oneself, a line that comes and goes, large text, paper."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey


def first_lesson(trainee) -> None:
    """From My training to the first lesson of what is under way."""
    page = trainee.page
    page.goto("/learn/")
    page.locator(".trainings .card-title a").first.click()
    page.locator("a.steps__link").first.click()
    expect(page.locator(".reflection")).to_be_visible()


def test_what_is_written_and_chosen_in_a_lesson_is_there_on_the_other_device(person):
    trainee = person(PHONE).log_in("trainee@example.org")
    page = trainee.page
    first_lesson(trainee)
    trainee.look()

    # checks oneself: a wrong answer reads as wrong, and the right one is shown
    check = page.locator(".check")
    check.get_by_role("button", name="Check my answer").click()
    expect(check.get_by_role("status")).to_have_text("Choose an answer first.")
    check.locator(".check__option:not([data-right]) label").first.click()
    check.get_by_role("button", name="Check my answer").click()
    expect(check.get_by_text("You chose this; it is not right").filter(visible=True)).to_have_count(1)
    expect(check.get_by_text("A right answer", exact=True)).to_be_visible()
    expect(check.get_by_role("status")).to_contain_text("Saved at")

    # writes, loses the line, goes on writing, and the line comes back
    note = page.locator(".reflection")
    note.locator("textarea").fill("I would listen.")
    expect(note.get_by_role("status")).to_contain_text("Saved at")
    trainee.context.set_offline(True)
    note.locator("textarea").fill("I would listen. Then ask.")
    expect(note.get_by_role("status")).to_have_text("Not saved: no connection")
    trainee.look()
    trainee.context.set_offline(False)
    expect(note.get_by_role("status")).to_contain_text("Saved at")

    # finds both again elsewhere, without scripts too, and in the list of notes
    other = person(DESK, "dark").log_in("trainee@example.org")
    first_lesson(other)
    other.look()
    expect(other.page.locator(".reflection textarea")).to_have_value("I would listen. Then ask.")
    expect(other.page.get_by_text("You chose this; it is not right").filter(visible=True)).to_have_count(1)
    other.open("/learn/notes/")
    expect(other.page.get_by_text("I would listen. Then ask.")).to_be_visible()
    other.press("Read or change it in the lesson", role="link")
    expect(other.page.locator(".reflection textarea")).to_be_visible()


def test_done_waits_for_a_connection_and_is_sent_by_itself(person):
    trainee = person(PHONE).log_in("trainee@example.org")
    page = trainee.page
    page.goto("/learn/")
    page.locator(".trainings .card-title a").first.click()  # whatever else the first page asks for by now
    page.locator(".next-card").get_by_role("link").click()
    expect(page.get_by_role("button", name="Done, go on")).to_be_visible()
    here = page.url
    trainee.context.set_offline(True)
    page.get_by_role("button", name="Done, go on").click()
    expect(page.locator("[data-done-said]")).to_contain_text("No connection.")
    assert page.url == here
    trainee.context.set_offline(False)
    expect(page).not_to_have_url(here, timeout=60_000)  # tried again every few seconds, however busy the machine
    page.goto(here)
    expect(page.get_by_role("button", name="Done, go on")).to_have_count(0)


@pytest.mark.parametrize("path", ["/learn/", "/learn/notes/", "/curricula/", "/verify/", "/account/", None])
def test_at_twice_the_size_of_text_nothing_leaves_a_phone(person, path):
    trainee = person(PHONE).log_in("trainee@example.org")
    page = trainee.page
    if path is None:
        first_lesson(trainee)
    else:
        page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    trainee.look()
    page.locator(".site-menu summary").click()
    menu = page.locator(".site-menu .menu__panel").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= PHONE["width"]


def test_a_lesson_prints_as_a_handout(person):
    trainee = person(DESK, "dark").log_in("trainee@example.org")
    first_lesson(trainee)
    pages = PdfReader(BytesIO(trainee.page.pdf(format="Letter"))).pages
    assert len(pages) <= 3
    assert len(pages[0].extract_text().split()) > 150  # the title does not stand alone
