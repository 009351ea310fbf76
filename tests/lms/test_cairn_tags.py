"""How dates, amounts and links are written."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from lms.templatetags import cairn


def test_dates_are_written_in_full():
    assert cairn.full_date(date(2027, 3, 31)) == "31 March 2027"
    assert cairn.full_date(None) == ""


def test_an_instant_is_shown_in_the_organisations_zone():
    # a quarter past three in the morning, UTC, is the evening before in Toronto
    late = datetime(2027, 4, 1, 3, 15, tzinfo=UTC)
    assert cairn.full_datetime(late) == "31 March 2027 at 23:15"
    assert Template("{{ at|full_date }}").render(Context({"at": late})) == "31 March 2027"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(None, ""), (0, ""), (1, "1 minute"), (12, "12 minutes"), (60, "1 hour"), (125, "2 hours 5 minutes")],
)
def test_durations_are_words(minutes, words):
    assert cairn.duration(minutes) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(None, ""), (2, "5 minutes"), (58, "1 hour"), (62, "1 hour"), (171, "2 hours 45 minutes"), (237, "4 hours")],
)
def test_the_length_of_a_curriculum_pretends_no_precision(minutes, words):
    assert cairn.roughly(minutes) == words


def test_plain_text_becomes_paragraphs_and_never_markup():
    assert cairn.paragraphs("One.\n\nTwo <b>.") == "<p>One.</p>\n\n<p>Two &lt;b&gt;.</p>"


@pytest.mark.parametrize(
    ("path", "link", "mark"),
    [
        ("/learn/", "/learn/", ' aria-current="page"'),
        ("/learn/3/", "/learn/", ' aria-current="true"'),
        ("/desk/", "/learn/", ""),
        ("/desk/", "/", ""),
    ],
)
def test_the_navigation_marks_where_one_is(path, link, mark):
    context = Context({"request": RequestFactory().get(path), "link": link})
    assert Template("{% here link %}").render(context) == mark


def test_turning_a_page_keeps_the_filters():
    context = Context({"request": RequestFactory().get("/desk/?status=due&page=2")})
    assert Template("{% page_link 3 %}").render(context) == "?status=due&amp;page=3"
