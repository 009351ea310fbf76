"""Claims and sources in the editor."""

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from evidence.forms import authors_as_lines, authors_from_lines
from evidence.models import Claim, Source
from tests import factories


@pytest.fixture
def editor(client, trainer):
    client.force_login(trainer)
    return client


# ---------------------------------------------------------------------------------------------------------- authors
def test_authors_are_read_from_lines():
    text = "David, D.\n\nVîlă , A. \nWorld Health Organization\nPlato,"
    assert authors_from_lines(text) == [
        {"family": "David", "given": "D."},
        {"family": "Vîlă", "given": "A."},
        {"literal": "World Health Organization"},
        {"family": "Plato"},
    ]


def test_authors_go_there_and_back():
    names = [{"family": "Okoye", "given": "N."}, {"literal": "Health Board"}, {"family": "Plato"}]
    assert authors_from_lines(authors_as_lines(names)) == names


def test_every_line_that_cannot_be_read_is_named():
    with pytest.raises(forms.ValidationError) as refused:
        authors_from_lines("King, Martin, Jr.\nfine\n, X.")
    assert refused.value.messages == [
        "Line 1 has more than one comma. Write one author a line: Family, Given.",
        "Line 3 has no family name before the comma.",
    ]


# ---------------------------------------------------------------------------------------------------------- sources
def source_form(**fields) -> dict:
    defaults = {
        "key": "okoye-2018",
        "type": "article-journal",
        "title": "A study of group skills",
        "authors": "Okoye, N.\nMarsh, T.",
        "issued": "2018",
        "container_title": "Journal of Group Practice",
        "volume": "12",
        "issue": "",
        "page": "1-9",
        "publisher": "",
        "doi": "https://doi.org/10.1000/ABC.",
        "pmid": "PMID: 28898411",
        "url": "",
    }
    return {**defaults, **fields}


ADD_SOURCE = "wagtailsnippets_evidence_source:add"


def test_a_trainer_adds_a_source(editor):
    answer = editor.post(reverse(ADD_SOURCE), source_form())
    assert answer.status_code == 302, answer.context["form"].errors
    source = Source.objects.get(key="okoye-2018")
    assert source.author == [{"family": "Okoye", "given": "N."}, {"family": "Marsh", "given": "T."}]
    assert (source.doi, source.pmid) == ("10.1000/abc", "28898411")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("authors", "King, Martin, Jr.", "Line 1 has more than one comma."),
        ("doi", "see the paper", "A DOI looks like 10.1002/jclp.22514."),
        ("issued", "last year", "Write a year or a date"),
        ("issued", "2018-13", "Write a year or a date"),
        ("pmid", "PMC12", "A PubMed number has digits only"),
        ("key", "Okoye 2018", "Use small letters, digits and single hyphens."),
    ],
)
def test_what_cannot_be_right_is_explained(editor, field, value, words):
    answer = editor.post(reverse(ADD_SOURCE), source_form(**{field: value}))
    assert words in answer.content.decode()
    assert not Source.objects.exists()


def test_a_doi_belongs_to_one_source(editor):
    factories.make_source("other", doi="10.1000/abc")
    answer = editor.post(reverse(ADD_SOURCE), source_form())
    assert answer.status_code == 200
    assert "DOI already exists" in answer.content.decode()


def test_names_that_lines_cannot_hold_stay_unless_they_are_edited(editor):
    names = [{"literal": "Okoye, Marsh and Company"}]
    source = factories.make_source("okoye-2018", author=names)
    url = reverse("wagtailsnippets_evidence_source:edit", args=[source.pk])
    form = source_form(authors="Okoye, Marsh and Company", title="Another title", doi=source.doi)
    assert editor.post(url, form).status_code == 302
    source.refresh_from_db()
    assert (source.title, source.author) == ("Another title", names)


# ----------------------------------------------------------------------------------------------------------- claims
def claim_form(source: Source, **fields) -> dict:
    defaults = {
        "key": "practice-helps",
        "statement": "Practice helps.",
        "certainty": "moderate",
        "certainty_note": "",
        "review_by": "2027-11-01",
        "support": inline_formset([{"source": str(source.pk), "note": "A moderate effect."}]),
    }
    return nested_form_data({**defaults, **fields})


def test_a_trainer_adds_a_claim_with_its_source(editor):
    source = factories.make_source()
    answer = editor.post(reverse("wagtailsnippets_evidence_claim:add"), claim_form(source))
    assert answer.status_code == 302, answer.context["form"].errors
    claim = Claim.objects.get(key="practice-helps")
    assert claim.support.get().source == source
    assert claim.latest_revision is not None


