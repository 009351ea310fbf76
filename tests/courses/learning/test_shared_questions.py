"""Questions that look the same are rendered once; words that somebody typed are never kept for it."""

import pytest

from courses.contents import sheets
from lms import fragments
from lms.templatetags.cairn import same_for

TYPED = {
    "type": "short_answer",
    "stem": "What?",
    "answers": [{"text": "ambivalence", "earns": "1", "feedback": ""}],
    "case_matters": False,
    "accents_matter": False,
    "one_typo": False,
    "rationale": "Because.",
}
CHOSEN = {
    "type": "single",
    "stem": "Which?",
    "options": [{"text": f"{n}", "correct": n == 0, "rationale": f"Why {n}."} for n in range(3)],
}


@pytest.fixture(autouse=True)
def _nothing_kept():
    fragments.forget()
    yield
    fragments.forget()


def test_what_somebody_typed_is_not_kept_by_the_process():
    one = sheets.asked("t", TYPED, answer=["my own words"])
    html = same_for(one.like, "contents/_quiz_question.html", question=one, total=1, language="en")
    assert "my own words" in html
    assert not fragments._kept


def test_what_was_chosen_is_rendered_once_for_all_who_chose_alike():
    for _ in range(2):
        one = sheets.asked("c", CHOSEN, order=[2, 0, 1], answer=[1])
        html = same_for(one.like, "contents/_quiz_question.html", question=one, total=1, language="en")
    assert html.count("checked") == 1
    assert len(fragments._kept) == 1


@pytest.mark.parametrize(
    "other",
    [{"answer": [0]}, {"order": [0, 1, 2]}, {"number": 2}, {"flagged": True}],
    ids=lambda other: next(iter(other)),
)
def test_whatever_shows_is_part_of_what_is_alike(other):
    usual = {"order": [2, 0, 1], "answer": [1]}
    assert sheets.asked("c", CHOSEN, **usual).like != sheets.asked("c", CHOSEN, **{**usual, **other}).like
