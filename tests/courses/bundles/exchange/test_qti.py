"""QTI as others write it, in items and packages, and ours there and back; packages that do harm are refused."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from courses.bundles.exchange import registry
from courses.bundles.exchange.base import FileRefused
from courses.bundles.exchange.items import Found, Lost
from courses.bundles.shapes import QuestionShape
from courses.contents.questions import registry as types
from tests.courses.bundles.exchange.reading import entries, full, texts, there_and_back
from tests.courses.question_values import of_type

RESPONSE = 'responseIdentifier="RESPONSE"'
NS = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
MAP = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/map_response.xml"/>'
CHOICE = """<itemBody><p>At the end:</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<prompt>What do you <b>say</b>?</prompt><simpleChoice identifier="A">Go home.</simpleChoice>
<simpleChoice identifier="B">Thank you.
<feedbackInline outcomeIdentifier="F" identifier="B" showHide="show">It thanks.</feedbackInline></simpleChoice>
<simpleChoice identifier="C">Nothing.</simpleChoice></choiceInteraction></itemBody>"""


def item(declared: str, body: str, scored: str = MATCH, more: str = "") -> str:
    inside = f"{declared}{body}{scored}{more}"
    return f'<?xml version="1.0"?>\n<assessmentItem {NS} identifier="i1" title="A title">{inside}</assessmentItem>'


def declared(
    correct: list[str], cardinality: str = "single", base: str = "identifier", mapping: str = "", name: str = "RESPONSE"
) -> str:
    values = "".join(f"<value>{one}</value>" for one in correct)
    right = f"<correctResponse>{values}</correctResponse>" if correct else ""
    named = f'identifier="{name}" cardinality="{cardinality}" baseType="{base}"'
    return f"<responseDeclaration {named}>{right}{mapping}</responseDeclaration>"


def mapping(**values: float) -> str:
    rows = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in values.items())
    return f'<mapping defaultValue="0">{rows}</mapping>'


def one(text: str | bytes) -> Found:
    [found] = entries(text, "x.xml")
    assert isinstance(found, Found), found
    return found


def why_lost(text: str) -> str:
    [found] = entries(text, "x.xml")
    assert isinstance(found, Lost), found
    return found.reason


def test_a_choice_is_read_with_its_reasons():
    made = one(item(declared(["B"]), CHOICE))
    assert made.stem == "At the end:\n\nWhat do you say?"
    assert made.made.kind == "single"
    assert made.made.value["options"][1] == {"text": "Thank you.", "correct": True, "rationale": "It thanks."}


def test_the_names_of_version_three_are_read_too():
    text = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t">
    <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="string">
      <qti-correct-response><qti-value>here</qti-value></qti-correct-response>
      <qti-mapping default-value="0"><qti-map-entry map-key="here" mapped-value="2"/>
      <qti-map-entry map-key="there" mapped-value="1"/></qti-mapping>
    </qti-response-declaration>
    <qti-item-body><p>Where?</p><p><qti-text-entry-interaction response-identifier="RESPONSE"/></p></qti-item-body>
    <qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/></qti-assessment-item>"""
    made = one(text)
    assert (made.stem, made.made.kind) == ("Where?", "short_answer")
    assert [(row["text"], row["earns"]) for row in made.made.value["answers"]] == [("here", "1"), ("there", "1/2")]
    assert made.made.value["case_matters"]


