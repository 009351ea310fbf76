"""A lesson is rendered once for many readers: each gets exactly what would have been rendered for them alone."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from accounts import roles
from accounts.models import Region
from courses.learning import completion, enrolling
from courses.learning.models import Enrolment
from courses.learning.views import reading
from evidence import updating
from evidence.models import Source
from lms import fragments
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def curriculum():
    source = factories.make_source("okoye-2018")
    claim = factories.make_claim("practice-aloud", sources=[source])
    return factories.make_curriculum_with_notebook(modules=2, lessons=2, claim=claim)


@pytest.fixture
def readers(curriculum, coordinator):
    """People of every kind who take it, with their trainings."""
    found = {}
    for name in ("Amal", "Bo", "Célie", "Dara & <Co>"):
        person = factories.make_user(f"reader{len(found)}@example.org", name=name)
        found[name] = (person, factories.enrolled(person, curriculum))
    author, _ = factories.trainers_of(curriculum)
    found["author"] = (author, factories.enrolled(author, curriculum))
    roles.make_coordinator(found["Bo"][0], Region.objects.get(slug="toronto"))
    person, enrolment = found["Célie"]
    person.language = "fr"
    person.save(update_fields=["language"])
    completion.complete_lesson(enrolment, factories.items_of(enrolment)[0]["hash"], at=NOON)
    return found


def page(person, enrolment, *, number=1, theme="") -> str:
    reader = Client()
    reader.force_login(person)
    if theme:
        reader.cookies["theme"] = theme
    return reader.get(f"/learn/{enrolment.pk}/{number}/").content.decode()


def without_tokens(html: str) -> str:
    """The page without what differs each time it is asked for."""
    html = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", html)
    return re.sub(r'(name="page" value=")[^"]*', r"\1", html)


@pytest.fixture
def alone(monkeypatch):
    """The page as it is rendered for one reader from their own records, nothing of it shared."""

    def render(*args, **kwargs) -> str:
        with monkeypatch.context() as patched:
            patched.setattr(reading, "_shared_page", reading._own_page)
            fragments.forget()
            return without_tokens(page(*args, **kwargs))

    return render


@pytest.mark.parametrize("number", [1, 2])
def test_each_gets_what_would_have_been_rendered_for_them_alone(readers, alone, number):
    expected = {name: alone(*one, number=number) for name, one in readers.items()}
    fragments.forget()
    for _ in range(2):
        got = {name: without_tokens(page(*one, number=number)) for name, one in readers.items()}
        assert got == expected
    for name, (person, enrolment) in readers.items():
        others = [one for other, one in readers.items() if other != name]
        assert f"/learn/{enrolment.pk}/" in got[name]
        assert not any(f"/learn/{one.pk}/" in got[name] or someone.email in got[name] for someone, one in others)
        assert person.email in got[name]
        assert "\ue000" not in got[name]
        assert not re.search(r"/learn/\d{16}", got[name])


def test_one_page_serves_all_who_are_as_far(readers, monkeypatch):
    rendered = []
    render = fragments.render_to_string
    monkeypatch.setattr(
        fragments, "render_to_string", lambda name, *args: (rendered.append(name), render(name, *args))[1]
    )
    for name in ("Amal", "Dara & <Co>"):
        page(*readers[name])
    assert rendered.count("learning/lesson.html") == 1


def test_what_somebody_wrote_and_their_token_are_theirs_alone(readers):
    writer, mine = readers["Amal"]
    reader = Client()
    reader.force_login(writer)
    shown = BeautifulSoup(reader.get(f"/learn/{mine.pk}/1/").content, "html.parser")
    name = shown.select_one(".reflection")["data-own"]
    sheet = shown.select_one("#notebook [name=page]")["value"]
    known = shown.select_one(f"#notebook [name=known-{name}]")["value"]
    sent = {"page": sheet, f"known-{name}": known, f"own-{name}": "I would <listen>.", "at": name}
    assert reader.post(f"/learn/{mine.pk}/1/keep/", sent).status_code == 302
    assert "I would &lt;listen&gt;." in page(writer, mine)
    other = page(*readers["Dara & <Co>"])
    assert "I would" not in other
    assert sheet not in other
    tokens = {re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page(*one))[1] for one in readers.values()}
    assert len(tokens) == len(readers)


def test_a_retraction_a_notice_a_colour_and_a_lesson_done_show_at_once(readers, curriculum):
    person, enrolment = readers["Amal"]
    page(person, enrolment)
    author, _ = factories.trainers_of(curriculum)
    source = Source.objects.get(key="okoye-2018")
    updating.record(kind="retracted", source=source, happened_on=NOON.date(), summary="Made up.", by=author, at=NOON)
    assert "is being reviewed" in page(person, enrolment)
    assert 'data-bs-theme="dark"' in page(person, enrolment, theme="dark")
    assert 'data-bs-theme="dark"' not in page(person, enrolment)
    assert "Done, go on" in page(person, enrolment)
    completion.complete_lesson(enrolment, factories.items_of(enrolment)[0]["hash"], at=NOON)
    assert "Done, go on" not in page(person, enrolment)


def test_what_has_just_happened_is_told_once_and_to_one(readers):
    person, enrolment = readers["Amal"]
    reader = Client()
    reader.force_login(person)
    reader.post("/theme/", {"theme": "dark", "next": "/learn/"})
    quiz = next(n for n, item in enumerate(factories.items_of(enrolment), 1) if item["kind"] == "quiz")
    shown = reader.post(f"/learn/{enrolment.pk}/{quiz}/done/", follow=True).content.decode()
    assert "A quiz is completed by passing it." in shown or "passing" in shown
    assert "A quiz is completed by passing it." not in page(*readers["Dara & <Co>"], number=quiz)


def test_who_left_reads_where_it_went_on(readers):
    person, enrolment = readers["Amal"]
    enrolling.leave(enrolment, at=NOON)
    assert "You left this training" in page(person, Enrolment.objects.get(pk=enrolment.pk))
