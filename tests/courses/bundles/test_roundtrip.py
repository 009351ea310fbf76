"""What is exported is imported again without loss."""

import hashlib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.authoring import freezing
from courses.authoring.models import CurriculumPage
from courses.bundles import exporting, html, importing, markdown
from courses.bundles.collecting import collect
from courses.bundles.reading import BundleReader
from courses.bundles.shapes import BlockShape, Bundle, LessonShape, ModuleShape
from tests import factories
from tests.courses.bundles import strategies

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
NAMES = ["rebt", "family-and-friends", "cbt", "motivational-interviewing", "mindfulness", "inside-out"]


pytestmark = pytest.mark.django_db  # reading asks the models what they allow


def dump() -> dict[str, list[tuple]]:
    """Every row of every table."""
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows


@given(strategies.rich_text)
@settings(max_examples=300, deadline=None)
def test_markdown_is_only_used_where_it_gives_the_same_html_back(source):
    text = markdown.from_html(source)
    problems = []
    if text is not None:
        assert markdown.to_html(text, lambda line, message: problems.append(message)) == source
        assert problems == []


@given(strategies.rich_text)
@settings(max_examples=200, deadline=None)
def test_canonical_html_stays_as_it_is(source):
    assert html.canonical(source) == source
    assert html.cleaned(source) == source


@given(strategies.bundles())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_files_hold_everything_a_bundle_says(bundle):
    reader = BundleReader(exporting.as_files(bundle))
    read = reader.read()
    assert [str(problem) for problem in reader.problems] == []
    assert read == bundle


@given(bundle=strategies.bundles())
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
def test_the_database_holds_everything_a_bundle_says(bundle, tmp_path_factory):
    factories.make_index()
    path = tmp_path_factory.mktemp("bundle")
    for name, data in exporting.as_files(bundle).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)

    result = importing.import_path(path)

    collected = collect(result.curriculum)
    assert collected.modules == bundle.modules
    assert sorted(collected.questions, key=lambda each: each.key) == sorted(bundle.questions, key=lambda each: each.key)
    assert sorted(collected.claims, key=lambda each: each.key) == sorted(bundle.claims, key=lambda each: each.key)
    assert sorted(collected.sources, key=lambda each: each.key) == sorted(bundle.sources, key=lambda each: each.key)
    assert (collected.slug, collected.fields) == (bundle.slug, bundle.fields)
    before = dump()
    exporting.export(result.curriculum, path)
    assert not importing.import_path(path).changed
    assert dump() == before


@pytest.mark.parametrize("text", strategies.AWKWARD)
def test_every_awkward_text_comes_back_from_every_kind_of_place(text):
    title = text if text.strip() else "T"
    prose = f"<p>{html.canonical_text(text)}</p>"
    body = [
        BlockShape("key_idea", {"title": title, "text": html.cleaned(prose)}),
        BlockShape("reflection", {"prompt": title, "help": text}),
        BlockShape("text", html.cleaned(prose)),
        BlockShape("text", html.cleaned(prose)),
    ]
    lesson = LessonShape("l", title, text, 10, body)
    module = ModuleShape("m", title, text, [lesson])
    fields = {"title": title, "code": "T", "language": "en", "summary": title, "audience": text, "outcomes": [title]}
    bundle = Bundle("t", fields, [module])
    reader = BundleReader(exporting.as_files(bundle))
    assert reader.read() == bundle
    assert reader.problems == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(text):
    """Whatever stands in a lesson file, the answer is a list of problems or a lesson, never a crash."""
    files = {
        "curriculum.yaml": b"title: T\nslug: t\ncode: T\nsummary: S\n",
        "01-m/module.yaml": b"title: M\n",
        "01-m/01-l.md": f"---\ntitle: L\n---\n{text}".encode(),
        "questions.yaml": text.encode(),
    }
    BundleReader(files).read()


@pytest.mark.parametrize("name", NAMES)
def test_exporting_and_importing_a_sample_changes_nothing(name, tmp_path):
    factories.make_index()
    curriculum = importing.import_path(SAMPLES / name).curriculum
    frozen = freezing.freeze_curriculum(curriculum)
    before = dump()

    call_command("export_curriculum", name, str(tmp_path / "out"), verbosity=0)
    call_command("import_curriculum", str(tmp_path / "out"), verbosity=0)

    assert dump() == before
    again = freezing.freeze_curriculum(CurriculumPage.objects.get(slug=name))
    assert [each.hash for each in again.contents] == [each.hash for each in frozen.contents]


def test_two_sites_that_import_one_bundle_freeze_the_same_contents(tmp_path):
    """Content is known by its hash everywhere, whether it came from the first bundle or from an export of it."""
    factories.make_index()
    curriculum = importing.import_path(SAMPLES / "cbt").curriculum
    hashes = [each.hash for each in freezing.freeze_curriculum(curriculum).contents]
    exporting.export(curriculum, tmp_path / "cbt.zip")
    curriculum.delete()

    again = importing.import_path(tmp_path / "cbt.zip").curriculum

    assert [each.hash for each in freezing.freeze_curriculum(again).contents] == hashes


def test_an_export_is_the_same_every_time(tmp_path):
    factories.make_index()
    curriculum = importing.import_path(SAMPLES / "inside-out").curriculum
    for name in ("one.zip", "two.zip"):
        exporting.export(curriculum, tmp_path / name)
    one, two = (hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("one.zip", "two.zip"))
    assert one == two
