"""A coordinator finds, filters, exports and revokes; a stranger verifies."""

import csv
import re
import unicodedata
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey


def exported(coordinator, query: str = "") -> list[dict[str, str]]:
    """The rows of the roster's CSV file."""
    coordinator.page.goto(f"/desk/roster/{query}")
    with coordinator.page.expect_download() as download:
        coordinator.page.get_by_role("link", name="Export as CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_finding_filtering_exporting_and_revoking(person):
    coordinator = person(DESK).log_in("coordinator@example.org")
    page = coordinator.open("/desk/roster/")
    expect(page.get_by_role("link", name="Aiyana Beaucage")).to_be_visible()
    assert not page.get_by_text("Zoë Tremblay").count()  # of another region

    coordinator.press("Due for renewal", role="link")
    expect(page.get_by_role("link", name="Samuel Okafor")).to_be_visible()
    assert not page.get_by_role("link", name="Aiyana Beaucage").count()

    coordinator.open("/desk/roster/")
    page.get_by_text("Search and filter").click()
    page.fill("input[name=name]", "nguyễn")
    coordinator.press("Show")
    expect(page.get_by_text("1 person fits")).to_be_visible()
    coordinator.press("Nguyễn Thị Hoa", role="link")
    expect(page.get_by_role("heading", name="History")).to_be_visible()

    rows = exported(coordinator)
    assert {"Aiyana Beaucage", "Samuel Okafor"} <= {row["Name on certificates"] for row in rows}
    assert "Zoë Tremblay" not in {row["Name on certificates"] for row in rows}

    # revokes one, with a reason
    coordinator.open("/desk/roster/?name=obinna")
    coordinator.press("Obinna Eze", role="link")
    page.get_by_text("Revoke", exact=True).click()
    coordinator.look()
    form = page.locator("details[open] form")
    form.get_by_label("Reason").select_option("no_longer_valid")
    form.get_by_role("button", name="Revoke this certificate").click()
    expect(page.get_by_text("Obinna Eze will be told.")).to_be_visible()
    coordinator.look()
    [code] = [row["Code"] for row in rows if row["Name on certificates"] == "Obinna Eze"]
    stranger = person(PHONE)
    stranger.open(f"/verify/{code}/")
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("No, this certificate was revoked.")
    assert "was revoked" in coordinator.letter("demo19@example.org", "revoked")

    # on a phone, and on a screen that prefers dark
    small = person(PHONE, "dark").log_in("coordinator@example.org")
    small.open("/desk/roster/")
    small.open("/desk/roster/?status=overdue")


_LEFT_EDGES = (
    "cells => cells.filter(cell => cell.offsetWidth).map(cell => Math.round(cell.getBoundingClientRect().left))"
)


def test_the_roster_on_paper_is_whole(person):
    """Every label stands above its column, nothing is cut off, and no word is broken."""
    page = person(DESK).log_in("coordinator@example.org").open("/desk/roster/")
    page.set_viewport_size({"width": 740, "height": 960})  # the width of a letter between its margins
    page.emulate_media(media="print")
    page.locator(".roster tbody tr").filter(has_text="Aiyana Beaucage").evaluate(
        "row => row.classList.add('looked-at')"
    )
    labels = page.eval_on_selector_all(".roster thead th", _LEFT_EDGES)
    assert labels == page.eval_on_selector_all(".looked-at > *", _LEFT_EDGES)
    assert len(labels) == 6  # without the one for ticks
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    paper = PdfReader(BytesIO(page.pdf(format="Letter")))
    text = unicodedata.normalize("NFKC", " ".join(sheet.extract_text() for sheet in paper.pages))  # no ligatures
    words = " ".join(text.split())
    for whole in ("Person, region", "Certificate", "May facilitate", "Beaucage", "Thunder Bay", "Update outstanding"):
        assert whole in words


def test_a_stranger_verifies_whatever_the_certificate_is(person):
    coordinator = person(DESK).log_in("coordinator@example.org")
    rows = [row for row in exported(coordinator) if row["Code"]]
    codes = {row["Status"]: row["Code"] for row in rows}
    name = next(row["Name on certificates"] for row in rows if row["Code"] == codes["Valid"])
    stranger = person(PHONE)
    page = stranger.open("/verify/")
    answers = {
        "Valid": "Yes, this certificate is valid.",
        "Due for renewal": "Yes, this certificate is valid.",
        "In the grace period": "This certificate is in its grace period.",
        "Expired": "No, this certificate has expired.",
        "Suspended": "No, this certificate is suspended.",
        "Revoked": "No, this certificate was revoked.",
    }
    assert set(answers) <= set(codes)
    for status, answer in answers.items():
        page.goto("/verify/")
        page.get_by_label("Code of the certificate").fill(codes[status].lower().replace("-", " "))
        page.get_by_role("button", name="Verify").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(answer)
        stranger.look()

    # the forms of the answer's own page are taken: a name is compared, another language spoken
    for typed, words in ((name.upper(), "It is the same name"), ("Somebody Else", "It is another name")):
        page.goto(f"/verify/{codes['Valid']}/")
        page.get_by_label("The name on the document before you").fill(typed)
        page.get_by_role("button", name="Compare").click()
        expect(page.get_by_text(words)).to_be_visible()
        stranger.look()
    for language, heading in (
        ("Français", "Oui, ce certificat est valide."),
        ("English", "Yes, this certificate is valid."),
    ):
        page.get_by_role("button", name=language).click()
        page.goto(f"/verify/{codes['Valid']}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)

    # a typo is answered kindly, and keeps what was typed
    typo = codes["Valid"][:-1] + ("0" if codes["Valid"][-1] != "0" else "1")
    page.goto("/verify/")
    page.get_by_label("Code of the certificate").fill(typo)
    page.get_by_role("button", name="Verify").click()
    stranger.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("This cannot be a code")
    expect(page.get_by_label("Code of the certificate")).to_have_value(typo)

    # and nothing behind a login is open
    for path in ("/learn/", "/desk/", "/desk/releases/", "/cms/"):
        page.goto(path)
        expect(page).to_have_url(re.compile("/account/login/"))
        stranger.look()


def test_finding_ones_way_from_the_first_page(person):
    """Nobody told her where anything is: she logs in, and follows what she reads."""
    coordinator = person(PHONE).log_in("coordinator@example.org")
    page = coordinator.page
    expect(page).to_have_url(re.compile("/desk/$"))
    coordinator.look()

    # somebody has not done what was asked of them: who, what, and since when
    coordinator.press("an overdue update", role="link")
    page.locator("main a[href^='/desk/people/']").first.click()
    coordinator.look()
    expect(page.get_by_text("Update overdue").filter(visible=True).first).to_be_visible()

    # may this person facilitate today?
    page.locator("summary").filter(has_text="Menu").click()
    page.locator(".site-menu").get_by_role("link", name="Desk", exact=True).click()
    page.get_by_label("Find somebody").fill("okafor")
    coordinator.press("Find")
    coordinator.press("Samuel Okafor", role="link")
    expect(page.get_by_text("May facilitate").first).to_be_visible()

    # whom to ask when she does not know
    page.get_by_role("link", name="Help and contact").click()
    coordinator.look()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


_CAMERA = """
const picture = document.createElement("canvas"), pen = picture.getContext("2d");
setInterval(() => pen.fillRect(0, 0, Math.random() * 9, 9), 100);
navigator.mediaDevices.getUserMedia = async () => {
  if (window.refused) throw new Error("refused");
  return picture.captureStream(5);
};
window.BarcodeDetector = class { async detect() { return [{ rawValue: window.scanned }]; } };
"""


def test_a_stranger_scans_a_code(person):
    """The browser's reader of codes and its camera are played; the rest is the page."""
    coordinator = person(DESK).log_in("coordinator@example.org")
    code = next(row["Code"] for row in exported(coordinator) if row["Status"] == "Valid")
    plain = person(PHONE)
    plain.open("/verify/")
    expect(plain.page.get_by_role("button", name="Scan the QR code")).to_be_hidden()  # this browser cannot

    stranger = person(PHONE, "dark")
    page = stranger.page
    page.add_init_script(_CAMERA)
    stranger.open("/verify/")
    page.evaluate("window.refused = true")
    stranger.press("Scan the QR code")
    expect(page.get_by_text("The camera cannot be used.")).to_be_visible()
    stranger.press("Type the code instead")
    page.evaluate(f"window.refused = false; window.scanned = '{stranger.site.url}/verify/{code}/'")
    stranger.press("Scan the QR code", look=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, this certificate is valid.")
