"""Drawing, cleaning and grading. All of it pure."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.contents import assessment, outlines
from courses.contents.noting import Notes
from courses.contents.questions import registry
from courses.contents.questions.options import Choice
from courses.contents.sheets import sheet


def _question(*correct: bool) -> dict:
    options = [{"text": f"{n}", "correct": yes, "rationale": f"Why {n}."} for n, yes in enumerate(correct)]
    return {"type": "single" if sum(correct) == 1 else "multiple", "stem": "Which?", "options": options}


# At least one option is correct: a quiz with a question nobody can answer is not released.
questions = st.dictionaries(
    st.sampled_from([f"q{n}" for n in range(6)]),
    st.lists(st.booleans(), min_size=2, max_size=6).filter(any).map(lambda correct: _question(*correct)),
    min_size=1,
)


@given(questions, st.data())
def test_grading_gives_one_point_for_exactly_the_right_options(asked, data):
    answers = {
        hash_: data.draw(st.lists(st.integers(0, len(question["options"]) - 1), unique=True))
        for hash_, question in asked.items()
    }
    score = assessment.grade(list(asked), asked, answers)
    assert score.out_of == len(asked)
    assert score.points == sum(score.right.values())
    assert isinstance(score.points, Fraction)
    for hash_, question in asked.items():
        right = {n for n, option in enumerate(question["options"]) if option["correct"]}
        assert score.right[hash_] == (set(answers[hash_]) == right)


@given(questions)
def test_right_answers_earn_everything_and_none_earn_nothing(asked):
    right = assessment.right_answers(asked)
    assert assessment.grade(list(asked), asked, right).points == len(asked)
    assert assessment.grade(list(asked), asked, {}).points == 0


@given(questions, st.integers(1, 100), st.data())
def test_the_mark_in_words_is_the_mark_that_is_applied(asked, pass_mark, data):
    needed = assessment.needed({"pass_mark": pass_mark}, len(asked))
    points = data.draw(st.integers(0, len(asked)))
    score = assessment.Score(points, len(asked), {})
    assert score.passes(pass_mark) == (points >= needed)
    assert score.passes(pass_mark) == (Fraction(points, len(asked)) >= Fraction(pass_mark, 100))


@pytest.mark.parametrize(
    ("pass_mark", "out_of", "needed"), [(80, 6, 5), (80, 5, 4), (100, 7, 7), (1, 7, 1), (67, 3, 3), (66, 3, 2)]
)
def test_the_mark_is_rounded_up_to_whole_questions(pass_mark, out_of, needed):
    assert assessment.needed({"pass_mark": pass_mark}, out_of) == needed


def test_where_parts_of_points_count_the_mark_is_exact():
    assert assessment.needed({"pass_mark": 80, "parts": True}, 6) == Fraction(24, 5)
    assert assessment.Score(Fraction(24, 5), 6, {}).passes(80)
    assert not assessment.Score(Fraction(23, 5), 6, {}).passes(80)


def _critical(*correct: bool) -> dict:
    return {**_question(*correct), "critical": True, "corrective": ""}


def test_a_critical_question_that_is_missed_fails_the_attempt_whatever_the_total():
    asked = {"q0": _critical(True, False), **{f"q{n}": _question(True, False) for n in range(1, 10)}}
    right = assessment.right_answers(asked)
    for missing in ([1], []):
        score = assessment.grade(list(asked), asked, {**right, "q0": missing})
        assert (score.points, score.missed) == (9, ["q0"])
        assert score.reaches(80)
        assert not score.passes(80)
    assert assessment.grade(list(asked), asked, right).passes(100)
    assert assessment.grade(list(asked), asked, {**right, "q1": [1]}).passes(80)


@given(st.integers(0, 2**32), st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)))
def test_critical_questions_are_always_asked(seed, seen):
    quiz = {"questions": ["x"], "draws": [{"count": 2, "pool": list("abcdef")}], "critical": ["b", "e", "x"]}
    asked = assessment.draw(quiz, seen, Random(seed))
    assert set(asked) == {"x", "b", "e"}
    more = {**quiz, "draws": [{"count": 3, "pool": list("abcdef")}]}
    assert {"x", "b", "e"} < set(assessment.draw(more, seen, Random(seed)))
    fewer = {**quiz, "draws": [{"count": 1, "pool": list("abcdef")}]}
    assert set(assessment.draw(fewer, seen, Random(seed))) == {"x", "b", "e"}
    assert [outlines.quiz_length(one) for one in (quiz, more, fewer)] == [3, 4, 3]


def test_a_quiz_without_questions_is_not_passed():
    assert isinstance(assessment.grade([], {}, {}).points, Fraction)
    assert not assessment.Score(0, 0, {}).passes(1)


@given(questions, st.dictionaries(st.text(max_size=3) | st.sampled_from(["q0", "q1"]), st.lists(st.text(max_size=4))))
def test_cleaning_keeps_options_that_exist_and_nothing_else(asked, raw):
    cleaned = assessment.clean_answers(raw, asked)
    for hash_, picked in cleaned.items():
        assert picked == sorted(set(picked))
        assert all(0 <= number < len(asked[hash_]["options"]) for number in picked)
        assert asked[hash_]["type"] == "multiple" or len(picked) == 1
    assert assessment.clean_answers(cleaned, asked) == cleaned


@pytest.mark.parametrize("value", ["9", "-1", "x", "", "9" * 5000, "²", "١", "1.0", None])
def test_what_is_not_an_option_is_dropped(value):
    assert assessment.clean_answers({"q0": [value]}, {"q0": _question(True, False)}) == {}


def test_a_question_with_one_right_answer_keeps_one():
    asked = {"one": _question(True, False, False), "many": _question(True, True, False)}
    assert assessment.clean_answers({"one": ["2", "1"], "many": ["2", "1"]}, asked) == {"one": [1], "many": [1, 2]}


@given(st.integers(0, 2**32))
def test_a_draw_takes_chosen_questions_first_and_none_twice(seed):
    quiz = {
        "questions": ["a", "b"],
        "draws": [{"topic": "t", "count": 2, "pool": ["b", "c", "d", "e"]}, {"topic": "u", "count": 1, "pool": ["c"]}],
    }
    asked = assessment.draw(quiz, {}, Random(seed))
    assert asked[:2] == ["a", "b"]
    assert len(asked) == len(set(asked))
    assert 4 <= len(asked) <= 5


@given(st.integers(0, 2**32))
def test_a_draw_prefers_what_the_person_has_seen_least(seed):
    quiz = {"questions": [], "draws": [{"topic": "t", "count": 2, "pool": ["a", "b", "c", "d"]}]}
    assert set(assessment.draw(quiz, {"a": 1, "b": 2}, Random(seed))) == {"c", "d"}


@given(questions, st.integers(0, 2**32))
def test_options_are_shuffled_without_losing_any(asked, seed):
    shown = assessment.arrange(list(asked), asked, Random(seed))
    assert [one["question"] for one in shown] == list(asked)
    for one in shown:
        assert sorted(one["order"]) == list(range(len(asked[one["question"]]["options"])))


@given(questions, st.integers(0, 2**32), st.data())
def test_the_sheet_shows_the_order_drawn_and_agrees_with_the_grade(asked, seed, data):
    shown = assessment.arrange(list(asked), asked, Random(seed))
    answers = {
        hash_: data.draw(st.lists(st.integers(0, len(question["options"]) - 1), unique=True))
        for hash_, question in asked.items()
    }
    paper = sheet(shown, asked, answers, ["q0"])
    score = assessment.grade(list(asked), asked, answers)
    assert [[choice.number for choice in one.shown] for one in paper.asked] == [one["order"] for one in shown]
    assert {one.hash: one.is_right for one in paper.asked} == dict(score.right)
    assert paper.answered == sum(bool(picked) for picked in answers.values())
    assert paper.unanswered == len(asked) - paper.answered
    assert paper.flagged == ("q0" in asked)
    assert (paper.first_open is None) == (paper.unanswered == 0)


# --------------------------------------------------------------------------------------------- questions with options
def _editors(*correct: bool) -> dict:
    """What an author has written: options with empty marks where nothing is marked."""
    options = [{"text": f"{n}", "correct": yes or None, "rationale": f"Why {n}."} for n, yes in enumerate(correct)]
    return {"options": options}


def _messages(name: str, *correct: bool) -> list[str]:
    return [str(problem.message) for problem in registry.named(name).problems(_editors(*correct))]


@pytest.mark.parametrize("correct", [(False, False), (True, True), (True, True, True)])
def test_a_question_with_one_right_answer_has_exactly_one(correct):
    assert _messages("single", *correct) == ["Mark exactly one option as correct."]
    assert _messages("single", True, False, False) == []


@pytest.mark.parametrize("correct", [(False, False), (True, True)])
def test_a_question_with_several_right_answers_has_a_wrong_one_as_well(correct):
    words = "Mark at least one option as correct and leave at least one unmarked."
    assert _messages("multiple", *correct) == [words]
    assert _messages("multiple", True, False) == _messages("multiple", True, True, False) == []


def test_a_question_is_frozen_with_plain_marks():
    assert registry.named("single").freeze(_editors(True, False), Notes("?")) == {
        "options": [
            {"text": "0", "correct": True, "rationale": "Why 0."},
            {"text": "1", "correct": False, "rationale": "Why 1."},
        ]
    }


def test_the_words_of_a_question_tell_right_options_from_wrong_ones():
    question = _question(True, False)
    assert registry.type_of(question).texts(question) == ["✓ 0 Why 0.", "– 1 Why 1."]


def test_options_are_shown_in_the_order_drawn_or_as_written():
    question = _question(False, True)
    kind = registry.type_of(question)
    first, second = Choice(0, "0", False, False, "Why 0."), Choice(1, "1", True, True, "Why 1.")
    assert kind.shown(question, [1, 0], [1]) == (second, first)
    assert kind.shown(question, None, [1]) == (first, second)
    assert kind.explained_template == "contents/_options_explained.html"


def test_an_option_is_named_by_a_short_number():
    asked = {"q0": _question(True, True, False)}
    found = [assessment.clean_answers({"q0": [value]}, asked).get("q0") for value in ("2", "002", "0002", "3", 1)]
    assert found == [[2], [2], None, None, [1]]


@pytest.mark.parametrize("name", ["single", "multiple"])
def test_an_author_writes_two_to_eight_options_with_text_mark_and_rationale(name):
    kind = registry.named(name)
    block = kind.editor()
    options = block.child_blocks["options"]
    assert (block.label, options.meta.min_num, options.meta.max_num) == (kind.label, 2, 8)
    assert list(options.child_block.child_blocks) == ["text", "correct", "rationale"]


def test_what_was_met_once_comes_after_what_was_never_met():
    quiz = {"questions": [], "draws": [{"count": 1, "pool": ["a", "b", "c"]}]}
    drawn = {assessment.draw(quiz, {"a": 1, "b": 1}, Random(seed))[0] for seed in range(40)}
    assert drawn == {"c"}
    drawn = {assessment.draw(quiz, {"a": 1}, Random(seed))[0] for seed in range(40)}
    assert drawn == {"b", "c"}  # chance decides between equals


def test_parts_of_a_point_count_and_are_no_right_answer():
    score = assessment.Score(Fraction(3, 2), 2, {"q0": Fraction(1), "q1": Fraction(1, 2)})
    assert score.right == {"q0": True, "q1": False}
    assert score.passes(75)
    assert not score.passes(76)
    assert not assessment.Score(Fraction(199, 2), 100, {}).passes(100)


def test_options_come_in_an_order_of_their_own():
    asked = {"q0": _question(True, False, False, False)}
    orders = {tuple(assessment.arrange(["q0"], asked, Random(seed))[0]["order"]) for seed in range(20)}
    assert len(orders) > 5


def test_a_question_that_was_not_asked_and_one_left_open_are_no_answers():
    asked = {"q0": _question(True, False), "q1": _question(True, False)}
    assert assessment.clean_answers({"q0": ["1"], "q1": [], "q9": ["1"]}, asked) == {"q0": [1]}
