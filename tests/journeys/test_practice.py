"""Somebody is observed: once more is asked for, then they pass, and hold the certificate the same minute."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.journey

PERSON = "demo22@example.org"  # Priya, who completed the training and was observed once
SCHEME = "Motivational Conversations"


def mark_all(page, *, well: bool) -> None:
    """A mark for every item, by touching its words."""
    words = {"check": "Yes" if well else "No", "never": "Not seen"}
    for item in page.locator(".judged").all():
        kind = re.search(r"judged--(\w+)", item.get_attribute("class"))[1]
        if kind == "ratio":
            first, second = item.locator("input[type=number]").all()
            first.fill("12" if well else "3")
            second.fill("5")
        elif kind == "scale":
            item.locator(".judged__choice").nth(3 if well else 1).click()
        else:
            item.locator(".judged__choice").filter(has_text=re.compile(rf"^\s*{words[kind]}\s*$")).click()


def see_result(assessor) -> None:
    """What is unsaved is saved first, then the page follows."""
    assessor.press("See the result", look=False)
    expect(assessor.page.get_by_role("heading", name="Result and signature")).to_be_visible()
    assessor.look()


def decide(assessor, decision: str) -> None:
    page = assessor.page
    page.get_by_label("Feedback").fill("You waited, and people spoke to each other.")
    page.get_by_label(decision, exact=True).check()
    page.get_by_label("Your name, as a signature").fill("Idris Coleman")
    assessor.press("Sign", look=False)
    expect(page.get_by_text("Signed. Priya is told")).to_be_visible()
    assessor.look()


def test_observed_again_and_passed_on_a_phone(person):
    assessor = person(PHONE).log_in("trainer2@example.org")
    page = assessor.open("/practice/")
    expect(page.get_by_role("heading", name="Amélie")).to_have_count(0)  # of another region
    assessor.press("Observe", role="link")
    page.get_by_role("checkbox").check()
    assessor.press("Open the form")
    mark_all(page, well=False)
    see_result(assessor)
    expect(page.get_by_label("Passed", exact=True)).to_have_count(0)
    decide(assessor, "To be repeated")

    assessor.press("Observe", role="link")
    page.get_by_role("checkbox").check()
    assessor.press("Open the form")
    assessor.context.set_offline(True)
    mark_all(page, well=True)
    expect(page.locator("[data-saved]")).to_contain_text("no connection")
    page.evaluate("window.onbeforeunload = null")
    assessor.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_contain_text("Saved", timeout=60_000)
    page.reload()
    expect(page.locator(".judged--scale input:checked")).to_have_count(2)
    page.get_by_role("button", name="One more: Reflections").click()
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    see_result(assessor)
    expect(page.get_by_text("Every rule of the rubric holds.")).to_be_visible()
    decide(assessor, "Passed")

    learner = person(PHONE, "dark").log_in(PERSON)
    shown = learner.open("/learn/")
    expect(shown.locator(".certificates").get_by_text(SCHEME).first).to_be_visible()
    shown.locator("a[href$='/result/']").first.click()
    learner.look()
    expect(shown.get_by_text("You waited, and people spoke to each other.")).to_be_visible()
