"""Aiken as others write it, and ours there and back."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courses.bundles.exchange import registry
from courses.bundles.shapes import QuestionShape
from tests.courses.bundles.exchange.reading import entries, found, lost, texts, there_and_back
from tests.courses.question_values import of_type

FILE = """\ufeffWhich sentence
closes a meeting?
A. Go home.
b) Thank you all.
ANSWER: B

A question without an answer
A. one
B. two

Just words

Which is right?

A) this
B) that

answer: a
What is nowhere?
A. x
B. y
ANSWER: D
"""


def test_good_and_broken_items_stand_beside_each_other():
    first, _second, _third, fourth, _fifth = entries(FILE, "x.txt")
    assert first.stem == "Which sentence\ncloses a meeting?"
    assert [option["correct"] for option in first.made.value["options"]] == [False, True]
    assert first.is_unwritten
    assert (fourth.stem, str(fourth.where)) == ("Which is right?", "line 13")
    assert [(where, said.split(".")[0]) for where, said in lost(FILE, "x.txt")] == [
        ("line 7", "It has no line “ANSWER: A” after its options, so none is right"),
        ("line 11", "It has no options"),
        ("line 19", "“ANSWER: D” names none of its options"),
    ]


def test_old_files_are_read_too():
    assert found("Où ?\r\nA. là\r\nB. ici\r\nANSWER: A\r\n".encode("cp1252"), "x.txt")[0].stem == "Où ?"


@given(data=st.data(), stem=texts)
@settings(max_examples=60, deadline=None)
def test_what_aiken_holds_comes_back_as_it_was(data, stem):
    value = data.draw(of_type("single", texts))
    options = [{**option, "rationale": ""} for option in value["options"]]
    question = QuestionShape("k", "t", "single", stem, {"options": options})
    [gone] = registry.named("aiken").write([question]).gone
    assume(not gone.reason and not gone.remarks)
    back = there_and_back("aiken", question)
    assert (back.stem, back.made.value) == (stem, {"options": options})


def test_what_aiken_cannot_say_is_named():
    options = [{"text": "a", "correct": True, "rationale": "because"}, {"text": "b", "correct": False, "rationale": ""}]
    one = QuestionShape("k", "t", "single", "Q", {"options": options}, claims=["c"], critical=True)
    many = QuestionShape("l", "t", "multiple", "Q", {"options": options})
    first, second = registry.named("aiken").write([one, many]).gone
    assert first.remarks == (
        "The rationales are not in the file.",
        "That it is critical, and its lesson to read again, are not in the file.",
        "The claims it rests on are not in the file.",
    )
    assert second.reason.startswith("Aiken only knows questions with one right answer.")
