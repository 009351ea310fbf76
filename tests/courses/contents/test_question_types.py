"""What every type of question promises, whatever was written and whatever a form sends."""

import json
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.contents import differences, sheets
from courses.contents.noting import Notes
from courses.contents.questions import registry
from tests.courses import question_values

TYPES = registry.names()

letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
words = st.sampled_from(
    [
        "belief",
        "Belief",
        "bien-être",
        "bien-etre",
        "ambivalence",
        "8 h",
        "1,234",
        "stones",
        "A ‘word’",
        "<b>",
        "🪨",
        "²",
    ]
) | letters.filter(lambda text: text.strip() != "")


def frozen(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {**registry.named(kind).freeze(value, Notes("?")), "type": kind, "stem": "Which?"}


def questions(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    return question_values.of_type(kind, words).map(lambda value: frozen(kind, value))


texts_sent = st.sampled_from(["", "0", "1", "2", "3", "002", "-1", "9", "x", "9" * 5000, "²", " 5 ", "\x00", "belief"])
texts_sent = texts_sent | words | st.text(max_size=300)
junk = st.none() | st.integers() | st.just(10**5000) | st.booleans() | st.floats() | st.lists(texts_sent, max_size=2)
sent = (
    st.lists(texts_sent, max_size=6)
    | st.lists(st.lists(texts_sent, max_size=2), max_size=6)
    | st.lists(junk, max_size=4)
)

every_type = pytest.mark.parametrize("kind", TYPES)
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
seldom = settings(often, max_examples=15)


def through_the_form(question: dict[str, Any], answer: Any) -> Any:
    """An answer as it comes back from a form that is filled with it."""
    filled = sheets.fields_filled("h", question, answer)
    raw = sheets.values_sent("h", lambda name: filled.get(name, []), list(filled))
    return registry.type_of(question).clean(question, raw)


WRITTEN_BY_HALF = {
    "single": [{"options": []}],
    "multiple": [{"options": [], "credit": "parts"}],
    "true_false": [{"answer": "", "why_true": "", "why_false": ""}],
    "matching": [{"pairs": pairs, "extras": [""]} for pairs in ([], [{"left": "", "right": ""}])],
    "ordering": [{"items": items} for items in ([], [""])],
    "short_answer": [{"answers": answers} for answers in ([], [{"text": "", "earns": "", "feedback": None}])],
    "numeric": [{"number": "", "tolerance": None, "tolerance_in": "percent", "units": [""], "unit_needed": None}],
    "cloze": [{"text": text} for text in ("", "[[", "[[]]", "[[*]]")],
}


@every_type
@pytest.mark.parametrize("credit", ["all", "parts", ""])
def test_a_question_written_by_half_can_be_previewed(kind, credit):
    for value in WRITTEN_BY_HALF[kind]:
        question = frozen(kind, {"credit": credit, "rationale": "", **value})
        for answer in ([], registry.named(kind).right_answer(question)):
            asked = sheets.asked("h", question, answer=answer)
            assert render_to_string(asked.asked_template, {"question": asked})
            assert render_to_string(asked.explained_template, {"question": asked})
        assert registry.problems(question)
        assert all(isinstance(text, str) for text in registry.named(kind).texts(question))


def test_there_are_strange_questions_of_every_type():
    assert set(question_values._MAKERS) == set(TYPES)


@every_type
@often
@given(data=st.data())
def test_whatever_a_form_sends_is_graded(kind, data):
    question, raw = data.draw(questions(kind)), data.draw(sent)
    type_ = registry.named(kind)
    answer = type_.clean(question, raw)
    assert isinstance(answer, list)
    assert type_.clean(question, answer) == answer
    assert json.loads(json.dumps(answer)) == answer
    assert "\\u0000" not in json.dumps(answer)
    assert through_the_form(question, answer) == answer
    earned = type_.grade(question, answer)
    assert isinstance(earned, Fraction)
    assert 0 <= earned <= 1
    assert type_.gives_parts(question) or earned in (0, 1)
    assert all(isinstance(line, str) and line.strip() for line in type_.in_words(question, answer))


@every_type
@often
@given(data=st.data())
def test_the_right_answer_earns_the_point_and_none_earns_nothing(kind, data):
    question = data.draw(questions(kind))
    type_ = registry.named(kind)
    right = type_.right_answer(question)
    assert right
    assert type_.clean(question, right) == right
    assert through_the_form(question, right) == right
    assert type_.grade(question, right) == 1
    assert type_.grade(question, []) == 0
    assert type_.clean(question, []) == []
    assert type_.in_words(question, right)


@every_type
@often
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_an_arrangement_loses_nothing_and_changes_no_grade(kind, data, seed):
    question = data.draw(questions(kind))
    type_ = registry.named(kind)
    order = type_.arrange(question, Random(seed))
    assert sorted(order) == list(range(len(order)))
    answer = type_.clean(question, data.draw(sent))
    as_written = sheets.asked("h", question, answer=answer)
    arranged = sheets.asked("h", question, order=order, answer=answer)
    assert (as_written.earned, as_written.words) == (arranged.earned, arranged.words)


@every_type
@often
@given(data=st.data())
def test_nothing_speaks_against_a_question_once_frozen_either(kind, data):
    value = data.draw(question_values.of_type(kind, words))
    question = frozen(kind, value)
    assert registry.problems(question) == []
    assert json.loads(json.dumps(question)) == question
    assert registry.named(kind).freeze(question, Notes("?")) == registry.named(kind).freeze(value, Notes("?"))


@every_type
@often
@given(data=st.data())
def test_what_changed_is_said(kind, data):
    one, other = data.draw(questions(kind)), data.draw(questions(kind))
    assert all(isinstance(text, str) for text in registry.named(kind).texts(one))
    same = differences.question_change(one, one).html
    assert "<del>" not in same
    assert "<ins>" not in same
    changed = differences.question_change(one, other).html
    before, after = (" ".join(" ".join(registry.named(kind).texts(each)).split()) for each in (one, other))
    assert before == after or "<del>" in changed or "<ins>" in changed


@every_type
@seldom
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_a_question_is_shown_and_explained_whatever_was_answered(kind, data, seed):
    question = data.draw(questions(kind))
    type_ = registry.named(kind)
    answer = data.draw(sent.map(lambda raw: type_.clean(question, raw)) | st.just(type_.right_answer(question)))
    asked = sheets.asked("h", question, order=type_.arrange(question, Random(seed)), answer=answer)
    for language in ("en", "fr"):
        context = {"question": asked, "language": language, "total": 3}
        page = render_to_string("contents/_quiz_question.html", context)
        assert 'name="q-h' in page
        assert render_to_string(asked.explained_template, context).strip()
