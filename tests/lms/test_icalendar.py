"""Calendars as other programs read them."""

from datetime import UTC, date, datetime

import pytest

from lms.icalendar import Event, calendar, escaped, folded

AT = datetime(2026, 3, 2, 17, 0, 5, tzinfo=UTC)


def test_a_whole_day_is_written_as_the_standard_asks():
    event = Event("end-1@example.org", date(2028, 2, 29), "Certificate ends", url="https://example.org/x/")
    text = calendar("Training dates", [event], at=AT)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    lines = text.split("\r\n")
    for line in (
        "UID:end-1@example.org",
        "DTSTAMP:20260302T170005Z",
        "DTSTART;VALUE=DATE:20280229",
        "DTEND;VALUE=DATE:20280301",
        "SUMMARY:Certificate ends",
        "URL:https://example.org/x/",
    ):
        assert line in lines
    assert not any(line.startswith("DESCRIPTION") for line in lines)


def test_the_stamp_is_in_universal_time():
    from zoneinfo import ZoneInfo

    toronto = AT.astimezone(ZoneInfo("America/Toronto"))
    assert "DTSTAMP:20260302T170005Z" in calendar("x", [Event("a", date(2026, 1, 1), "b")], at=toronto)


def test_a_calendar_without_events_is_one_all_the_same():
    assert "BEGIN:VEVENT" not in calendar("x", [], at=AT)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("one\r\ntwo", "one\\ntwo"),
        ("back\\slash", "back\\\\slash"),
        ("plain: é", "plain: é"),
    ],
)
def test_what_separates_is_escaped(text, written):
    assert escaped(text) == written


def test_a_line_break_in_a_title_makes_no_line_of_its_own():
    text = calendar("x", [Event("a", date(2026, 1, 1), "b\r\nATTENDEE:x")], at=AT)
    assert "\r\nATTENDEE" not in text


@pytest.mark.parametrize("length", [1, 74, 75, 76, 149, 150, 400])
@pytest.mark.parametrize("letter", ["a", "é", "山", "🌲"])
def test_long_lines_are_folded_between_characters(length, letter):
    line = letter * length
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


def test_75_octets_stay_on_one_line():
    assert folded("a" * 75) == "a" * 75
    assert folded("a" * 76) == "a" * 75 + "\r\n a"
