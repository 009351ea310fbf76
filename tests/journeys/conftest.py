"""One browser, one site, and people who walk through it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from courses.contents.typography import typeset_text
from tests.journeys.site import PASSWORD, ROOT, DemoSite

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[DemoSite]:
    with DemoSite(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield chromium
        chromium.close()


def words(text: str) -> str:
    """A text as pages show it."""
    return typeset_text(" ".join(text.split()), "en")


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, site: DemoSite, screen: dict, scheme: str = "light") -> None:
        self.browser, self.site, self.screen, self.scheme = browser, site, screen, scheme
        self.context: BrowserContext = self._new_context()
        self.page: Page = self.context.new_page()

    def _new_context(self, **options) -> BrowserContext:
        return self.browser.new_context(
            base_url=self.site.url, viewport=self.screen, color_scheme=self.scheme, accept_downloads=True, **options
        )

    def open(self, path: str) -> Page:
        self.page.goto(path)
        self.look()
        return self.page

    def look(self) -> None:
        """The page in front of the person: nothing sticks out at the side, and axe-core finds nothing serious."""
        self.page.wait_for_load_state()
        wider = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{self.page.url} is {wider} px wider than the screen"
        found = Axe().run(self.page).response["violations"]
        grave = [
            f"{one['id']}: {node['html'][:160]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert grave == [], f"{self.page.url}: {grave}"

    def press(self, name: str, *, role: str = "button", look: bool = True) -> None:
        """Press a button or follow a link by the words on it."""
        self.page.get_by_role(role, name=re.compile(re.escape(name))).filter(visible=True).first.click()
        if look:
            self.look()

    def log_in(self, email: str, *, password: str = PASSWORD) -> "Person":
        self.page.goto("/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        expect(self.page).not_to_have_url(re.compile("/account/login/"))
        return self

    def close_browser(self) -> None:
        """Shut the browser and open it again, still logged in: only cookies stay."""
        kept = self.context.storage_state()
        self.context.close()
        self.context = self._new_context(storage_state=kept)
        self.page = self.context.new_page()

    def letter(self, to: str, subject: str) -> str:
        """The text of the newest letter to somebody whose subject has these words, as the mailbox shows it."""
        row = self.page.locator("tr").filter(has_text=to).filter(has_text=subject).first
        for _ in range(40):
            self.page.goto("/mailbox/")
            if row.count():
                break
            self.page.wait_for_timeout(500)
        row.get_by_role("link").click()
        return self.page.locator(".letter-text").inner_text()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call":
        item.journey_failed = report.failed
    return report


@pytest.fixture
def person(browser, site, request):
    """Make people: person(PHONE), person(DESK, "dark"). When the journey fails, var/journeys shows what each one saw last."""
    made: list[Person] = []

    def make(screen: dict = DESK, scheme: str = "light") -> Person:
        made.append(Person(browser, site, screen, scheme))
        return made[-1]

    yield make
    for number, one in enumerate(made):
        if getattr(request.node, "journey_failed", False):
            one.page.screenshot(path=ROOT / "var" / "journeys" / f"{request.node.name}-{number}.png", full_page=True)
        one.context.close()


@pytest.fixture(scope="session")
def right_answers() -> dict[str, set[str]]:
    """The right options of every sample question, by its words."""
    banks = [yaml.safe_load(path.read_text()) for path in Path(ROOT / "samples").glob("*/questions.yaml")]
    return {
        words(question["stem"]): {words(option["text"]) for option in question["options"] if option.get("correct")}
        for bank in banks
        for question in bank
    }
