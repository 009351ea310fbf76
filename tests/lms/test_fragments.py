"""Pieces rendered once: what is each reader's own is put in, escaped, and nothing else is taken for it."""

import pytest

from lms import fragments

TEMPLATE = "components/alert.html"


def rendered(text: str, own: dict, key: object = "piece") -> str:
    return fragments.rendered(TEMPLATE, key, lambda marks: {"tone": "info", "title": "", "text": text, **marks}, own)


def test_each_reader_gets_their_own_escaped():
    made = [
        fragments.rendered(
            TEMPLATE, "own", lambda marks: {"tone": "info", "title": marks["who"], "text": "x"}, {"who": who}
        )
        for who in ("Amal", "<Bo>")
    ]
    assert "Amal" in made[0]
    assert "&lt;Bo&gt;" in made[1]
    assert "Amal" not in made[1]


@pytest.mark.parametrize("text", ["\ue000who\ue001", "\ue000nobody\ue001", "9007199254740899", "9007199254740800"])
def test_words_that_look_like_a_mark_stay_words(text):
    """Somebody may write anything into a lesson; at worst it is shown, and no page breaks."""
    assert text in rendered(text, {"other": "Amal", "number": 7}, key=text)
