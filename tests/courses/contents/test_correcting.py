"""What counts of a question that was corrected: whatever is corrected, in whatever order, nobody loses by it."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.contents import assessment, correcting
from courses.contents.correcting import Correction, Counting, History, How, counted
from courses.contents.noting import Notes
from courses.contents.questions import registry
from tests.courses import question_values

WORDS = st.text("abc äé", min_size=1, max_size=4).filter(lambda text: bool(text.strip()))
TYPES = sorted(question_values._MAKERS)
FREE = [How.ACCEPT, How.ANSWERED, How.EVERYBODY, How.DROP]


@st.composite
def questions(draw, types=tuple(TYPES)):
    """A frozen question of any type."""
    name = draw(st.sampled_from(types))
    value = draw(question_values.of_type(name, WORDS))
    frozen = registry.named(name).freeze(value, Notes(""))
    return {"type": name, "stem": "?", "critical": draw(st.booleans()), "corrective": "", **frozen}


@st.composite
def answers(draw, question):
    """An answer as its type keeps it, from whatever a form may send; often one that is right."""
    type_ = registry.type_of(question)
    if draw(st.booleans()):
        return type_.right_answer(question)
    value = st.integers(0, 5).map(str) | WORDS
    return type_.clean(question, draw(st.lists(value | st.lists(value, max_size=1), max_size=5)))


@st.composite
def corrections(draw, question, hows=tuple(How)):
    """A few corrections, of answers that could be right ones."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        how = draw(st.sampled_from(hows))
        answer = tuple(draw(answers(question))) if how in correcting.KEYED else ()
        if how not in correcting.KEYED or could_be_right(question, answer):
            found.append(Correction(how, answer))
    return found


def could_be_right(question, answer) -> bool:
    type_ = registry.type_of(question)
    other = type_.rekeyed(question, answer)
    return not type_.problems(other) and type_.grade(other, answer) == 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_answer_that_is_re_keyed_is_right_and_every_other_keeps_its_meaning(data):
    question = data.draw(questions())
    type_, answer = registry.type_of(question), data.draw(answers(question))
    if not could_be_right(question, answer):
        return
    other, given_ = type_.rekeyed(question, answer), data.draw(answers(question))
    assert type_.grade(other, answer) == 1
    assert sorted(type_.in_words(other, given_)) == sorted(type_.in_words(question, given_))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_accepted_also_earns_the_point_and_takes_nothing_from_anybody(data):
    question = data.draw(questions())
    type_, answer, given_ = registry.type_of(question), data.draw(answers(question)), data.draw(answers(question))
    if not could_be_right(question, answer):
        return
    now = Counting((question,)).after(Correction(How.ACCEPT, tuple(answer)))
    assert now.earned(answer) == 1
    assert now.earned(given_) >= type_.grade(question, given_)
    assert now.after(Correction(How.ACCEPT, tuple(answer))).earned(given_) == now.earned(given_)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_all_but_re_keying_comes_in_any_order(data):
    question = data.draw(questions())
    found = data.draw(corrections(question, tuple(FREE)))
    other = data.draw(st.permutations(found))
    answer = data.draw(answers(question))
    one, two = counted(question, found), counted(question, other)
    assert one.earned(answer) == two.earned(answer)
    assert (one.is_dropped, one.is_given) == (two.is_dropped, two.is_given)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_grading_with_corrections_is_total_and_one_more_never_lowers_a_result(data):
    asked = {f"q{n}": data.draw(questions()) for n in range(data.draw(st.integers(1, 4)))}
    answered = {hash_: data.draw(answers(question)) for hash_, question in asked.items()}
    known = {hash_: tuple(data.draw(corrections(question))) for hash_, question in asked.items()}
    later = {hash_: tuple(data.draw(corrections(question))) for hash_, question in asked.items()}
    histories = {hash_: History(asked[hash_], known[hash_], later[hash_]) for hash_ in asked}
    before = correcting.grade(list(asked), asked, answered, histories)
    assert 0 <= before.points <= before.out_of <= len(asked)
    assert before.out_of > 0
    hash_ = data.draw(st.sampled_from(sorted(asked)))
    for more in data.draw(corrections(asked[hash_])):
        histories[hash_] = History(asked[hash_], known[hash_], (*histories[hash_].later, more))
        after = correcting.grade(list(asked), asked, answered, histories)
        assert after.points / after.out_of >= before.points / before.out_of
        assert set(after.missed) <= set(before.missed)
        assert all(after.passes(mark) or not before.passes(mark) for mark in (1, 50, 80, 100))
        before = after


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_without_corrections_it_is_the_grading_of_old(data):
    asked = {f"q{n}": data.draw(questions()) for n in range(3)}
    answered = {hash_: data.draw(answers(question)) for hash_, question in asked.items()}
    plain = assessment.grade(list(asked), asked, answered)
    assert correcting.grade(list(asked), asked, answered, {}) == plain
    bare = {hash_: History(question) for hash_, question in asked.items()}
    assert correcting.grade(list(asked), asked, answered, bare) == plain


