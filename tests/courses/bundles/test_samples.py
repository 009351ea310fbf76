"""The sample curricula hold what they promise: enough to learn from, honest about evidence, kind in their words."""

import html
import re
from pathlib import Path

import pytest

from courses.authoring import freezing
from courses.authoring.freezing import FrozenCurriculum
from courses.bundles import importing
from courses.contents import outlines
from courses.releases import checking
from evidence.models import Claim, ClaimSource, Source
from tests import factories

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
NAMES = ["rebt", "family-and-friends", "cbt", "motivational-interviewing", "mindfulness", "inside-out"]
WHOLE = ["rebt", "family-and-friends"]

# DOIs that were seen in the publication or its index entry, not remembered.
VERIFIED = {
    "10.1002/14651858.cd008063.pub3",
    "10.1002/14651858.cd011723.pub2",
    "10.1002/jclp.20669",
    "10.1002/jclp.22514",
    "10.1002/jclp.22562",
    "10.1007/s10648-020-09572-8",
    "10.1007/s10942-005-0011-0",
    "10.1016/j.drugalcdep.2018.05.005",
    "10.1016/j.jsat.2011.10.020",
    "10.1016/j.jsat.2016.10.004",
    "10.1037/0022-006x.67.5.688",
    "10.1037/adb0000237",
    "10.1037/ccp0000447",
    "10.1080/16066359.2017.1297990",
    "10.1080/16066359.2023.2245323",
    "10.1108/jfp-02-2015-0018",
    "10.1111/add.14901",
    "10.1111/acer.14235",
    "10.1159/000441231",
    "10.1176/appi.ajp.2018.17090978",
    "10.1176/appi.ajp.21090963",
    "10.1177/1049731509347850",
    "10.1146/annurev.clinpsy.1.102803.143833",
    "10.1186/s12889-022-13293-8",
    "10.1186/s12954-017-0196-4",
    "10.1371/journal.pone.0204890",
    "10.1371/journal.pone.0306835",
    "10.1001/jamapsychiatry.2013.4546",
    "10.3389/fpsyg.2016.01423",
    "10.4073/csr.2007.6",
    "10.1186/s12914-018-0180-4",
    "10.3238/arztebl.m2021.0014",
}

# Labels for people, and words that judge. Titles of publications keep the words they were printed with.
LABELS = re.compile(
    r"\b(addicts?|alcoholics?|alcoholism|abusers?|(?:substance|drug|alcohol|opioid) abuse|junkies?|druggies?|drunks"
    r"|drug users?|drug habits?|clean and sober|stay(?:ed)? clean|dirty urine|relaps\w+|in denial|unmotivated|codepend\w+"
    r"|enabl(?:er|ers|ing)|tough love|rock bottom|suffering from|victims? of addiction|inmates?|prisoners|offenders?"
    r"|criminals?|ex-cons?|committed suicide|mentally ill|the homeless|marijuana|the disease of)\b",
    re.IGNORECASE,
)
TRADEMARKS = re.compile(r"SMART Recovery|Alcoholics Anonymous|Narcotics Anonymous|®|™")


_read: dict = {}


@pytest.fixture
def frozen(db) -> dict:
    """Every sample as it would be released, imported once for all tests here (frozen data is plain data)."""
    if _read:
        return _read
    factories.make_index()
    results = {name: importing.import_path(SAMPLES / name) for name in NAMES}
    assert [warning for result in results.values() for warning in result.warnings] == []
    assert [name for name in NAMES if importing.import_path(SAMPLES / name).changed] == []
    for name in NAMES:
        _read[name] = freezing.freeze_curriculum(results[name].curriculum)
        assert [each for each in checking.findings(_read[name], at=factories.NOON) if each.blocking] == []
    _read["sources"] = {source.key: source.doi for source in Source.objects.all()}
    rows = ClaimSource.objects.select_related("claim", "source")
    _read["support"] = {
        claim.key: [row.source.key for row in rows if row.claim == claim] for claim in Claim.objects.all()
    }
    return _read


def contents(frozen: FrozenCurriculum, kind: str) -> list[dict]:
    return [content.data for content in frozen.contents if content.kind == kind]


def texts(value, name: str = "") -> list[str]:
    """What a learner reads in frozen data: the claims' sentences, but not their reference lists."""
    if isinstance(value, str):
        kept = name not in {"type", "key", "certainty", "certainty_note", "url"}
        return [html.unescape(re.sub(r"<[^>]+>", " ", value))] if kept else []
    if isinstance(value, list):
        return [text for entry in value for text in texts(entry, name)]
    if isinstance(value, dict):
        return [text for key, entry in value.items() if key != "sources" for text in texts(entry, key)]
    return []


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_][\w’'.-]*", text)


def syllables(word: str) -> int:
    """Roughly: groups of vowels, without a silent e."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = groups > 1 and re.search(r"[^l]e$|[^td]ed$|[^sxzch]es$", word) is not None
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The Flesch–Kincaid grade level."""
    sentences = [part for part in re.split(r"[.!?:]+[”\"]?\s|\n", text) if words(part)]
    found = words(text)
    return 0.39 * len(found) / len(sentences) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_is_a_short_sitting(frozen, name):
    lengths = {
        lesson["title"]: sum(len(words(text)) for text in texts(lesson["body"]))
        for lesson in contents(frozen[name], "lesson")
    }
    assert {title: length for title, length in lengths.items() if not 300 <= length <= 600} == {}


@pytest.mark.parametrize("name", WHOLE)
def test_the_two_whole_curricula_have_four_modules_of_three_lessons_and_a_quiz(frozen, name):
    modules = frozen[name].outline["modules"]
    assert len(modules) >= 4
    for module in modules:
        kinds = [item["kind"] for item in module["items"]]
        assert kinds.count("lesson") >= 3
        assert kinds.count("quiz") == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_module_has_a_quiz_of_six_questions_or_more(frozen, name):
    assert len(frozen[name].outline["modules"]) >= 1
    for quiz in contents(frozen[name], "quiz"):
        assert outlines.quiz_length(quiz) >= 6
        assert quiz["pass_mark"] == 80


@pytest.mark.parametrize("name", NAMES)
def test_every_option_says_why(frozen, name):
    for question in contents(frozen[name], "question"):
        assert len(question["options"]) >= 3
        assert all(len(words(option["rationale"])) >= 4 for option in question["options"])


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_rests_on_a_verified_publication(frozen, name):
    claims = {block["key"] for lesson in contents(frozen[name], "lesson") for block in lesson["body"] if "key" in block}
    claims |= {key for question in contents(frozen[name], "question") for key in question["claims"]}
    assert len(claims) >= (6 if name in WHOLE else 3)
    for key in claims:
        assert any(frozen["sources"][source] in VERIFIED for source in frozen["support"][key]), key


def test_no_doi_is_typed_from_memory(frozen):
    assert {key: doi for key, doi in frozen["sources"].items() if doi and doi not in VERIFIED} == {}


@pytest.mark.parametrize("name", NAMES)
def test_words_put_the_person_first(frozen, name):
    said = [text for content in frozen[name].contents for text in texts(content.data)] + texts(frozen[name].outline)
    assert [text for text in said if LABELS.search(text) or TRADEMARKS.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_at_grade_nine_or_below(frozen, name):
    for content in frozen[name].contents:
        if content.kind in ("lesson", "question"):
            assert grade("\n".join(texts(content.data))) <= 9, content.data.get("title") or content.data["stem"]
