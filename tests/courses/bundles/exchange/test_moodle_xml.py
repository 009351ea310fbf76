"""Moodle XML as others write it, and ours there and back; nothing in it may do harm."""

import resource
import textwrap
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courses.bundles.exchange import registry
from courses.bundles.exchange.base import FileRefused
from courses.bundles.exchange.items import Found
from courses.bundles.shapes import QuestionShape
from courses.contents.questions import registry as types
from tests.courses.bundles.exchange.reading import entries, found, full, lost, source, texts, there_and_back
from tests.courses.question_values import of_type


def quiz(*questions: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{"".join(map(textwrap.dedent, questions))}</quiz>\n'


def question(kind: str, inside: str, stem: str = "<p>What is <b>asked</b>?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>A name</text></name>'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>{inside}</question>\n'
    )


def answer(text: str, fraction: str = "0", more: str = "", feedback: str = "") -> str:
    words = f'<feedback format="html"><text>{feedback}</text></feedback>'
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{words}{more}</answer>'


def category(path: str) -> str:
    return f'<question type="category"><category><text>{path}</text></category></question>\n'


CHOICE = "<single>true</single>" + answer("yes", "100", feedback="so it is") + answer("no")


def one(kind: str, inside: str, stem: str = "<p>What is <b>asked</b>?</p>") -> Found:
    [made] = found(quiz(question(kind, inside, stem)), "x.xml")
    return made


def why_lost(kind: str, inside: str, stem: str = "Q") -> str:
    [(_where, said)] = lost(quiz(question(kind, inside, stem)), "x.xml")
    return said


def test_categories_may_stand_in_any_order_and_lie_within_each_other():
    text = quiz(
        category("$course$/top/Unit 1/Basics"), question("multichoice", CHOICE),
        category("$course$/top/Unit 1"), question("multichoice", CHOICE),
        category("$system$/top/Read//write"), question("multichoice", CHOICE),
    )  # fmt: skip
    assert [made.category for made in found(text, "x.xml")] == ["Unit 1/Basics", "Unit 1", "Read-write"]


def test_every_question_is_taken_in_or_lost_with_its_line():
    kinds = ["essay", "description", "calculatedmulti", "ddwtos", "strange"]
    text = quiz(*(question(kind, "") for kind in kinds), question("multichoice", CHOICE))
    assert len(entries(text, "x.xml")) == 6
    assert [(where, said.split(".")[0]) for where, said in lost(text, "x.xml")] == [
        ("line 3", "It has no answers to grade by (an essay)"),
        ("line 4", "It is a text without a question"),
        ("line 5", "Its numbers are drawn anew each time, which no question here does"),
        ("line 6", "Dragging and choosing within a text or picture is not held here"),
        ("line 7", "There is no type of question here like “strange”"),
    ]


def test_what_no_question_here_has_is_named():
    more = (
        "<defaultgrade>2.0000000</defaultgrade><penalty>0.2500000</penalty><shuffleanswers>0</shuffleanswers>"
        "<hint><text>Think.</text></hint><tags><tag><text>safety</text></tag></tags>"
        "<correctfeedback><text>Well done</text></correctfeedback>"
    )
    assert one("multichoice", CHOICE + more).remarks == (
        "Bold, italic and other emphasis was left out: questions are plain text.",
        "The order of its answers was fixed; here they are shuffled.",
        "It was worth 2 points; here every question is worth one.",
        "A penalty for repeated tries was left out.",
        "Hints were left out.",
        "Tags were left out: safety.",
        "Words for right, partly right and wrong answers were left out.",
    )


def test_what_moodle_always_writes_is_no_remark():
    usual = (
        "<defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><shuffleanswers>true</shuffleanswers><tags/>"
        "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
    )
    assert one("multichoice", CHOICE + usual, "Plain").remarks == ()


def test_pictures_are_named_and_their_bytes_never_held():
    picture = '<file name="hill.png" encoding="base64">' + "QUJD" * 1_000_000 + "</file>"
    stem = '<img src="@@PLUGINFILE@@/hill.png" alt="a hill"> What is this?'
    text = quiz(question("multichoice", CHOICE, stem)).replace("</questiontext>", f"{picture}</questiontext>")
    [made] = found(text, "x.xml")
    assert made.remarks == ("A picture was left out (a hill): questions hold text only. Say in words what it shows.",)
    sound = quiz(question("multichoice", CHOICE, "Listen.")).replace("</questiontext>", f"{picture}</questiontext>")
    assert found(sound, "x.xml")[0].remarks == ("Files were left out: hill.png.",)


def test_pictures_of_old_files_are_named_too():
    made = one("multichoice", CHOICE + "<image>pictures/hill.png</image><image_base64>QUJD</image_base64>", "What?")
    assert made.remarks == ("A picture was left out: questions hold text only. Say in words what it shows.",)


def test_scripts_never_come_along():
    made = one(
        "multichoice", CHOICE, 'Hi<script>alert(1)</script><a href="javascript:alert(2)">link</a><style>p{}</style>'
    )
    assert made.stem == "Hilink"


def test_true_and_false_need_one_right_answer():
    made = one("truefalse", answer("true", "0", feedback="no") + answer("false", "100", feedback="yes"))
    assert made.made.value == {"answer": "false", "why_true": "no", "why_false": "yes"}
    assert why_lost("truefalse", answer("true") + answer("false")).startswith("It does not say which of true and false")


def test_numbers_keep_tolerances_and_units():
    units = "<units>" + "".join(
        f"<unit><multiplier>{worth}</multiplier><unit_name>{name}</unit_name></unit>"
        for worth, name in (("1", "h"), ("1.0", "hours"), ("60", "min"))
    )
    made = one("numerical", answer("1.5", "100", "<tolerance>0.25</tolerance>") + units + "</units>", "How long?")
    value = made.made.value
    assert (value["number"], value["tolerance"], value["tolerance_in"]) == ("1.5", "0.25", "amount")
    assert (value["units"], value["unit_needed"]) == (["h", "hours"], False)
    assert made.remarks == ("Units that are worth another amount were left out; a number has one unit here.",)
    assert why_lost("numerical", answer("*", "100")) == "No number earns the whole point. Write one that does."


def test_matching_has_matches_of_nothing():
    rows = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("a", "1"), ("b", "2"), ("", "3"))
    )
    value = one("matching", rows).made.value
    assert (value["pairs"], value["extras"]) == ([{"left": "a", "right": "1"}, {"left": "b", "right": "2"}], ["3"])


