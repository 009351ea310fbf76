"""A question turns out to be mis-keyed: a trainee misses it, a trainer corrects it, and the score rises, with a letter."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.learning import answer_what_is_asked, words

pytestmark = pytest.mark.journey
TRAINEE = "demo20@example.org"
CURRICULUM = "cbt"


def hand_in_with_one_missed(trainee, right) -> tuple[str, str]:
    """A first quiz with the first question answered otherwise; returns that question and the answer given to it."""
    page = trainee.page
    page.get_by_role("button", name="Start", exact=True).click()
    asked = page.locator("fieldset.question").first
    question = words(asked.locator(".question__stem").inner_text())
    given = ""
    while True:
        answer_what_is_asked(trainee, right)
        if not given:
            other = [
                one for one in asked.locator("label.option").all() if words(one.inner_text()) not in right[question]
            ]
            given = words(other[0].inner_text())
            other[0].click()
        following = page.locator(".attempt__buttons").get_by_role("button", name="Next")
        if not following.count():
            break
        before = page.title()
        following.click()
        expect(page).not_to_have_title(before)
    page.get_by_role("button", name="Check and hand in").filter(visible=True).first.click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("#result-title")).to_be_visible()
    return question, given


def points(trainee) -> int:
    return int(re.search(r"You answered (\d+) of", trainee.page.locator(".next-card").inner_text())[1])


def find_the_question(trainer, question: str) -> None:
    """From the release, by the figures of its quizzes, to those of the question."""
    page = trainer.open("/desk/releases/")
    page.locator(f"#{CURRICULUM}").get_by_role("link", name=re.compile(r"\d\.\d\.\d")).first.click()
    quizzes = [one.get_attribute("href") for one in page.locator("main a[href*='/quizzes/']").all()]
    for quiz in quizzes:
        page.goto(quiz)
        found = page.get_by_role("link", name=question)
        if found.count():
            found.first.click()
            trainer.look()
            return
    raise AssertionError("No quiz asks it.")


def test_a_mis_keyed_question_is_corrected_and_whoever_missed_it_has_the_point(person, right_answers):
    trainee = person(PHONE).log_in(TRAINEE)
    trainee.open(f"/curricula/{CURRICULUM}/")
    trainee.press("Start this training")
    page = trainee.page
    page.locator("main a").filter(has_text="Quiz").first.click()
    trainee.look()
    question, given = hand_in_with_one_missed(trainee, right_answers)
    before, result = points(trainee), page.url
    expect(page.get_by_text("Not right", exact=True)).to_be_visible()

    trainer = person(DESK, "dark").log_in("trainer@example.org")
    find_the_question(trainer, question)
    trainer.press("Correct this question", role="link")
    desk = trainer.page
    expect(desk.get_by_text("and about nothing else.")).to_be_visible()
    desk.get_by_role("radio", name=re.compile("Another answer is right instead")).check()
    desk.locator("label.option").filter(has_text=given).click()
    trainer.press("See what it changes")
    expect(desk.locator("#preview")).to_contain_text("of 1 person.")
    desk.get_by_label("What was wrong").fill("The answer sheet named the wrong sentence.")
    trainer.press("Correct the question")
    expect(desk.get_by_text("The question is corrected.")).to_be_visible()
    expect(desk.get_by_text("The answer sheet named the wrong sentence.")).to_be_visible()

    letter = " ".join(trainee.letter(TRAINEE, "a question was corrected").split())
    assert "What was wrong: The answer sheet named the wrong sentence." in letter
    assert result in letter
    trainee.open(result)
    assert points(trainee) == before + 1
    expect(page.get_by_text("This question was corrected on")).to_be_visible()
    expect(page.get_by_text("Not right", exact=True)).to_have_count(0)
    desk.reload()
    trainer.look()
    expect(desk.locator("main tbody tr")).to_have_count(1)