def test_several_answers_all_or_nothing_and_in_parts():
    body = CHOICE.replace('maxChoices="1"', 'maxChoices="0"')
    assert one(item(declared(["A", "B"], "multiple"), body)).made.value["credit"] == "all"
    made = one(item(declared(["A", "B"], "multiple", mapping=mapping(A=1, B=1, C=-1)), body, MAP))
    assert (made.made.value["credit"], made.remarks[1:]) == ("parts", ())
    assert [option["correct"] for option in made.made.value["options"]] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (item(declared(["B"]), CHOICE, ""), "It has no response processing, so nothing says what is right."),
        (item(declared(["B"]), CHOICE, "<responseProcessing/>"), "It has no response processing"),
        (item(declared([]), CHOICE), "It does not say which answer is right. Mark it."),
        (item("", CHOICE), "It does not declare what is right."),
        (item(declared(["B"]), CHOICE, '<responseProcessing template="mine"/>'), "How it is scored cannot be read"),
        (item(declared(["B"], mapping=mapping(A=0)), CHOICE, MAP), "No answer earns anything"),
        (item("", "<itemBody><p>Read.</p></itemBody>"), "It is a text without a question."),
        (item("", "<itemBody><extendedTextInteraction/></itemBody>"), "It has no answers to grade by (an essay)."),
        (item("", "<itemBody><hotspotInteraction/></itemBody>"), "An interaction like “hotspot” is not held here."),
        (item("", CHOICE.replace("</itemBody>", "<orderInteraction/></itemBody>")), "It asks for several things at once."),
        (item(declared(["B"]), CHOICE.replace('"RESPONSE"', '"OTHER"')), "Some of its answers are not scored."),
        ("<assessmentItem" + "x", "This is none"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_lost_by_name(text, said):
    if said == "This is none":
        with pytest.raises(FileRefused, match=said):
            entries(text, "x.xml")
    else:
        assert why_lost(text).startswith(said)


USUAL = """<responseProcessing><responseCondition><responseIf>{test}
<setOutcomeValue identifier="SCORE">{right}</setOutcomeValue></responseIf>
<responseElse><setOutcomeValue identifier="SCORE">
<baseValue baseType="float">{wrong}</baseValue></setOutcomeValue></responseElse></responseCondition>
<setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue></responseProcessing>"""
SAME = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'
ONE = '<baseValue baseType="float">1</baseValue>'


@pytest.mark.parametrize(
    ("test", "right", "wrong", "is_read"),
    [
        (SAME, ONE, "0", True),
        (SAME, f'<sum><variable identifier="SCORE"/>{ONE}</sum>', "0", True),
        (SAME, '<variable identifier="MAXSCORE"/>', "0", True),
        (f"<not>{SAME}</not>", ONE, "0", False),
        (SAME, ONE, "0.5", False),
        (SAME, '<baseValue baseType="float">0</baseValue>', "0", False),
        (SAME.replace("correct", "default"), ONE, "0", False),
        ("<or/>", ONE, "0", False),
    ],
)
def test_conditions_are_read_only_when_they_are_certain(test, right, wrong, is_read):
    text = item(declared(["B"]), CHOICE, USUAL.format(test=test, right=right, wrong=wrong))
    if is_read:
        assert one(text).made.kind == "single"
    else:
        assert why_lost(text).startswith("How it is scored cannot be read with certainty")


@pytest.mark.parametrize("value", ["1e999999999", "NaN", "1/0", "x", ""])
def test_numbers_that_are_none_are_no_scores(value):
    rows = f'<mapping><mapEntry mapKey="A" mappedValue="{value}"/></mapping>'
    assert why_lost(item(declared(["B"], mapping=rows), CHOICE, MAP)).startswith("How it is scored cannot be read")


def test_matches_orders_and_numbers():
    sides = "".join(
        "<simpleMatchSet>"
        + "".join(
            f'<simpleAssociableChoice identifier="{name}" matchMax="1">{name.lower()}</simpleAssociableChoice>'
            for name in names
        )
        + "</simpleMatchSet>"
        for names in ("AB", "XYZ")
    )
    body = f"<itemBody><matchInteraction {RESPONSE}><prompt>Match.</prompt>{sides}</matchInteraction></itemBody>"
    made = one(item(declared(["A Y", "B X"], "multiple", "directedPair"), body)).made.value
    assert made["pairs"] == [{"left": "a", "right": "y"}, {"left": "b", "right": "x"}]
    assert (made["extras"], made["credit"]) == (["z"], "all")
    assert "exactly one match each" in why_lost(item(declared(["A Y", "A X"], "multiple", "directedPair"), body))
    rows = "".join(f'<simpleChoice identifier="{name}">{name.lower()}</simpleChoice>' for name in "ABC")
    body = f"<itemBody><orderInteraction {RESPONSE}><prompt>Order.</prompt>{rows}</orderInteraction></itemBody>"
    assert one(item(declared(["C", "A", "B"], "ordered"), body)).made.value["items"] == ["c", "a", "b"]
    body = '<itemBody><p>How many?</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p></itemBody>'
    near = SAME.replace("<match>", '<equal toleranceMode="relative" tolerance="10 10">').replace("</match>", "</equal>")
    made = one(item(declared(["12"], base="integer"), body, USUAL.format(test=near, right=ONE, wrong="0"))).made.value
    assert (made["number"], made["tolerance"]) == ("12", "1.2")


def test_gaps_are_read_and_all_of_them_may_have_to_be_right():
    names = ("A", "B")
    tests = "".join(f'<match><variable identifier="{name}"/><correct identifier="{name}"/></match>' for name in names)
    choices = '<inlineChoice identifier="x">wait</inlineChoice><inlineChoice identifier="y">go</inlineChoice>'
    body = (
        '<itemBody><p>Fill in.</p><p>We <textEntryInteraction responseIdentifier="A"/> and '
        f'<inlineChoiceInteraction responseIdentifier="B">{choices}</inlineChoiceInteraction>.</p></itemBody>'
    )
    text = item(
        declared(["listen"], base="string", name="A") + declared(["x"], name="B"),
        body,
        USUAL.format(test=f"<and>{tests}</and>", right=ONE, wrong="0"),
    )
    made = one(text)
    assert (made.stem, made.made.value["text"]) == ("Fill in.", "We [[listen]] and [[*wait|go]].")
    assert made.made.value["credit"] == "all"


def test_what_is_drawn_anew_or_goes_on_is_lost_and_what_stands_elsewhere_is_named():
    drawn = item('<templateDeclaration identifier="T"/>' + declared(["B"]), CHOICE)
    assert why_lost(drawn).startswith("Its words or numbers are drawn anew each time")
    steps = item(declared(["B"]), CHOICE).replace('title="A title"', 'title="A title" adaptive="true"')
    assert why_lost(steps).startswith("It goes on after a first answer")
    more = '<assessmentStimulusRef identifier="s" href="s.xml"/>'
    body = CHOICE.replace(
        "<p>At",
        "<rubricBlock view='scorer'><p>Be kind.</p></rubricBlock><feedbackBlock><p>So.</p></feedbackBlock><p>At",
    )
    made = one(item(more + declared(["B"]), body))
    assert made.stem == "At the end:\n\nWhat do you say?"
    assert made.remarks[:3] == (
        "It refers to a text that is not in it. Write what learners need into the question.",
        "Words for tutors or scorers were left out.",
        "Feedback on the whole was left out where it depends on the score.",
    )


def test_a_gap_within_a_sentence_stays_where_it_is():
    body = f"<itemBody><p>Fill in.</p><p>We <textEntryInteraction {RESPONSE}/> first.</p></itemBody>"
    made = one(item(declared(["listen"], base="string"), body))
    assert (made.made.kind, made.made.value["text"]) == ("cloze", "We [[listen]] first.")


def test_pictures_films_and_scripts_do_not_come_along():
    body = CHOICE.replace(
        "At the end:", 'Look <img src="a.png" alt="a hill"/><object data="x"/><script>alert(1)</script>'
    )
    made = one(item(declared(["B"]), body))
    assert "alert" not in made.stem
    assert any(remark.startswith("A picture was left out (a hill)") for remark in made.remarks)
    assert any(remark.startswith("Sounds, films") for remark in made.remarks)


# ---------------------------------------------------------------------------------------------------------- packages
def package(files: dict[str, str | bytes], manifest: str | None = "") -> bytes:
    stream = BytesIO()
    rows = "".join(
        f'<resource identifier="r{n}" type="imsqti_item_xmlv2p2" href="{name}"/>' for n, name in enumerate(files)
    )
    listed = f"<manifest><resources>{rows}{manifest}</resources></manifest>"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        if manifest is not None:
            archive.writestr("imsmanifest.xml", listed)
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_every_item_that_a_package_lists_is_accounted_for():
    more = (
        '<resource type="imsqti_item_xmlv2p2" href="gone.xml"/><resource type="imsqti_test_xmlv2p2" href="test.xml"/>'
    )
    found = entries(package({"a.xml": item(declared(["B"]), CHOICE), "b.xml": "<broken"}, more), "x.zip")
    assert [(type(each).__name__, str(each.where)) for each in found] == [
        ("Found", "a.xml"),
        ("Lost", "b.xml"),
        ("Lost", "gone.xml"),
    ]
    assert [each.reason for each in found if isinstance(each, Lost)] == [
        "This XML is broken in line 1. Export it again.",
        "The package lists this file, but does not have it. Export it again.",
    ]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><assessmentItem>&b;</assessmentItem>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (package({"a.xml": "x"}, None), "has no imsmanifest.xml"),
        (package({"../a.xml": "x"}), "leads out of the bundle"),
        (package({"/etc/a.xml": "x"}), "leads out of the bundle"),
        (package({"a.xml": "x"}, '<resource type="imsqti_xmlv1p2" href="old.xml"/>'), "This package is QTI 1.2"),
        (b"PK\x03\x04 damaged", "damaged or locked"),
        (package({f"{n}.bin": bytes(30 * 1024 * 1024) for n in range(4)}), "Unpacked, this .zip is larger than 100 MB"),
        (b"<questestinterop><item/></questestinterop>", "This is QTI 1.2"),
    ],
)
def test_packages_that_do_harm_are_refused_in_words(data, said):
    with pytest.raises(FileRefused, match=said):
        entries(data, "x.zip")