SINGLE = {
    "type": "single",
    "stem": "?",
    "options": [{"text": text, "correct": text == "a", "rationale": ""} for text in "abc"],
}


def graded(*histories: History, answers=None, critical=False):
    asked = {f"q{n}": {**one.question, "critical": critical, "corrective": ""} for n, one in enumerate(histories)}
    return correcting.grade(list(asked), asked, answers or {}, {f"q{n}": one for n, one in enumerate(histories)})


def test_whoever_begins_after_a_re_key_is_graded_by_it_alone():
    rekeyed = Correction(How.REKEY, (1,))
    since, before = History(SINGLE, known=(rekeyed,)), History(SINGLE, later=(rekeyed,))
    assert [since.earned([n]) for n in range(3)] == [0, 1, 0]
    assert [before.earned([n]) for n in range(3)] == [1, 1, 0]


def test_a_dropped_question_leaves_both_sides_of_the_score_where_that_helps():
    dropped, whole = History(SINGLE, later=(Correction(How.DROP),)), History(SINGLE)
    missed = graded(dropped, whole, whole, answers={"q0": [2], "q1": [0], "q2": [1]})
    assert (missed.points, missed.out_of) == (1, 2)
    right = graded(dropped, whole, whole, answers={"q0": [0], "q1": [0], "q2": [1]})
    assert (right.points, right.out_of) == (2, 3)
    from_the_start = History(SINGLE, known=(Correction(How.DROP),))
    since = graded(from_the_start, whole, whole, answers={"q0": [0], "q1": [0], "q2": [1]})
    assert (since.points, since.out_of) == (1, 2)


def test_a_quiz_whose_every_question_was_dropped_is_passed():
    out = History(SINGLE, known=(Correction(How.DROP),))
    assert graded(out, out).passes(100)


def test_a_critical_question_that_is_dropped_fails_nobody():
    whole, dropped = History(SINGLE), History(SINGLE, later=(Correction(How.DROP),))
    given_ = {"q0": [1], "q1": [0]}
    assert not graded(whole, whole, answers=given_, critical=True).passes(50)
    assert graded(dropped, whole, answers=given_, critical=True).passes(50)


def test_credit_is_for_those_who_answered_or_for_everybody():
    answered, everybody = counted(SINGLE, [Correction(How.ANSWERED)]), counted(SINGLE, [Correction(How.EVERYBODY)])
    assert (answered.earned([2]), answered.earned([])) == (1, 0)
    assert (everybody.earned([2]), everybody.earned([])) == (1, 1)


def test_a_re_key_ends_what_was_corrected_before():
    counting = counted(SINGLE, [Correction(How.DROP), Correction(How.EVERYBODY), Correction(How.REKEY, (0,))])
    assert counting == Counting((SINGLE,))


@pytest.mark.parametrize(
    ("text", "answer", "given_", "earned"),
    [
        ("[[one|two]] and [[*x|y]]", ["three", None], ["three", 0], 1),
        ("[[one|two]] and [[*x|y]]", ["three", None], ["two", 0], 1),
        ("[[one|two]] and [[*x|y]]", ["one", 1], ["two", 1], 1),
        ("[[one|two]] and [[*x|y]]", ["one", 1], ["four", 1], 0),
    ],
)
def test_a_gap_may_be_filled_in_either_way_whatever_fills_the_others(text, answer, given_, earned):
    cloze = {"type": "cloze", "stem": "?", "text": text, "credit": "all", "rationale": ""}
    assert counted(cloze, [Correction(How.ACCEPT, tuple(answer))]).earned(given_) == Fraction(earned)