def test_the_key_of_a_claim_stays(editor):
    claim = factories.make_claim("first")
    url = reverse("wagtailsnippets_evidence_claim:edit", args=[claim.pk])
    editor.post(url, claim_form(factories.make_source(), key="second", statement="Other words."))
    claim.refresh_from_db()
    assert (claim.key, claim.statement) == ("first", "Other words.")


def test_claims_are_found_by_certainty_and_words(indexed, editor):
    factories.make_claim("one", statement="Sleep helps memory.", certainty="low")
    factories.make_claim("two", statement="Practice helps.", certainty="high")
    url = reverse("wagtailsnippets_evidence_claim:list")
    low = editor.get(url, {"certainty": "low"}).content.decode()
    assert "Sleep helps memory." in low
    assert "Practice helps." not in low
    assert "Practice helps." in editor.get(url, {"q": "Practice"}).content.decode()


def test_the_lists_ask_as_much_for_many_as_for_one(editor, django_assert_num_queries):
    for name in ("claim", "source"):
        url = reverse(f"wagtailsnippets_evidence_{name}:list")
        factories.make_claim(f"{name}-first", review_by="2027-03-01")
        editor.get(url)
        with CaptureQueriesContext(
            connection,
        ) as once:
            editor.get(url)
        for number in range(2):
            factories.make_claim(f"{name}-{number}")
        with django_assert_num_queries(len(once)):
            text = editor.get(url).content.decode()
        if name == "claim":
            assert "1 March 2027" in text


def test_trainers_delete_only_evidence_that_nothing_rests_on(editor):
    cited, fresh = factories.make_claim(), factories.make_claim(sources=[])
    factories.make_question(claims=[cited])
    for claim in (cited, fresh):
        assert editor.post(reverse("wagtailsnippets_evidence_claim:delete", args=[claim.pk])).status_code == 302
    assert list(Claim.objects.all()) == [cited]
    source = cited.support.get().source
    editor.post(reverse("wagtailsnippets_evidence_source:delete", args=[source.pk]))
    assert Source.objects.filter(pk=source.pk).exists()


# ------------------------------------------------------------------------------------------------------- finding them
def _listed(editor, view: str, query: str) -> str:
    return editor.get(reverse(view), {"q": query}).content.decode()


@pytest.mark.parametrize(
    "view", ["wagtailsnippets_evidence_claim:list", "wagtailsnippetchoosers_evidence_claim:choose"]
)
@pytest.mark.parametrize("query", ["practice-helps", "aloud", "okoye", "Marsh aloud", "2018", "10.1000/okoye-2018"])
def test_claims_are_found_by_words_key_and_source(editor, view, query):
    factories.make_claim("practice-helps", sources=[factories.make_source("okoye-2018")], statement="Say it aloud.")
    other = factories.make_source("lund-2001", author=[{"family": "Lund"}], issued="2001")
    factories.make_claim("rest-helps", sources=[other], statement="Rest well.")
    page = _listed(editor, view, query)
    assert "Say it aloud." in page
    assert "practice-helps" in page
    assert "Rest well." not in page


def test_the_chooser_shows_what_each_claim_rests_on_and_asks_as_much_for_three_as_for_one(
    editor, django_assert_num_queries
):
    factories.make_claim("practice-helps", sources=[factories.make_source("okoye-2018")])
    url = reverse("wagtailsnippetchoosers_evidence_claim:choose")
    assert "Okoye and Marsh (2018)" in editor.get(url).content.decode()
    with CaptureQueriesContext(connection) as once:
        editor.get(url)
    for number in range(2):
        factories.make_claim(f"claim-{number}", sources=[factories.make_source(f"source-{number}")])
    with django_assert_num_queries(len(once)):
        editor.get(url)


def test_sources_are_found_by_author_and_doi(editor):
    factories.make_source("okoye-2018")
    factories.make_source("lund-2001", title="Another", author=[{"family": "Lund"}])
    factories.make_source("vila-2019", title="A third", author=[{"family": "Vîlă", "given": "R."}])
    assert "vila-2019" in _listed(editor, "wagtailsnippets_evidence_source:list", "Vîlă")
    for query in ("Marsh", "mars", "10.1000/okoye"):
        page = _listed(editor, "wagtailsnippets_evidence_source:list", query)
        assert "okoye-2018" in page
        assert "lund-2001" not in page
