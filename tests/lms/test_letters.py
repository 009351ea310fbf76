"""Letters: one source for both parts."""

from lms.letters import Part, letter, parts_of


def test_paragraphs_and_the_button_are_told_apart():
    assert parts_of("First\nline.\n\n[Open it](https://example.org/a)\n\n\nLast.") == [
        Part("First line."),
        Part("Open it", "https://example.org/a"),
        Part("Last."),
    ]


def test_a_subject_is_one_line():
    assert letter(to="a@example.org", subject="Two\nlines\n", parts=[]).subject == "Two lines"


def test_the_text_part_has_no_markup_and_the_designed_part_no_raw_text():
    mail = letter(to="a@example.org", subject="Q & A", parts=[Part("5 < 6 & true")])
    assert "5 < 6 & true" in mail.body
    html = mail.alternatives[0][0]
    assert "5 &lt; 6 &amp; true" in html
    assert "<title>Q &amp; A</title>" in html
    assert "<script" not in html


def test_letters_load_nothing_from_anywhere():
    html = letter(to="a@example.org", subject="S", parts=[Part("Words.")]).alternatives[0][0]
    assert "<img" not in html
    assert "<link" not in html
