"""A quiz without a mouse, without pressing Save, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey

QUIZ = "4/"  # every sample module has three lessons, then its quiz


def tab_to(page: Page, what: str) -> None:
    """Press Tab until the focus is on a control that matches."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", what):
            return
    raise AssertionError(f"Tab never reaches {what}.")


def test_a_quiz_with_the_keyboard_alone_survives_a_closed_browser(person):
    trainee = person().log_in("coordinator@example.org")
    trainee.open("/curricula/cbt/")
    tab_to(trainee.page, ".enrol button")
    trainee.page.keyboard.press("Enter")
    expect(trainee.page).to_have_url(re.compile(r"/learn/\d+/$"))
    trainee.open(trainee.page.url + QUIZ)
    tab_to(trainee.page, ".player__main form button")
    trainee.page.keyboard.press("Enter")
    expect(trainee.page).to_have_title(re.compile("Question 1 of"))
    trainee.look()
    attempt = trainee.page.url

    # chooses with the arrows, presses nothing else, and the browser is gone
    tab_to(trainee.page, ".option__input")
    trainee.page.keyboard.press("Space")
    trainee.page.keyboard.press("ArrowDown")
    expect(trainee.page.locator("[data-saved]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    chosen = trainee.page.locator(".option:has(:checked)").inner_text()
    trainee.close_browser()
    trainee.page.goto(attempt)
    expect(trainee.page).to_have_title(re.compile("Question 2 of"))
    trainee.page.goto(attempt + "?q=1")
    expect(trainee.page.locator(".option:has(:checked)")).to_have_text(chosen)

    # Enter in an answer goes on; the map shows what is flagged
    tab_to(trainee.page, ".option__input")
    trainee.page.keyboard.press("Enter")
    expect(trainee.page).to_have_title(re.compile("Question 2 of"))
    tab_to(trainee.page, ".flag__input")
    trainee.page.keyboard.press("Space")
    expect(trainee.page.locator("[data-map-words]")).to_contain_text("1 to come back to")
    tab_to(trainee.page, ".attempt__end")
    trainee.page.keyboard.press("Enter")
    expect(trainee.page.locator(".overview")).to_contain_text("Come back to it")
    tab_to(trainee.page, "form.actions button")
    trainee.page.keyboard.press("Enter")
    expect(trainee.page.locator("#result-title")).to_contain_text("Not passed yet")


def test_a_lesson_and_a_quiz_without_javascript(person):
    trainee = person(PHONE).log_in("trainer2@example.org")
    kept = trainee.context.storage_state()
    trainee.context.close()
    trainee.context = trainee.browser.new_context(
        base_url=trainee.site.url, viewport=PHONE, storage_state=kept, java_script_enabled=False
    )
    page = trainee.page = trainee.context.new_page()
    page.goto("/curricula/cbt/")
    page.get_by_role("button", name="Start this training").click()
    training = page.url

    # a check in a lesson is kept and explained by a form
    page.goto(training + "2/")
    check = page.locator(".check").first
    expect(check.locator(".check__feedback").first).to_be_hidden()
    check.locator(".check__option:not([data-right]) label").first.click()
    check.get_by_role("button", name="Check my answer").click()
    expect(check.get_by_text("You chose this; it is not right").filter(visible=True)).to_have_count(1)
    expect(check.locator(".check__feedback").first).to_be_visible()

    # every button of the quiz keeps the answer
    page.goto(training + QUIZ)
    page.get_by_role("button", name="Start").click()
    page.locator(".option").first.click()
    page.get_by_role("button", name="Next").click()
    expect(page.locator("[data-map-words]")).to_contain_text("1 of")
    page.locator(".option").first.click()
    page.locator(".map__item").nth(3).click()
    expect(page).to_have_title(re.compile("Question 4 of"))
    expect(page.locator("[data-map-words]")).to_contain_text("2 of")
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("button", name="Check and hand in").filter(visible=True).first.click()
    expect(page.get_by_text("questions are not answered yet")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="Every answer explained")).to_be_visible()
