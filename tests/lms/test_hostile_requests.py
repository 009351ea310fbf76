"""What no browser of ours sends is answered with a 4xx, whatever it is and wherever it is sent."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts import roles
from courses.authoring.models import ModulePage
from tests.factories import lessons_of, make_curriculum

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]  # a walk goes everywhere and looks closely at little
FORMS = ["/theme/", reverse("account_login"), reverse("account_signup"), "/learn/1/1/done/", "/desk/enrol/"]


def is_refused(answer) -> bool:
    return 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "where", ["foo", "home:theme", "//elsewhere.example", "https://elsewhere.example/", "\\elsewhere"]
)
def test_going_back_leads_to_an_address_of_ours_only(client, where):
    answer = client.post("/theme/", {"next": where, "theme": "dark"})
    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "٣" * 30, "-1", "1e3", ""])
def test_a_number_too_large_for_anybody_chooses_nobody(client, coordinator, number):
    client.force_login(coordinator)
    answer = client.post("/desk/enrol/", {"person": [number]}, follow=True)
    assert "Choose at least one person" in answer.content.decode()
    assert is_refused(client.get(f"/desk/people/{number}/"))


@pytest.mark.parametrize("referer", ["http://[", "//[::1", "http://[v1.]/x"])
def test_a_referer_that_is_no_address_is_left_out(client, referer):
    """Somebody logged out is asked to log in, as if no page had been named."""
    answer = client.post("/learn/1/1/done/", headers={"referer": referer})
    assert answer.url == reverse("account_login") + "?next=/learn/"


@pytest.mark.parametrize("cookie", ["a\0b" * 11, "\0" * 32, "x" * 5000, "é" * 32, "../../etc/passwd", "A" * 32])
def test_a_session_cookie_we_never_gave_is_nobodys(client, cookie):
    client.cookies["sessionid"] = cookie
    assert client.get("/learn/").status_code == 302
    assert client.get(reverse("account_login")).status_code == 200
    assert cookie not in set(Session.objects.values_list("session_key", flat=True))


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded; charset=utf-16", "login=a".encode("utf-16")),
        ("application/x-www-form-urlencoded; charset=utf-7", b"login=+AGE-"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"login=a"),
        ("multipart/form-data; boundary=x; charset=utf-16", b"--x\r\n"),
        ("multipart/form-data", b"--x\r\nContent"),
        ("multipart/form-data; boundary=", b"--x\r\nContent"),
        ("multipart/form-data; boundary=\xff", b"--x\r\nContent"),
        ("multipart/form-data; boundary=" + "y" * 500, b"--x\r\nContent"),
        ("application/x-www-form-urlencoded", b"next=%00&login=a%00"),
    ],
)
@pytest.mark.parametrize("checks", [False, True])
def test_a_form_that_cannot_be_read_is_refused(admin, path, kind, body, checks):
    for client in (Client(enforce_csrf_checks=checks), Client(enforce_csrf_checks=checks)):
        answer = client.generic("POST", path, body, content_type=kind)
        assert is_refused(answer)
        client.force_login(admin)
        assert is_refused(client.generic("POST", path, body, content_type=kind))


@pytest.mark.parametrize(
    "path", ["/verify/?code=%00", "/verify/%00/", "/curricula/%00/", "/desk/?q=%00", "/%00/", "/cms/%00/"]
)
def test_a_nul_character_in_an_address_is_refused(client, admin, path):
    assert is_refused(client.get(path))
    client.force_login(admin)
    assert is_refused(client.get(path))


def lesson_form() -> dict[str, str]:
    body = [
        ("text", rich_text("<p>Words.</p>")),
        ("key_idea", {"title": "Keep this", "text": rich_text("<p>The idea.</p>")}),
        ("reflection", {"prompt": "What did you notice?", "help": ""}),
    ]
    return nested_form_data({"title": "A", "slug": "a", "summary": "S", "minutes": 12, "body": streamfield(body)})


@pytest.fixture
def at_work(client, trainer):
    """A trainer in the editor: the addresses where a lesson is made and changed."""
    curriculum = make_curriculum("skills", modules=1, lessons=1, questions=0)
    roles.make_trainer(trainer, [curriculum])
    client.force_login(trainer)
    module = ModulePage.objects.child_of(curriculum).get()
    return [
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]),
        reverse("wagtailadmin_pages:edit", args=[lessons_of(curriculum)[0].pk]),
    ]


def test_a_lesson_that_was_cut_off_on_its_way_is_refused_or_explained(client, at_work):
    """Wherever the form breaks off, the editor answers and nothing is stored half."""
    whole = list(lesson_form().items())
    for path in at_work:
        for length in range(len(whole)):
            name, value = whole[length]
            for cut in (dict(whole[:length]), {**dict(whole[:length]), name: str(value)[: len(str(value)) // 2]}):
                assert client.post(path, cut).status_code < 500, name


@pytest.mark.parametrize("count", ["", "x", "-1", "9" * 5000, "1.5"])
def test_a_lesson_with_a_strange_number_of_blocks_is_refused(client, at_work, count):
    for path in at_work:
        assert client.post(path, {**lesson_form(), "body-count": count}).status_code == 400
        assert client.post(path, {**lesson_form(), "body-0-order": count}).status_code == 400
