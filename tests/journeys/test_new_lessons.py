"""A lesson and a quiz that are new: written as files, read and remarked on by whoever approves them, then taken."""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.learning import finish_lesson, words
from tests.journeys.test_evidence import read_what_changed

pytestmark = pytest.mark.journey
LEARNER = "demo15@example.org"  # Grace, who has just begun another training
STEM = "Somebody has just told the group about a loss. What do you say before you close the practice?"
RIGHT, WRONG = "“Thank you. Take the time you need; you can stay for a moment.”", "“Let us all take one deep breath.”"
_LESSON = """---
title: Closing after something heavy
summary: What to say and what to leave out when a meeting ends on something hard.
minutes: 10
---
A practice may be the last thing before people go home. **Leave room**, and say who stays behind.

:::role-play
title: The last three minutes
setting: An evening meeting of six people, three minutes before the end.
lines:
  - speaker: Ines (facilitator)
    text: I would like us to end slowly. Nobody has to close their eyes.
  - speaker: Kofi
    text: I do not want to go home yet.
debrief: What did Ines leave open?
:::

:::check
question: Who decides whether eyes are closed?
options:
  - text: The person whose eyes they are
    correct: true
    feedback: Yes. It is offered, and never asked for.
  - text: Whoever leads
    feedback: Then it would be an instruction.
:::

:::claim
claim: mind-staying-in
:::
"""
_QUIZ = """title: "Check your understanding: closing"
intro: One question about the lesson before it.
pass_mark: 100
max_attempts: null
layout: one
questions: [mind-close-loss]
"""
_QUESTION = f"""
- key: mind-close-loss
  topic: mind-closing
  type: single
  stem: "{STEM}"
  options:
    - text: {WRONG}
      rationale: A breath is not an answer to what was said.
    - text: {RIGHT}
      correct: true
      rationale: It answers the person, and leaves the choice with them.
  claims: [mind-staying-in]
"""


def with_a_new_module(bundle: bytes) -> bytes:
    """The bundle of a curriculum, with a module of one lesson and one quiz, on a question of its own."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    [bank] = [name for name in files if name.endswith("questions.yaml")]
    root = bank.removesuffix("questions.yaml")
    files[bank] += _QUESTION
    files[root + "02-closing/module.yaml"] = "title: Closing\nsummary: How a practice ends.\n"
    files[root + "02-closing/01-after-something-heavy.md"] = _LESSON
    files[root + "02-closing/02-check.quiz.yaml"] = _QUIZ
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


def bring_it_in(trainer) -> None:
    """Take the curriculum away as files, add to them, upload them again, see what that changes, import."""
    page = trainer.open("/desk/curricula/mindfulness/bundle/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as bundle").click()
    bundle = with_a_new_module(download.value.path().read_bytes())
    page.set_input_files(
        "input[type=file]", {"name": "mindfulness.zip", "mimeType": "application/zip", "buffer": bundle}
    )
    trainer.press("Upload and see what would change")
    expect(page.get_by_role("heading", name="4 added")).to_be_visible()
    trainer.press("Import it")
    expect(page.get_by_text("Imported: 4 changes")).to_be_visible()


def hand_on(trainer) -> str:
    """The address of a proposal that waits for somebody else."""
    page = trainer.page
    row = page.locator("article").filter(has_text="Mindfulness practice")
    row.get_by_role("button", name=re.compile("Prepare a release")).click()
    trainer.look()
    page.get_by_role("radio", name=re.compile("Clarifying")).check()
    page.fill("textarea[name=notes]", "There is a new module about closing a practice. It takes about 15 minutes.")
    trainer.press("Hand on for approval")
    expect(page.get_by_text("Handed on for approval")).to_be_visible()
    return page.url


def read_the_lesson(approver) -> None:
    """The frozen lesson, whole, as learners get it."""
    page = approver.page
    page.locator(".to-read").get_by_role("link", name="Closing after something heavy").click()
    approver.look()
    expect(page.get_by_text("This lesson is new.")).to_be_visible()
    expect(page.locator(".role-play__line").filter(has_text="I do not want to go home yet.")).to_be_visible()
    right = page.locator(".check__option").filter(has_text="The person whose eyes they are")
    expect(right.get_by_text("A right answer", exact=True)).to_be_visible()
    expect(right.get_by_text("It is offered, and never asked for.")).to_be_visible()
    expect(page.get_by_text("Then it would be an instruction.")).to_be_visible()
    expect(page.locator(".candidate .claim").first).to_be_visible()


def ask_about_the_scene(approver) -> None:
    """A remark on one passage: the role-play, and nothing else."""
    page = approver.page
    scene = page.locator(".part").filter(has=page.locator(".role-play"))
    scene.get_by_text("Remark on this passage").click()
    scene.get_by_label("Your remark").fill("Kofi should get an answer.")
    scene.get_by_role("button", name="Keep the remark").click()
    expect(scene.locator(".thread")).to_contain_text("Kofi should get an answer.")
    expect(page.locator(".thread")).to_have_count(1)


def read_the_quiz(approver, proposal: str) -> None:
    """Every question with every answer, which is right, and why."""
    page = approver.open(proposal)
    page.locator(".to-read").get_by_role("link", name="Check your understanding: closing").click()
    approver.look()
    expect(page.get_by_text("This quiz is new.")).to_be_visible()
    expect(page.get_by_role("heading", name=STEM)).to_be_visible()
    for said in (RIGHT, WRONG, "A breath is not an answer to what was said.", "It answers the person"):
        expect(page.get_by_text(said).first).to_be_visible()


def test_new_lessons_are_read_remarked_on_and_approved_before_anybody_learns_them(person):
    learner = person(PHONE).log_in(LEARNER)
    learner.open("/curricula/mindfulness/")
    learner.press("Start this training")
    training = learner.page.url

    trainer = person(DESK).log_in("trainer@example.org")
    bring_it_in(trainer)
    proposal = hand_on(trainer)
    learner.open(training)
    expect(learner.page.get_by_text("Closing after something heavy")).to_have_count(0)  # nobody has approved it

    second = person(DESK, "dark").log_in("trainer2@example.org")
    second.open(proposal)
    read_the_lesson(second)
    ask_about_the_scene(second)
    read_the_quiz(second, proposal)
    read_what_changed(second)
    expect(second.page.get_by_text("1 remark is not settled yet.")).to_be_visible()
    expect(second.page.get_by_role("button", name="Approve the release")).to_have_count(0)
    second.page.locator("main").get_by_role("link", name="Closing after something heavy").first.click()
    second.page.get_by_text("Answer or settle").click()
    second.page.locator("button[name=settle]").click()
    expect(second.page.locator(".thread .status")).to_have_text("Settled")
    second.open(proposal)
    second.press("Approve the release")
    expect(second.page.get_by_text("MIND 1.1.0 is approved.")).to_be_visible()

    # whoever was learning has moved, and takes what is new as it was read
    page = learner.page
    for _ in range(40):
        page.goto(training)
        if page.get_by_role("link", name="Go on there").count():
            break
        page.wait_for_timeout(500)
    learner.press("Go on there", role="link")
    learner.press("Closing after something heavy", role="link")
    expect(page.locator(".role-play__line").filter(has_text="I do not want to go home yet.")).to_be_visible()
    finish_lesson(learner)
    page.get_by_role("button", name="Start").click()
    learner.look()
    assert words(page.locator(".question__stem").inner_text()) == STEM
    page.locator("label.option").filter(has_text=RIGHT).click()
    page.get_by_role("button", name="Check and hand in").filter(visible=True).first.click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("#result-title")).to_contain_text("Passed")
