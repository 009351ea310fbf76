"""Every page that somebody can reach by links, for each role: axe-core finds nothing, in light and dark, wide and narrow."""

from collections import deque
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.journeys.conftest import DESK, PHONE

pytestmark = [pytest.mark.journey, pytest.mark.walk]

_BEGINNINGS = ["/", "/learn/", "/desk/", "/account/", "/verify/", "/operations/", "/styleguide/", "/nowhere/"]
_NOT_OURS = (
    "/cms/",
    "/documents/",
    "/media/",
    "/static/",
    "/mailbox/",
)  # Wagtail's own; files; what mail programs show
_FILES = (".pdf", ".csv", ".json", ".zip", ".ics", ".xml", ".txt", ".png", ".js", ".css")
_OF_ONE_KIND = 2  # pages of one address pattern that are looked at; they differ in what they hold, not in how


def _kind(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return "nowhere"


def _links(page) -> list[str]:
    """The addresses on this site that the page leads to."""
    found = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(one => one.href)")
    here = urlsplit(page.url)
    parts = [urlsplit(one) for one in found]
    return [one.path for one in parts if one.netloc == here.netloc and not one.path.startswith(_NOT_OURS)]


def _opened(page, path: str) -> bool:
    """Whether there is a page at the address; a file is put away."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False
    return bool(answer and answer.headers.get("content-type", "").startswith("text/html"))


def _complaints(page) -> list[str]:
    shows_parts_again = urlsplit(page.url).path == "/styleguide/"  # the same landmark stands there in each of its forms
    return [
        f"{one['id']}: {node['html'][:140]}"
        for one in Axe().run(page).response["violations"]
        if not (shows_parts_again and one["id"] == "landmark-unique")
        for node in one["nodes"]
    ]


def _looked_at(page) -> list[str]:
    """What is wrong with the page in front of somebody, at a desk in the light and on a phone in the dark."""
    found = []
    for screen, scheme in ((DESK, "light"), (PHONE, "dark")):
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour half way to another
        found += [f"{page.url} ({scheme}): {one}" for one in _complaints(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wider > 0:
            found.append(f"{page.url}: {wider} px wider than {screen['width']} px")
    return found


@pytest.mark.parametrize(
    "email",
    [
        None,
        "trainee@example.org",
        "trainer@example.org",
        "coordinator@example.org",
        "admin@example.org",
    ],
)
def test_no_page_stands_in_anybodys_way(person, email):
    """They begin where a newcomer would, and follow every link."""
    somebody = person()
    if email:
        somebody.log_in(email)
    page, wrong = somebody.page, []
    waiting, seen, kinds = deque(_BEGINNINGS), set(), {}
    while waiting:
        path = waiting.popleft()
        kind = _kind(path)
        if path in seen or path.lower().endswith(_FILES) or kinds.get(kind, 0) >= _OF_ONE_KIND:
            continue
        seen.add(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        is_page = _opened(page, path)
        if not is_page or urlsplit(page.url).path.startswith(_NOT_OURS):
            continue
        wrong += _looked_at(page)
        waiting.extend(_links(page))
    assert len(kinds) > (8 if email is None else 15)
    assert wrong == [], "\n".join(wrong)
