"""One question of each type, answered by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from home.views.styleguide_questions import written
from tests.journeys.conftest import DESK, PHONE, Person
from tests.journeys.learning import words
from tests.journeys.test_quiz_by_hand import tab_to

pytestmark = pytest.mark.journey

_RELEASE = """
import django; django.setup()
from django.utils import timezone
from courses.authoring.models import ModulePage
from home.views.styleguide_questions import written
from tests import factories
made = factories.make_curriculum("every-type", title="Every type of question", modules=1, lessons=0, questions=0)
asked = [factories.make_question(f"type-{kind}".replace("_", "-"), stem=stem, body=[(kind, value)]) for kind, (stem, value) in written().items()]
factories.make_quiz(ModulePage.objects.child_of(made).get(), asked, title="One of each", pass_mark=100)
factories.make_release(made, at=timezone.now())
"""  # noqa: E501


@pytest.fixture(scope="module")
def every_type(site) -> dict[str, tuple[str, dict]]:
    """A released quiz with one question of each type; what they ask, by type."""
    site.run("-c", _RELEASE)
    return written()


class Hands:
    """Somebody who answers without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self, script: str) -> str:
        return words(self.page.evaluate(f"(() => {{ const here = document.activeElement; return {script}; }})()"))

    def single(self, value: dict) -> None:
        self._choose({option["text"] for option in value["options"] if option["correct"]})

    def true_false(self, value: dict) -> None:
        self._choose({value["answer"].capitalize()})

    def _choose(self, right: set[str]) -> None:
        tab_to(self.page, ".option__input")
        self.page.keyboard.press("Space")
        for _ in range(5):
            if self.focused("here.closest('label').innerText") in right:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{right} cannot be chosen.")

    def multiple(self, value: dict) -> None:
        right = {option["text"] for option in value["options"] if option["correct"]}
        for _ in value["options"]:
            tab_to(self.page, ".option__input")
            if self.focused("here.closest('label').innerText") in right:
                self.page.keyboard.press("Space")

    def matching(self, value: dict) -> None:
        right = {pair["left"]: pair["right"] for pair in value["pairs"]}
        for _ in right:
            tab_to(self.page, ".row-answer select")
            self._select(right[self.focused("here.labels[0].innerText")])

    def _select(self, right: str) -> None:
        for _ in range(10):
            if self.focused("here.selectedOptions[0].text") == right:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"“{right}” cannot be chosen.")

    def ordering(self, value: dict) -> None:
        rows = self.page.locator("[data-ordering-item] label")
        expect(self.page.locator(".ordering select").first).to_be_hidden()
        for place, text in enumerate(value["items"]):
            tab_to(self.page, f'[aria-label="Move up: {text}"]')
            for _ in range(len(value["items"])):
                if words(rows.nth(place).inner_text()) == text:
                    break
                self.page.keyboard.press("Enter")
                assert self.focused("here.getAttribute('aria-label')") == f"Move up: {text}"
        if self.page.locator(".ordering__keep").is_visible():
            tab_to(self.page, ".ordering__keep")
            self.page.keyboard.press("Enter")
        assert [words(text) for text in rows.all_inner_texts()] == value["items"]
        tab_to(self.page, f'[aria-label="Move down: {value["items"][-1]}"]')
        self.page.keyboard.press("Space")  # where it cannot go on, it is said where it stands
        count = len(value["items"])
        said = f"{value['items'][-1]}: place {count} of {count}"
        expect(self.page.locator(".ordering [role=status]")).to_have_text(said)

    def short_answer(self, value: dict) -> None:
        tab_to(self.page, ".written")
        self.page.keyboard.type(value["answers"][0]["text"])

    def numeric(self, value: dict) -> None:
        tab_to(self.page, ".written")
        self.page.keyboard.type(f"{value['number']} {value['units'][0]}")

    def cloze(self, value: dict) -> None:
        for inside in re.findall(r"\[\[(.*?)\]\]", value["text"]):
            tab_to(self.page, ".cloze__gap")
            if self.focused("here.tagName") == "SELECT":
                self._select(next(part[1:] for part in inside.split("|") if part.startswith("*")))
            else:
                self.page.keyboard.type(inside.split("|")[0])


def begun(trainee: Person) -> Page:
    trainee.open("/curricula/every-type/")
    tab_to(trainee.page, ".enrol button")
    trainee.page.keyboard.press("Enter")
    expect(trainee.page).to_have_url(re.compile(r"/learn/\d+/$"))
    trainee.open(trainee.page.url + "1/")
    tab_to(trainee.page, ".player__main form button")
    trainee.page.keyboard.press("Enter")
    expect(trainee.page).to_have_title(re.compile("Question 1 of"))
    return trainee.page


@pytest.mark.parametrize(("screen", "email"), [(DESK, "trainee@example.org"), (PHONE, "coordinator@example.org")])
def test_one_question_of_each_type_by_keyboard_alone(person, every_type, screen, email):
    trainee = person(screen, "light" if screen is DESK else "dark").log_in(email)
    page = begun(trainee)
    hands = Hands(page)
    for number, (kind, (stem, value)) in enumerate(every_type.items(), start=1):
        expect(page).to_have_title(re.compile(f"Question {number} of {len(every_type)}"))
        expect(page.locator(".question__stem")).to_have_text(stem)
        trainee.look()
        getattr(hands, kind)(value)
        expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
        expect(page.locator("[data-map-words]")).to_have_text(f"{number} of {len(every_type)} answered")
        trainee.look()
        tab_to(page, ".attempt__buttons .btn-primary")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hand in your answers?")).to_be_visible()
    tab_to(page, "form.actions button")
    page.keyboard.press("Enter")
    expect(page.locator("#result-title")).to_contain_text("Passed")
    trainee.look()


def test_answers_of_every_type_come_back_from_another_page(person, every_type):
    """What one page saves stands in the fields of another that was open before, as soon as that saves something itself."""
    trainee = person(DESK).log_in("trainer2@example.org")
    page = begun(trainee)
    attempt = page.url.split("?")[0]
    hands, stems = Hands(page), list(every_type)
    for kind in ("ordering", "cloze"):
        number = stems.index(kind) + 1
        page.goto(f"{attempt}?q={number}")
        other = trainee.context.new_page()
        other.goto(f"{attempt}?q={number}")
        getattr(hands, kind)(every_type[kind][1])
        expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
        other.locator(".flag__input").check()
        if kind == "ordering":
            expect(other.locator(".ordering__state")).to_have_text("This order is your answer.")
            labels = other.locator("[data-ordering-item] label").all_inner_texts()
            assert [words(text) for text in labels] == every_type[kind][1]["items"]
        else:
            expect(other.locator("input.cloze__gap").first).to_have_value("belief")
        other.close()