def test_gaps_are_read_with_what_they_lose():
    stem = "<p>Fill in.</p><p>We {1:SHORTANSWER:=listen~%50%hear#nearly} and {2:MULTICHOICE:talk~=wait~%0%=go}. {1:NM:=3:0}</p>"
    made = one("cloze", "", stem)
    assert made.stem == "Fill in."
    assert made.made.value["text"] == "We [[listen]] and [[talk|*wait|=go]]. [[3]]"
    assert made.remarks == (
        "Words to answers in gaps were left out.",
        "Answers in gaps that earned a part of the point earn nothing here.",
        "Numbers in gaps are compared as they are written.",
        "The gaps weighed differently; here each earns the same part of the point.",
    )


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("No gap", "It has no gaps that can be read"),
        ("A {1:MR:=a~=b}", "A gap of the kind MR is not held here"),
        ("A {1:SA:%50%a}", "A gap has no right answer"),
        ("A {1:MC:a~b}", "A gap to choose from needs exactly one right answer"),
        ("A {1:NM:=3:0.5}", "A gap asks for a number with a tolerance"),
        ("A {1:SA:=a*}", "A star in a gap stands for any text"),
        ("A [[b]] {1:SA:=a}", "Its text has [[ or ]] in it"),
        ("A {1:SA:=a|b}", "The answer “a|b” of a gap is empty or has signs"),
    ],
)
def test_gaps_that_cannot_be_read_are_lost_by_name(stem, said):
    assert why_lost("cloze", "", stem).startswith(said)


@pytest.mark.parametrize("declared", ["", ' encoding="UTF-8"', ' encoding="windows-1252"'])
def test_files_saved_on_windows_are_read(declared):
    text = quiz(question("multichoice", CHOICE, "Où ça ?")).replace(' encoding="UTF-8"', declared, 1)
    assert found(text.replace("\n", "\r\n").encode("cp1252"), "x.xml")[0].stem == "Où ça ?"


def test_a_mark_or_an_empty_line_on_top_does_no_harm():
    text = quiz(question("multichoice", CHOICE, "Où ?"))
    assert found(text.encode("utf-8-sig"), "x.xml")[0].stem == "Où ?"
    assert found("\n \n" + text, "x.xml")[0].stem == "Où ?"