def test_harmful_and_oversized_items_are_lost_by_name():
    found = entries(package({"a.xml": BOMB, "b.xml": bytes(5 * 1024 * 1024)}), "x.zip")
    assert [each.reason for each in found if isinstance(each, Lost)] == [
        "This XML declares a document type or entities, which may do harm. Export it again without them.",
        "This file is too large for one question. Take out what does not belong to it.",
    ]


# ----------------------------------------------------------------------------------------------------- there and back
HELD = {
    "ordering": {"credit": "all"},
    "short_answer": {"accents_matter": True, "one_typo": False},
    "numeric": {"units": [], "unit_needed": False},
    "cloze": {"accents_matter": True, "one_typo": False, "credit": "parts"},
}


@pytest.mark.parametrize("format", ["qti", "qti3"])
@pytest.mark.parametrize(
    "kind", ["single", "multiple", "true_false", "matching", "ordering", "short_answer", "numeric", "cloze"]
)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_what_qti_holds_comes_back_as_it_was(format, kind, data):
    value = {**data.draw(of_type(kind, texts), label="value"), **HELD.get(kind, {})}
    stem = data.draw(texts, label="stem")
    if kind == "short_answer":
        value["answers"] = [{**one, "text": " ".join(one["text"].split()), "feedback": ""} for one in value["answers"]]
    asked = QuestionShape("a-key", "a-topic", kind, stem, value)
    [gone] = registry.named(format).write([asked]).gone
    assume(types.named(kind).problems(value) == [])
    assert set(gone.remarks) <= {"The tolerance goes out as an amount.", "There, accents matter."}
    back = there_and_back(format, asked)
    assert (back.key, back.stem) == ("a-key", stem)
    if kind in ("numeric", "cloze"):
        type_ = types.named(kind)
        assert type_.grade(full(kind, back.made.value), type_.right_answer(full(kind, value))) == 1
        assert type_.texts(full(kind, back.made.value))[-1] == value["rationale"]
    else:
        assert full(kind, back.made.value) == full(kind, value)
