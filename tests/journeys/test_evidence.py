"""A retraction reaches the people concerned: one trainer, a second one, and a holder who is up to date again."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.learning import study_to_the_end

pytestmark = pytest.mark.journey
HOLDER = "demo18@example.org"  # Keiko, certified in Family & Friends, with nothing else under way


def record_a_retraction(trainer) -> None:
    page = trainer.open("/desk/evidence/new/")
    page.get_by_label("Source").select_option(index=1)
    source = page.locator("select[name=source] option").filter(has_text="Archer").first
    page.get_by_label("Source").select_option(source.get_attribute("value"))
    page.get_by_label("What happened", exact=False).first.select_option("retracted")
    page.fill("textarea[name=summary]", "The authors found an error in the data of one trial and withdrew the review.")
    trainer.press("See what it touches")
    expect(page.get_by_role("heading", name="What recording it touches")).to_be_visible()
    trainer.press("Record it")
    expect(page.get_by_text("Recorded.")).to_be_visible()
    expect(page.get_by_role("heading", name="What and who rests on it")).to_be_visible()


def edit_the_lesson(trainer) -> None:
    """Follow the first lesson's task into the CMS, change the lesson, publish."""
    page = trainer.page
    back = page.url
    page.get_by_role("link", name="Edit the lesson").first.click()
    page.locator("textarea[name=summary]").fill(
        "What studies say about treatment entry, after one of them was withdrawn."
    )
    page.get_by_role("button", name=re.compile("More actions|Actions")).last.click()
    page.get_by_role("button", name="Publish", exact=True).last.click()
    expect(page.get_by_text(re.compile("published", re.IGNORECASE)).first).to_be_visible()
    page.goto(back)


def decide_every_task(trainer) -> None:
    page = trainer.page
    page.get_by_role("button", name="I changed it and published").first.click()
    expect(page.get_by_text("Noted as changed")).to_be_visible()
    for _ in range(20):
        waiting = page.get_by_text("No change is needed", exact=True)
        if not waiting.count():
            break
        waiting.first.click()
        page.locator("details[open] textarea[name=reason]").fill("It rests on two other studies as well.")
        page.locator("details[open]").get_by_role("button", name="Keep it as it is").click()
        expect(page.get_by_text("Noted: no change needed.")).to_be_visible()
    trainer.look()


def prepare_a_release(trainer) -> str:
    page = trainer.open("/desk/releases/")
    row = page.locator("article").filter(has_text="Family & Friends")
    row.get_by_role("button", name=re.compile("Prepare a release")).click()
    trainer.look()
    page.get_by_role("radio", name=re.compile("Substantive")).check()
    page.fill(
        "textarea[name=notes]", "A review behind one lesson was withdrawn. The lesson now says what remains certain."
    )
    trainer.press("Save and see the numbers")
    expect(page.get_by_role("heading", name="The letters, word for word")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Certified, not yet renewing")).to_contain_text(
        "Retake what changed"
    )
    trainer.press("Hand on for approval")
    expect(page.get_by_text("Handed on for approval")).to_be_visible()
    assert not page.get_by_role("button", name="Approve the release").count()
    return page.url


def remark_and_be_answered(approver, author) -> None:
    """The approver asks about a passage, in the lesson as learners will get it; the author answers; that settles it."""
    page = approver.page
    page.locator(".to-read a").first.click()
    approver.look()
    expect(page.locator("ins").first).to_be_visible()  # what the summary says now
    page.get_by_text("Remark on this passage").first.click()
    page.locator("details[open] textarea[name=remark]").fill("Which of the studies is meant?")
    approver.press("Keep the remark")
    author.open(page.url.split("#")[0])
    author.page.locator(".thread summary").first.click()
    author.page.locator("details[open] textarea[name=remark]").fill("The one of 2009.")
    author.page.locator("button[name=reply]").click()
    page.reload()
    page.locator(".thread summary").first.click()
    page.locator("button[name=settle]").click()
    expect(page.locator(".thread .status").first).to_have_text("Settled")


def read_what_changed(approver) -> None:
    """Tick every lesson and quiz that is new or changed."""
    page = approver.page
    for _ in range(20):
        tick = page.get_by_role("button", name="I have read this")
        if not tick.count():
            break
        with page.expect_navigation():
            tick.click()
    expect(page.get_by_text("You have read everything that is new or changed.")).to_be_visible()


def code_of(holder) -> str:
    holder.open("/learn/")
    return re.search(r"([0-9A-Z]{4}-){4}[0-9A-Z]", holder.page.content()).group()


def test_from_a_retraction_to_a_holder_who_is_up_to_date_again(person, right_answers):
    trainer = person(DESK).log_in("trainer@example.org")
    trainer.open("/desk/evidence/")
    record_a_retraction(trainer)
    edit_the_lesson(trainer)
    decide_every_task(trainer)

    # the claim is flagged at once, before any release
    stranger = person(PHONE)
    stranger.open("/curricula/family-and-friends/")
    expect(stranger.page.get_by_text("Under review.").first).to_be_visible()

    proposal = prepare_a_release(trainer)

    # somebody else approves
    second = person(DESK, "dark").log_in("trainer2@example.org")
    assert "approve it or send it back" in " ".join(second.letter("trainer2@example.org", "waits for approval").split())
    second.open(proposal)
    expect(second.page.get_by_role("button", name="Approve the release")).to_have_count(0)  # it is to be read first
    remark_and_be_answered(second, trainer)
    read_what_changed(second)
    second.press("Approve the release")
    expect(second.page.get_by_text("F&F 2.0.0 is approved.")).to_be_visible()

    # the holder is told, and whoever checks the certificate sees it
    holder = person(PHONE).log_in(HOLDER)
    letter = holder.letter(HOLDER, "An update to Family & Friends")
    assert "A review behind one lesson was withdrawn." in " ".join(letter.split())
    code = code_of(holder)
    stranger.open(f"/verify/{code}/")
    expect(
        stranger.page.get_by_text("Update outstanding").or_(stranger.page.get_by_text("Update overdue"))
    ).to_be_visible()

    # doing it clears it
    holder.page.goto(re.search(r"http://\S+/learn/updates/\d+/", letter).group())
    holder.look()
    expect(holder.page.get_by_text("after one of them was withdrawn").first).to_be_visible()
    holder.press("Start")
    study_to_the_end(holder, right_answers)
    stranger.open(f"/verify/{code}/")
    expect(stranger.page.get_by_text("Up to date")).to_be_visible()
