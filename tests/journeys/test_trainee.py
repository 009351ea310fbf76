"""A trainee, on a phone: from sign-up to a certificate that a stranger can check."""

import re
import subprocess
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader
from pyzbar import pyzbar

from tests.journeys.conftest import PHONE
from tests.journeys.learning import answer_what_is_asked, finish_lesson, study_to_the_end, take_quiz

pytestmark = pytest.mark.journey
ADDRESS, SECRET = "amara@example.org", "seven-quiet-stones"


def sign_up(trainee) -> None:
    page = trainee.open("/")
    page.locator("main").get_by_role("link", name="Sign up").first.click()
    trainee.look()
    page.fill("input[name=display_name]", "Amara")
    page.fill("input[name=email]", ADDRESS)
    page.fill("input[name=password1]", SECRET)
    trainee.page.get_by_role("button", name=re.compile("Sign up|Create")).click()
    trainee.look()
    letter = trainee.letter(ADDRESS, "")
    page.goto(re.search(r"http://\S+/account/confirm-email/\S+/", letter).group())
    trainee.look()
    trainee.press("confirm it")
    if "/account/login/" in page.url:
        trainee.log_in(ADDRESS, password=SECRET)


def test_from_sign_up_to_a_certificate_that_a_stranger_can_check(person, right_answers, tmp_path):
    trainee = person(PHONE)
    sign_up(trainee)
    page = trainee.page

    # finds a curriculum and starts
    trainee.press("See the curricula", role="link")
    trainee.press("Family & Friends", role="link")
    trainee.press("Start this training")
    training = page.url

    # reads the first lesson, then closes the browser in the middle of the first quiz
    trainee.press("Start", role="link")
    for _ in range(3):
        finish_lesson(trainee)
    page.get_by_role("button", name="Start").click()
    trainee.look()
    answer_what_is_asked(trainee, right_answers)
    page.locator(".attempt__buttons").get_by_role("button", name="Next").click()
    expect(page).to_have_title(re.compile("Question 2"))
    trainee.close_browser()
    page = trainee.page
    page.goto(training)
    trainee.press("Go on", role="link")
    trainee.look()
    expect(page).to_have_title(re.compile("Question 2"))

    # hands in too early, reads why, and passes at the second try
    page.get_by_role("button", name="Check and hand in").filter(visible=True).first.click()
    trainee.look()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator("#result-title")).to_contain_text("Not passed yet")
    trainee.look()
    take_quiz(trainee, right_answers)
    expect(page.locator("#result-title")).to_contain_text("Passed")

    # all the rest
    page.goto(training)
    study_to_the_end(trainee, right_answers)
    trainee.look()

    # says which name is to be printed, and the certificate is there at once
    trainee.open("/learn/")
    trainee.press("Confirm your name", role="link")
    page.get_by_label("Your full name, as it is to be printed").filter(visible=True).first.fill("Amara Ngozi Péladeau")
    trainee.press("This is my name")
    trainee.open("/learn/")
    expect(page.get_by_text("Meeting Facilitator: Family & Friends").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download")).first.click()
    pdf = download.value.path().read_bytes()
    text = " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
    assert "Amara Ngozi Péladeau" in text

    # a stranger scans it
    (tmp_path / "c.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "110", "-png", "-singlefile", "c.pdf", "c"], cwd=tmp_path, check=True)
    [code] = pyzbar.decode(Image.open(tmp_path / "c.png"))
    stranger = person(PHONE, "dark")
    stranger.open(code.data.decode())
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("Yes, this certificate is valid.")
    expect(stranger.page.get_by_text("Amara Ngozi Péladeau")).to_be_visible()

    # the letter says the same
    assert "Your certificate is valid through" in trainee.letter(ADDRESS, "Your certificate is ready")
