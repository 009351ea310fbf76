"""GIFT as others write it, and ours there and back."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courses.bundles.exchange import registry
from courses.bundles.shapes import QuestionShape
from courses.contents.questions import registry as types
from tests.courses.bundles.exchange.reading import entries, found, full, lost, texts, there_and_back
from tests.courses.question_values import of_type

MIXED = """\
// a comment on top
$CATEGORY: $course$/top/Unit 1/Give//take

// question: 12  name: closing
::Closing::Which sentence closes a meeting?{
  ~Go home.#No thanks in it.
  =Thank you all.#It thanks.
  ####Closings thank.
}

A broken one {=yes ~no

::Two:: Listening is advice. {F#It is not.#Right: it listens.}
::Three:: Which two?{~%50%a ~%50%b ~%-50%c}

Just words that ask nothing.

$CATEGORY: top/Unit 2

How many people? {#12:2}

Tell us about it. {}
"""


def test_good_and_broken_items_stand_beside_each_other():
    assert [type(one).__name__ for one in entries(MIXED, "x.gift")] == [
        "Found",
        "Lost",
        "Found",
        "Found",
        "Lost",
        "Found",
        "Lost",
    ]
    assert lost(MIXED, "x.gift") == [
        ("line 11", "A curly bracket has no partner. Put { and } around the answers, and \\ before one that is text."),
        ("line 16", "It is a text without a question. Put it into a lesson."),
        ("line 22", "It has no answers to grade by (an essay). Here it could be a reflection in a lesson."),
    ]


def test_categories_feedback_and_reasons_come_along():
    first, second, third, last = [one for one in entries(MIXED, "x.gift") if hasattr(one, "made")]
    assert (first.made.kind, first.category) == ("single", "Unit 1/Give-take")
    assert first.made.value["options"] == [
        {"text": "Go home.", "correct": False, "rationale": "No thanks in it."},
        {"text": "Thank you all.", "correct": True, "rationale": "It thanks.\n\nClosings thank."},
    ]
    assert first.remarks == ("The feedback on the whole question stands with what is right.",)
    assert second.made.value == {"answer": "false", "why_true": "It is not.", "why_false": "Right: it listens."}
    assert (third.made.kind, third.made.value["credit"], third.remarks) == ("multiple", "parts", ())
    assert third.is_unwritten
    assert (last.category, last.made.value["number"], last.made.value["tolerance"]) == ("top/Unit 2", "12", "2")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_are_read_however_they_were_saved(end, encoding):
    data = "::Où:: Où va-t-on ?{=là\n~ici}\n\nC’est « vrai ».{T}\n".replace("\n", end).encode(encoding)
    assert [one.stem for one in found(data, "x.gift")] == ["Où va-t-on ?", "C’est « vrai »."]


def test_weights_that_we_do_not_have_are_named():
    [one] = found("Q{=right ~%50%nearly ~%-25%wrong}", "x.gift")
    assert one.remarks == (
        "Answers that earned a part of the point earn nothing here: “nearly” (50 %).",
        "Wrong answers took something away; here they earn nothing.",
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Q{~a ~b}", "No answer earns anything, so none is right."),
        ("Q{=a =b ~c}", "Several answers earn the whole point, but only one can be chosen."),
        ("Q{=%50%a}", "No typed answer earns the whole point."),
        ("Q{=*}", "No typed answer earns the whole point."),
        ("Q{#twelve}", "“twelve” is no number."),
        ("Q{#1e999999999}", "“1e999999999” is too large, too small or no number."),
        ("Q{#=1:0 =5:0}", "Several numbers are right, and here only one span can be."),
        ("Q{=a -> b}", "Matching takes two pairs or more."),
        ("{=a ~b}", "It has no text."),
        ("Q{=1 ~2 ~3 ~4 ~5 ~6 ~7 ~8 ~9}", "“Options” has 9 entries; here it takes 8 at most."),
    ],
)
def test_what_has_no_right_answer_or_no_room_is_lost_by_name(text, reason):
    [(where, said)] = lost(text, "x.gift")
    assert where == "line 1"
    assert said.startswith(reason)


def test_an_endless_item_is_lost_and_the_next_one_is_not():
    text = "q{" + "~a" * 60_000 + "}\n\nTrue? {T}"
    assert lost(text, "x.gift") == [("line 1", "Its text is too long. Write it in at most 100000 characters.")]
    assert len(entries(text, "x.gift")) == 2


def test_questions_without_an_empty_line_between_them_are_told_apart():
    assert [one.stem for one in found("One? {T}\n::n:: Two? {\n=a\n\n~b}\nThree? {F}", "x.gift")] == [
        "One?",
        "Two?",
        "Three?",
    ]


def test_a_category_needs_no_empty_line_around_it():
    text = (
        "$CATEGORY: one\nOne? {T}\n$CATEGORY: two\n::n::Two? {T}\n\n// [id:x] [tag:y]\n$CATEGORY: three\n\nThree? {T}"
    )
    assert [(one.stem, one.category) for one in found(text, "x.gift")] == [
        ("One?", "one"),
        ("Two?", "two"),
        ("Three?", "three"),
    ]


def test_a_long_number_stays_exact():
    [one] = found("Q {#12345678901234567890.5:0.25}", "x.gift")
    assert (one.made.value["number"], one.made.value["tolerance"]) == ("12345678901234567890.5", "0.25")


def test_scripts_never_come_along_and_pictures_are_named():
    text = '[html]<p>Hello<script>alert(1)</script> <img src\\="x" onerror\\="y" alt\\="a hill"></p>{=<b>yes</b> ~no}'
    [one] = found(text, "x.gift")
    assert one.stem == "Hello"
    assert one.remarks[0].startswith("A picture was left out (a hill)")


def test_an_order_is_read_and_says_how_it_was_graded():
    [one] = found("Put in order.{>3 ALL VERTICAL ABSOLUTE_POSITION SHOW none\nfirst\nsecond\nthird\n}", "x.gift")
    assert one.made.value["items"] == ["first", "second", "third"]
    assert one.remarks == ("Here each item that directly follows the one before it earns a part of the point.",)


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(["{", "}", "=", "~", "#", "%5%", "->", "\n\n", "\n", "::", "\\", "a", "####", ">2 "]),
        max_size=30,
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_nothing_that_is_typed_breaks_the_reader(text):
    for one in entries(text, "x.gift"):
        assert getattr(one, "reason", "-")


# What GIFT can say of a type; the rest is named when it goes out.
HELD = {
    "multiple": {"credit": "parts"},
    "matching": {"credit": "parts"},
    "ordering": {"rationale": ""},
    "short_answer": {"case_matters": False, "accents_matter": True, "one_typo": False},
    "numeric": {"units": [], "unit_needed": False},
}
KINDS = ["single", "multiple", "true_false", "matching", "ordering", "short_answer", "numeric"]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_gift_holds_comes_back_as_it_was(kind, data):
    value = data.draw(of_type(kind, texts), label="value")
    value = {**value, **HELD.get(kind, {})}
    if kind == "short_answer":  # is typed in one line
        value["answers"] = [{**one, "text": " ".join(one["text"].split())} for one in value["answers"]]
    stem = data.draw(texts, label="stem")
    question = QuestionShape("a-key", "a-topic", kind, stem, value)
    written = registry.named("gift").write([question])
    [gone] = written.gone
    assume(types.named(kind).problems(value) == [] and not gone.reason)
    assume(
        set(gone.remarks) <= {"The tolerance goes out as an amount."}
    )  # what changes is said, and is not the same then
    back = there_and_back("gift", question)
    assert (back.key, back.category, back.stem) == ("a-key", "a-topic", stem)
    if kind == "numeric":
        assert types.named(kind).grade(full(kind, back.made.value), [value["number"]]) == 1
    else:
        assert full(kind, back.made.value) == full(kind, value)


def test_a_text_with_gaps_does_not_go_out_and_says_so():
    question = QuestionShape("k", "t", "cloze", "Fill in.", {"text": "[[a]]"})
    [gone] = registry.named("gift").write([question]).gone
    assert gone.reason == "GIFT cannot say a question of this type. Take Moodle XML, QTI or our own YAML."
