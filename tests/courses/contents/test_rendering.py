"""Frozen content as HTML: every block, kept under its hash, flags laid over it."""

import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.utils import translation

from courses.authoring import freezing
from courses.authoring.models import LessonPage
from courses.contents import outlines, rendering
from evidence.standing import Flag
from tests import factories
from tests.courses.authoring.test_freezing import files, full_lesson  # noqa: F401 (fixtures)

RETRACTED = Flag("retracted", date(2026, 2, 1), "Figures were wrong.")


@pytest.fixture
def lesson(full_lesson):  # noqa: F811
    return freezing.freeze_lesson(LessonPage.objects.get(pk=full_lesson.pk))


@pytest.fixture
def body(lesson):
    return lesson.data["body"]


def test_every_block_says_what_its_author_wrote(body):
    html = rendering.body_html(body)
    for words in [
        "Some <b>words</b>.",
        "Keep this",
        "Amina (facilitator)",
        "What did Amina do?",
        "Think of a time.",
        "Nobody sees this.",
        "Fill it in.",
        'alt="Three boxes"',
        "Read the transcript",
        "Handout",
        "Moderate certainty",
        "Okoye and Marsh (2018)",
        "Is it so?",
        "Not so.",
    ]:
        assert words in html


def test_a_draft_shows_its_files_where_authors_see_them(lesson, files):  # noqa: F811
    html = rendering.body_html(lesson.data["body"], drafts=lesson.files)
    assert f'<track kind="captions" src="{files[1].url}"' in html
    assert f'<source src="{files[1].url}">' in html
    assert f'href="{files[1].url}"' in html
    assert f'<img src="{files[0].get_rendition("width-960|format-webp").url}"' in html


def test_a_worksheet_has_a_cell_for_every_column_and_its_empty_rows(body):
    html = rendering.body_html(body)
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count("<th ") == 2
    assert table.count("<td data-label=") == 2
    assert table.count("worksheet__blank") == 2


def test_ids_are_used_once(body):
    found = re.findall(r' id="([^"]+)"', rendering.body_html(body * 2))
    assert len(found) == len(set(found)) > 0


def test_a_flag_stands_on_the_claim_and_leaves_no_trace_without(body):
    plain, flagged = rendering.body_html(body), rendering.body_html(body, {"practice": RETRACTED})
    assert "flag" not in plain
    assert flagged.count("A study behind this was retracted on 1 February 2026.") == 1
    assert flagged.index("What this rests on") < flagged.index("retracted on") < flagged.index("Moderate certainty")


@pytest.mark.django_db
def test_a_lesson_is_rendered_once_and_flagged_each_time(django_assert_num_queries):
    claim = factories.make_claim("practice")
    release = factories.make_release(factories.make_curriculum("skills", modules=1, lessons=1, claim=claim))
    hash_ = outlines.outline_items(release.outline)[0]["hash"]
    with django_assert_num_queries(1):
        first = rendering.lesson(hash_)
    with django_assert_num_queries(0):
        again = rendering.lesson(hash_)
        html = rendering.lesson_html(again, {"practice": RETRACTED})
    assert again == first
    assert first.claims == [("practice", 2)]
    assert "retracted on 1 February 2026" in html
    assert "retracted on" not in rendering.lesson_html(again, {})
    assert rendering.flagged_claims(again, {"practice": RETRACTED}) == [
        {"sentence": RETRACTED.sentence, "numbers": [2]}
    ]


@pytest.mark.django_db
def test_what_is_kept_is_plain_text_under_what_made_it_and_the_language(monkeypatch):
    """A new template, or another language, never shows what was kept before; nothing kept needs our code to be read."""
    release = factories.make_release(factories.make_curriculum("skills", modules=1, lessons=1))
    hash_ = outlines.outline_items(release.outline)[0]["hash"]
    made = rendering.lesson(hash_)
    kept = cache.get(rendering.kept_under("lesson", f"{hash_}:en"))
    assert json.loads(kept)["html"] == made.html
    english = rendering.kept_under("lesson", f"{hash_}:en")
    with translation.override("fr"):
        assert rendering.kept_under("lesson", f"{hash_}:en") != english
    monkeypatch.setattr(rendering.fingerprints, "of_folder", lambda folder: "other")
    assert rendering.kept_under("lesson", f"{hash_}:en") != english
