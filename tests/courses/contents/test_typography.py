"""Round quotation marks in lessons, whatever was typed."""

import pytest
from django.template.loader import render_to_string

from courses.contents.sheets import asked
from courses.contents.typography import typeset, typeset_fields
from tests.courses.contents.test_question_types import frozen


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('<p>Say "person in prison".</p>', "<p>Say “person in prison”.</p>"),
        ("<p>It's the group's plan.</p>", "<p>It’s the group’s plan.</p>"),
        ("<p>&quot;I&#x27;m here,&quot; he says.</p>", "<p>“I’m here,” he says.</p>"),
        ('<p>"<b>Must</b>" is a demand ("always").</p>', "<p>“<b>Must</b>” is a demand (“always”).</p>"),
        ("""<p>"Ask 'which of the two?' first."</p>""", "<p>“Ask ‘which of the two?’ first.”</p>"),
        ("<p>the '90s, rock 'n' roll, 'tis</p>", "<p>the ’90s, rock ’n’ roll, ’tis</p>"),
        ('<p>one–"two"</p>', "<p>one–“two”</p>"),
        ('<p>first"</p><p>"second</p>', "<p>first”</p><p>“second</p>"),
        ('<a href="/x" title=\'y\'>"z"</a>', "<a href=\"/x\" title='y'>“z”</a>"),
        (
            "<p>Type <code>\"a\"</code></p><textarea>'b'</textarea>",
            "<p>Type <code>\"a\"</code></p><textarea>'b'</textarea>",
        ),
        ("<p>“Round” already, isn’t it.</p>", "<p>“Round” already, isn’t it.</p>"),
        ("", ""),
    ],
)
def test_straight_marks_become_round_ones(typed, set_):
    assert typeset(typed, "en") == set_


def test_french_has_its_own():
    assert typeset('<p>Dites "l\'accueil".</p>', "fr") == "<p>Dites «\u00a0l’accueil\u00a0».</p>"


def test_doing_it_again_changes_nothing():
    once = typeset("""<p>"It's 'so'", she says.</p>""", "en")
    assert typeset(once, "en") == once


def test_only_words_of_a_document_are_set():
    document = {"title": "It's", "key": "it's", "modules": [{"title": "'So'", "outcomes": ["Don't"]}]}
    assert typeset_fields(document, {"title", "outcomes"}, "en") == {
        "title": "It’s",
        "key": "it's",
        "modules": [{"title": "‘So’", "outcomes": ["Don’t"]}],
    }
    assert document["title"] == "It's"


ANSWER = {"credit": "all", "answers": [{"text": "event", "earns": "1", "feedback": None}], "rationale": ""}


def test_a_question_is_set_and_what_somebody_types_stays_as_it_was_typed():
    question = frozen("short_answer", ANSWER) | {"stem": 'What\'s "A" in ABC?', "rationale": "It's the event."}
    shown = asked("a" * 64, question, answer=['it\'s "x"'])
    page = render_to_string("contents/_quiz_question.html", {"question": shown, "language": "en"})
    assert "What’s “A” in ABC?" in page
    assert 'value="it&#x27;s &quot;x&quot;"' in page
    assert "It’s the event." in render_to_string(
        "contents/_question_explained.html", {"question": shown, "language": "en"}
    )
