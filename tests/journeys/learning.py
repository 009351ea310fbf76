"""Taking a training in the browser: reading lessons, answering quizzes."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Person, words


def answer_what_is_asked(person: Person, right: dict[str, set[str]]) -> None:
    """Choose the right options of the question on the screen, or of all of them."""
    for question in person.page.locator("fieldset.question").all():
        wanted = right[words(question.locator(".question__stem").inner_text())]
        for option in question.locator("label.option").all():
            if words(option.inner_text()) in wanted:
                option.click()


def take_quiz(person: Person, right: dict[str, set[str]], *, answers: bool = True) -> None:
    """A whole attempt from its introduction to its result, every answer right or all left open."""
    page = person.page
    page.get_by_role("button", name=re.compile("Start|Try again")).click()
    while answers:
        answer_what_is_asked(person, right)
        following = page.locator(".attempt__buttons").get_by_role("button", name="Next")
        if not following.count():
            break
        before = page.title()
        following.click()
        expect(page).not_to_have_title(before)
    page.get_by_role("button", name="Check and hand in").filter(visible=True).first.click()
    expect(page.get_by_role("heading", name="Hand in your answers?")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("#result-title")).to_be_visible()


def finish_lesson(person: Person) -> None:
    """Say that it is done and wait for what comes next: it is sent before the page changes, at whatever moment that is."""
    with person.page.expect_navigation():
        person.page.get_by_role("button", name="Done, go on").click()
    person.look()


def study_to_the_end(person: Person, right: dict[str, set[str]]) -> None:
    """From the training page: go on with whatever is next until everything is done."""
    page = person.page
    training = page.url
    for _ in range(60):
        page.goto(training)
        if page.get_by_text("Completed on").count():
            return
        with page.expect_navigation():  # what comes next is told by the page that it leads to
            page.locator(".next-card").get_by_role("link").click()
        if page.get_by_role("button", name="Done, go on").count():
            finish_lesson(person)
        else:
            take_quiz(person, right)
            expect(page.locator("#result-title")).to_contain_text("Passed")
    raise AssertionError("The training does not end.")