BOMB = '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB + quiz(question("multichoice", CHOICE, "&b;"))[39:], "declares a document type or entities"),
        (OUTSIDE + quiz(question("multichoice", CHOICE, "&x;"))[39:], "declares a document type or entities"),
        ('<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd">' + quiz()[39:], "declares a document type or entities"),
        (quiz(question("multichoice", CHOICE))[:-20], "This XML is broken in line"),
        (quiz("<a>" * 5000 + "</a>" * 5000), "nested too deeply"),
        (quiz(question("multichoice", CHOICE, "x" * 2_000_001)), "What begins in line 3 is too large"),
        (quiz(question("multichoice", "<a/>" * 50_000)), "What begins in line 3 is too large"),
        ('<?xml version="1.0" encoding="klingon"?><quiz></quiz>', "encoding that is not known"),
        (quiz("<other/>"), "this is not Moodle XML"),
    ],
)
def test_what_would_do_harm_is_refused_in_words(text, said):
    with pytest.raises(FileRefused, match=said):
        entries(text, "x.xml")


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_that_stands_in_a_file_breaks_the_reader(data):
    inside = CHOICE + "<units><unit><multiplier>1</multiplier></unit></units><unitgradingtype>1</unitgradingtype>"
    text = quiz(
        *(
            question(kind, inside, "A {1:SA:=b} {2:MC:=a~c}")
            for kind in ("multichoice", "numerical", "cloze", "ordering")
        )
    )
    for _round in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        put = data.draw(
            st.sampled_from(["", "<a/>", "NaN", "1e9", "%", "{", "}", '"', "0", "<text>", "&lt;"]) | st.text(max_size=5)
        )
        text = text[:place] + put + text[place + data.draw(st.integers(0, 20)) :]
    with suppress(FileRefused):
        for found_ in entries(text.encode("utf-8", "replace"), "x.xml"):
            assert getattr(found_, "reason", "-")


def test_gaps_that_never_end_take_no_time():
    assert why_lost("cloze", "", "{1:SA:" * 15_000).startswith("It has no gaps that can be read")


def test_a_file_of_four_thousand_questions_takes_little_memory():
    # One question with a picture of 20 kB each: 80 MB in all.
    picture = '<file name="x.png" encoding="base64">' + "QUJD" * 5000 + "</file>"
    single = question("multichoice", CHOICE, "Which?").replace("</questiontext>", f"{picture}</questiontext>").encode()

    class Long:
        """The file as it would come from the disk, piece by piece."""

        def __init__(self) -> None:
            self.seek(0)

        def seek(self, place: int) -> None:
            self.parts = iter([b"<quiz>", *(single for _number in range(4000)), b"</quiz>"])
            self.rest = b""

        def read(self, size: int) -> bytes:
            while len(self.rest) < size and (part := next(self.parts, b"")):
                self.rest += part
            found, self.rest = self.rest[:size], self.rest[size:]
            return found

    file = source(b"", "x.xml")
    file.stream = Long()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _entry in registry.named("moodle_xml").read(file)) == 4000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024  # kB


# What Moodle can say of a type; the rest is named when it goes out.
HELD = {
    "multiple": {"credit": "parts"},
    "matching": {"credit": "parts"},
    "short_answer": {"accents_matter": True, "one_typo": False},
    "cloze": {"accents_matter": True, "one_typo": False, "credit": "parts"},
}


@pytest.mark.parametrize(
    "kind", ["single", "multiple", "true_false", "matching", "ordering", "short_answer", "numeric", "cloze"]
)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_moodle_holds_comes_back_as_it_was(kind, data):
    value = {**data.draw(of_type(kind, texts), label="value"), **HELD.get(kind, {})}
    stem = data.draw(texts, label="stem")
    if kind == "short_answer":  # is typed in one line
        value["answers"] = [{**one, "text": " ".join(one["text"].split())} for one in value["answers"]]
    if kind == "numeric":
        value["units"] = [" ".join(unit.split()) for unit in value["units"]]
    asked = QuestionShape("a-key", "a-topic", kind, stem, value)
    [gone] = registry.named("moodle_xml").write([asked]).gone
    assume(types.named(kind).problems(value) == [] and not gone.reason)
    assert set(gone.remarks) <= {"The tolerance goes out as an amount.", "There, accents matter."}
    back = there_and_back("moodle_xml", asked)
    assert (back.key, back.category, back.stem) == ("a-key", "a-topic", stem)
    if kind == "numeric":
        right = types.named(kind).right_answer(full(kind, value))
        assert types.named(kind).grade(full(kind, back.made.value), right) == 1
        assert back.made.value["units"] == value["units"]
    elif kind == "cloze":
        assert types.named(kind).right_answer(full(kind, back.made.value)) == types.named(kind).right_answer(
            full(kind, value)
        )
    else:
        assert full(kind, back.made.value) == full(kind, value)
