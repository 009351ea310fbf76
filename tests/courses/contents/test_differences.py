"""What changed between two releases, item by item and word by word."""

from hypothesis import given
from hypothesis import strategies as st

from courses.contents import differences


def item(key: str, version: str = "1", kind: str = "lesson", minutes: int = 10) -> dict:
    return {"key": key, "hash": f"{key}-{version}", "kind": kind, "title": key, "summary": "", "minutes": minutes}


def outline(*modules: list[dict]) -> dict:
    return {"modules": [{"key": str(n), "title": f"Module {n}", "items": items} for n, items in enumerate(modules, 1)]}


OLD = outline([item("a"), item("b"), item("q1", kind="quiz")], [item("c"), item("q2", kind="quiz")])


def test_the_same_outline_differs_in_nothing():
    assert differences.between(OLD, OLD) == []


def test_added_changed_and_removed_items_are_told_apart():
    new = outline([item("a"), item("b", "2"), item("q1", kind="quiz")], [item("d"), item("q2", kind="quiz")])
    found = [(one.kind, one.item["key"], one.module) for one in differences.between(OLD, new)]
    assert found == [("changed", "b", "Module 1"), ("added", "d", "Module 2"), ("removed", "c", "Module 2")]


def test_moving_a_lesson_changes_nothing():
    moved = outline([item("b"), item("a"), item("q1", kind="quiz")], [item("q2", kind="quiz"), item("c")])
    assert differences.between(OLD, moved) == []


def test_everything_is_new_in_a_first_release():
    assert {one.kind for one in differences.between(None, OLD)} == {"added"}


def test_a_changed_lesson_brings_the_quiz_of_its_module():
    done = {one["hash"] for module in OLD["modules"] for one in module["items"]}
    new = outline([item("a"), item("b", "2"), item("q1", kind="quiz")], [item("c"), item("q2", kind="quiz")])
    assert differences.to_retake(new, done) == {"b-2", "q1-1"}
    assert differences.minutes_of(new, {"b-2", "q1-1"}) == 20


def test_a_changed_quiz_comes_alone():
    done = {one["hash"] for module in OLD["modules"] for one in module["items"]}
    new = outline([item("a"), item("b"), item("q1", "2", kind="quiz")], [item("c"), item("q2", kind="quiz")])
    assert differences.to_retake(new, done) == {"q1-2"}


@given(st.sets(st.sampled_from(["a-1", "b-1", "c-1", "q1-1", "q2-1"])))
def test_whoever_retakes_it_is_up_to_date(done):
    everything = {one["hash"] for module in OLD["modules"] for one in module["items"]}
    assert done | differences.to_retake(OLD, done) == everything


def test_words_taken_out_and_put_in_are_marked():
    assert differences.words("Ask one open question.", "Ask two open questions.") == (
        "Ask <del>one</del> <ins>two</ins> open <del>question.</del> <ins>questions.</ins>"
    )


def test_quite_different_texts_stand_one_after_the_other():
    assert differences.words("Wait and listen.", "Call for help now.") == (
        "<del>Wait and listen.</del> <ins>Call for help now.</ins>"
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_becomes_markup(old, new):
    shown = differences.words(f"<b>{old}", f"<b>{new}")
    for tag in ("<del>", "</del>", "<ins>", "</ins>", "<br>"):
        shown = shown.replace(tag, "")
    assert "<" not in shown
    assert ">" not in shown.replace("&gt;", "")


def lesson(*paragraphs: str, **fields) -> dict:
    html = "".join(f"<p>{one}</p>" for one in paragraphs)
    return {"title": "T", "summary": "S", "minutes": 10, "body": [{"type": "text", "html": html}], **fields}


def test_a_lesson_shows_only_the_paragraphs_that_differ():
    old = lesson("Welcome everybody.", "Read the rules aloud.", "Say goodbye.")
    new = lesson("Welcome everybody.", "Read the agreement aloud.", "Say goodbye.", "Thank them.")
    found = [(one.kind, one.html) for one in differences.lesson_changes(old, new)]
    assert found == [
        ("changed", "Read the <del>rules</del> <ins>agreement</ins> aloud."),
        ("added", "<ins>Thank them.</ins>"),
    ]


def test_a_new_summary_is_a_change_of_words():
    [change] = differences.lesson_changes(lesson("A."), lesson("A.", summary="New summary"))
    assert "New summary" in change.html


def asked(*questions: dict) -> dict[str, differences.Asked]:
    """Questions by the hashes h1, h2, …, each with a key of its own."""
    return {f"h{n}": differences.Asked(f"key-{n}", one) for n, one in enumerate(questions, start=1)}


def question(stem: str, *options: str) -> dict:
    shown = [{"text": text, "correct": n == 0, "rationale": "Why."} for n, text in enumerate(options)]
    return {"type": "single", "stem": stem, "options": shown}


def test_a_quiz_shows_its_new_and_removed_questions_and_its_pass_mark():
    questions = asked(question("One?", "a"), question("Two?", "a"), question("Two?", "b"))
    old = {"pass_mark": 80, "questions": ["h1", "h2"], "draws": []}
    new = {"pass_mark": 70, "questions": ["h3"], "draws": []}
    kinds = [one.kind for one in differences.quiz_changes(old, new, questions)]
    assert kinds == ["changed", "changed", "removed"]


def test_a_changed_question_shows_the_words_that_changed_in_each_option():
    old, new = question("Which one?", "Wait and listen", "Leave"), question("Which one?", "Wait and ask", "Leave")
    assert differences.question_change(old, new).html == (
        "Which one?<br>✓ Wait and <del>listen</del> <ins>ask</ins> Why.<br>– Leave Why."
    )


def test_a_question_asked_in_other_words_is_still_the_same_question():
    questions = asked(question("Which one?", "a", "b"), question("Which is it?", "a", "b"))
    old = {"pass_mark": 80, "questions": ["h1"], "draws": []}
    [change] = differences.quiz_changes(old, {**old, "questions": ["h2"]}, questions)
    assert change.kind == "changed"


def test_a_question_whose_every_word_changed_is_still_the_same_question():
    """A question keeps its key, so a reviewer sees what became of it and not one more and one less."""
    before, after = question("Which one?", "a", "b"), question("What is asked here?", "c", "d")
    questions = {"h1": differences.Asked("ask", before), "h2": differences.Asked("ask", after)}
    old = {"pass_mark": 80, "questions": ["h1"], "draws": []}
    [change] = differences.quiz_changes(old, {**old, "questions": ["h2"]}, questions)
    assert change.kind == "changed"


def test_a_changed_part_of_a_block_is_a_change_of_words():
    option = {"text": "Yes", "correct": True, "feedback": "It is."}
    check = {"type": "check", "question": "Is it so?", "options": [option]}
    other = {**check, "options": [{**option, "feedback": "It is so."}]}
    [change] = differences.lesson_changes(lesson("A.", body=[check]), lesson("A.", body=[other]))
    assert change.html == "✓ Yes It <del>is.</del> <ins>is so.</ins>"
