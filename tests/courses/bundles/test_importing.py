"""Importing: what is published, what is left alone, what is refused and where."""

from io import BytesIO

import pytest
from PIL import Image
from wagtail.models import Page, Revision

from courses.authoring import freezing
from courses.authoring.models import CurriculumPage, LessonPage, ModulePage, Question, QuizPage, QuizQuestion
from courses.bundles import exporting, importing
from courses.bundles.shapes import BundleRefused
from evidence.models import Claim, Source
from tests import factories
from tests.courses.bundles.test_roundtrip import dump


def problems(folder) -> list[str]:
    with pytest.raises(BundleRefused) as refused:
        importing.import_path(folder.path)
    return refused.value.reasons


def changes(result) -> set[tuple[str, str, str]]:
    return {(each.kind, each.name, each.state) for each in result.changes if each.state != "unchanged"}


def test_an_import_publishes_the_whole_curriculum(folder):
    curriculum = importing.import_path(folder.path).curriculum
    outline = freezing.freeze_curriculum(curriculum).outline
    assert outline["title"] == "Small skills"
    assert [item["title"] for module in outline["modules"] for item in module["items"]] == ["Start", "Next", "Check"]
    assert all(page.live and page.latest_revision for page in curriculum.get_descendants(inclusive=True).specific())
    assert Source.objects.get(key="okoye-2018").doi == "10.1000/abc"
    assert Claim.objects.get(key="practice-helps").support.get().source.key == "okoye-2018"
    assert Question.objects.get(key="q-one").live
    assert [option["text"] for option in Question.objects.get(key="q-one").body[0].value["options"]] == [
        "This one",
        "No",
    ]


def test_importing_twice_changes_nothing(folder):
    importing.import_path(folder.path)
    before = dump()
    result = importing.import_path(folder.path)
    assert not result.changed
    assert dump() == before


def test_check_says_what_would_change_and_changes_nothing(folder):
    importing.import_path(folder.path)
    folder.replace("01-first/02-next.md", "What comes next.", "What follows.")
    folder.replace("claims.yaml", "certainty: moderate", "certainty: low")
    folder.remove("01-first/01-start.md")
    folder.write("01-first/04-last.md", "---\ntitle: Last\n---\nThe end.\n\n:::claim\nclaim: practice-helps\n:::\n")
    before = dump()
    result = importing.import_path(folder.path, check=True)
    assert dump() == before
    assert changes(result) == {
        ("page", "small/first/next", "changed"),
        ("page", "small/first/start", "removed"),
        ("page", "small/first/last", "new"),
        ("claim", "practice-helps", "changed"),
    }


def test_check_of_a_new_curriculum_makes_nothing(folder):
    result = importing.import_path(folder.path, check=True)
    assert result.curriculum is None
    assert result.counts()["page"]["new"] == 5
    assert not CurriculumPage.objects.exists()


def test_a_page_missing_from_a_newer_bundle_is_unpublished_and_kept(folder):
    importing.import_path(folder.path)
    folder.remove("01-first/02-next.md")
    importing.import_path(folder.path)
    page = LessonPage.objects.get(slug="next")
    assert not page.live
    folder.write("01-first/02-next.md", "---\ntitle: Next\n---\nWhat comes next.\n")
    importing.import_path(folder.path)
    assert LessonPage.objects.get(pk=page.pk).live


def test_a_module_that_goes_takes_its_lessons_along(folder):
    importing.import_path(folder.path)
    for name in ("module.yaml", "01-start.md", "02-next.md", "03-check.quiz.yaml"):
        folder.rename(f"01-first/{name}", f"01-second/{name}")
    (folder.path / "01-first").rmdir()
    importing.import_path(folder.path)
    assert [module.slug for module in ModulePage.objects.live()] == ["second"]
    assert LessonPage.objects.live().count() == 2
    assert Page.objects.filter(slug="start").count() == 2


def test_order_follows_the_numbers(folder):
    importing.import_path(folder.path)
    folder.rename("01-first/01-start.md", "01-first/09-start.md")
    result = importing.import_path(folder.path)
    assert changes(result) == {("order", "small/first", "changed")}
    module = ModulePage.objects.get()
    assert [page.slug for page in module.get_children()] == ["next", "check", "start"]
    assert not importing.import_path(folder.path).changed


def test_a_renamed_page_keeps_its_history_by_its_key(folder):
    curriculum = importing.import_path(folder.path).curriculum
    page = LessonPage.objects.get(slug="start")
    page.slug = "beginning"
    page.save_revision().publish()
    exporting.export(curriculum, folder.path)
    text = (folder.path / "01-first/01-beginning.md").read_text()
    assert f"key: {page.translation_key}" in text
    assert not importing.import_path(folder.path).changed
    folder.rename("01-first/01-beginning.md", "01-first/01-opening.md")
    importing.import_path(folder.path)
    assert LessonPage.objects.get(pk=page.pk).slug == "opening"


def test_two_pages_can_swap_their_places(folder):
    curriculum = importing.import_path(folder.path).curriculum
    start, following = LessonPage.objects.get(slug="start"), LessonPage.objects.get(slug="next")
    folder.replace("01-first/01-start.md", "title: Start", f"title: Start\nkey: {following.translation_key}")
    folder.replace("01-first/02-next.md", "title: Next", f"title: Next\nkey: {start.translation_key}")
    importing.import_path(folder.path)
    assert LessonPage.objects.get(pk=start.pk).slug == "next"
    assert LessonPage.objects.get(pk=following.pk).slug == "start"
    assert [page.slug for page in ModulePage.objects.get().get_children()] == ["start", "next", "check"]
    assert curriculum.get_descendants().count() == 4


def test_a_lesson_with_a_key_moves_to_another_module(folder):
    importing.import_path(folder.path)
    page = LessonPage.objects.get(slug="next")
    folder.write("02-second/module.yaml", "title: Second\n")
    folder.rename("01-first/02-next.md", "02-second/01-next.md")
    folder.replace("02-second/01-next.md", "title: Next", f"title: Next\nkey: {page.translation_key}")
    importing.import_path(folder.path)
    assert LessonPage.objects.get(pk=page.pk).get_parent().slug == "second"
    assert not importing.import_path(folder.path).changed


def test_a_page_made_in_the_editor_is_recognised_by_its_place(folder):
    curriculum = importing.import_path(folder.path).curriculum
    module = ModulePage.objects.get()
    page = factories.make_lesson(module, "Fourth", slug="fourth")
    folder.write("01-first/04-fourth.md", "---\ntitle: Fourth lesson\n---\nWords.\n")
    importing.import_path(folder.path)
    assert LessonPage.objects.get(pk=page.pk).title == "Fourth lesson"
    assert curriculum.get_descendants().count() == 5


def test_a_lesson_gives_way_to_a_quiz_of_the_same_name(folder):
    importing.import_path(folder.path)
    folder.rename("01-first/03-check.quiz.yaml", "01-first/04-next.quiz.yaml")
    folder.remove("01-first/02-next.md")
    importing.import_path(folder.path)
    assert QuizPage.objects.live().get().slug == "next"
    assert not LessonPage.objects.get(title="Next").live


def test_an_unchanged_page_keeps_its_draft(folder):
    importing.import_path(folder.path)
    page = LessonPage.objects.get(slug="next")
    page.title = "A draft"
    page.save_revision()
    folder.replace("01-first/01-start.md", "More words.", "Other words.")
    importing.import_path(folder.path)
    page = LessonPage.objects.get(slug="next")
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().title == "A draft"


def test_unchanged_blocks_keep_their_ids(folder):
    importing.import_path(folder.path)
    before = [block.id for block in LessonPage.objects.get(slug="start").body]
    folder.replace("01-first/01-start.md", "More words.", "Other words.\n\n:::reflection\nprompt: What?\n:::\n")
    importing.import_path(folder.path)
    after = [block.id for block in LessonPage.objects.get(slug="start").body]
    assert after[:3] == before
    assert len(set(after)) == 4


def test_a_question_that_goes_is_unpublished(folder):
    importing.import_path(folder.path)
    folder.replace("questions.yaml", "key: q-two", "key: q-three")
    result = importing.import_path(folder.path)
    assert ("question", "q-two", "removed") in changes(result)
    assert not Question.objects.get(key="q-two").live


def test_a_question_of_another_curriculum_stays(folder):
    importing.import_path(folder.path)
    other = factories.make_curriculum("other", modules=1)
    quiz = QuizPage.objects.descendant_of(other).first()
    QuizQuestion.objects.create(quiz=quiz, question=Question.objects.get(key="q-two"), sort_order=9)
    folder.replace("questions.yaml", "key: q-two", "key: q-three")
    result = importing.import_path(folder.path)
    assert Question.objects.get(key="q-two").live
    assert any("another curriculum uses it" in warning for warning in result.warnings)


def test_every_problem_is_said_at_once_with_its_line(folder):
    folder.replace("curriculum.yaml", "code: SMALL", "code: small\nextra: x")
    folder.replace("sources.yaml", "issued: 2018", "issued: last year")
    folder.replace("claims.yaml", "source: okoye-2018", "source: nobody-1999")
    folder.replace("questions.yaml", "claims: [practice-helps]", "claims: [unknown]")
    folder.replace("01-first/01-start.md", "More words.", "More <b>words</b>.\n\n# Large\n\n:::unknown\n:::")
    folder.replace("01-first/01-start.md", "claim: practice-helps", "claim: nothing")
    folder.replace("01-first/03-check.quiz.yaml", "q-one", "q-none")
    folder.write("01-first/notes.txt", "x")
    assert problems(folder) == [
        '01-first/01-start.md:8: There is no claim "nothing" in claims.yaml.',
        "01-first/01-start.md:12: HTML is not allowed in Markdown. Use Markdown, or a :::html block.",
        "01-first/01-start.md:14: Headings go from ## to ####. The title stands at the top of the page already.",
        '01-first/01-start.md:16: There is no block called "unknown". There are: check, claim, download, example, html, '
        "image, key-idea, reflection, role-play, text, video, worksheet.",
        '01-first/03-check.quiz.yaml:2: There is no question "q-none" in questions.yaml.',
        "01-first/notes.txt: A module holds module.yaml, lessons (.md) and quizzes (.quiz.yaml).",
        'claims.yaml:6: There is no source "nobody-1999" in sources.yaml.',
        'curriculum.yaml:3: "code": Use capital letters, digits, & and hyphens.',
        'curriculum.yaml:4: "extra" is not known here. Known are: audience, code, language, outcomes, slug, summary, '
        "title.",
        'questions.yaml:1: There is no claim "unknown" in claims.yaml.',
        'sources.yaml:5: "issued" is a year or a date: 2018, 2018-03 or 2018-03-09.',
    ]
    assert not CurriculumPage.objects.exists()
    assert not Source.objects.exists()
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("curriculum.yaml", "title: Small skills", "title: [a", "curriculum.yaml:2: This is not valid YAML"),
        ("curriculum.yaml", "title: Small skills", "title: &x y", "curriculum.yaml:1: This is not valid YAML"),
        ("curriculum.yaml", "title: Small skills", "other: x", 'curriculum.yaml:1: "title" is missing.'),
        ("curriculum.yaml", "slug: small", "slug: Not a slug", 'curriculum.yaml:2: "slug"'),
        ("curriculum.yaml", "slug: small", "slug: small\nlanguage: de", 'curriculum.yaml:3: "language"'),
        ("questions.yaml", "text: No\n", "text: No\n      correct: true\n", "questions.yaml:5: Mark exactly one"),
        ("questions.yaml", "key: q-two", "key: q-one", 'questions.yaml:12: "q-one" stands in line 1 already.'),
        ("claims.yaml", "certainty: moderate", "certainty: sure", 'claims.yaml:3: "certainty" must be one of'),
        ("claims.yaml", "statement: Practice helps.", 'statement: "\\0"', "claims.yaml:2: There is a character here"),
        (
            "claims.yaml",
            "statement: Practice helps.",
            'statement: "\\ud800"',
            "claims.yaml:2: There is a character here",
        ),
        (
            "01-first/01-start.md",
            "More words.",
            ":::html\n" + "<b>" * 3000 + "\n:::",
            "01-first/01-start.md:13: This HTML",
        ),
        ("claims.yaml", "2027-11-01", "soon", 'claims.yaml:4: "review_by" must be a date'),
        ("01-first/01-start.md", "minutes: 10", "minutes: ten", '01-first/01-start.md:4: "minutes" must be a whole'),
        ("01-first/01-start.md", "minutes: 10", "minutes: 900", '01-first/01-start.md:4: "minutes"'),
        ("01-first/01-start.md", "minutes: 10", "minutes: 1\nkey: x", '01-first/01-start.md:5: "key" must be a UUID'),
        ("01-first/01-start.md", "---\ntitle", "title", "01-first/01-start.md:1: A lesson starts with its title"),
        ("01-first/01-start.md", "More words.", ":::key-idea\nOpen", "01-first/01-start.md:12: The block"),
        ("01-first/01-start.md", "More words.", ":::", "01-first/01-start.md:12: No block is open here"),
        (
            "01-first/01-start.md",
            "More words.",
            ":::check\nquestion: Which?\noptions:\n  - {text: A, feedback: No.}\n  - {text: B, feedback: No.}\n:::",
            "01-first/01-start.md:12: The knowledge check “Which?” has no right option. Mark at least one.",
        ),
        ("01-first/01-start.md", "More words.", "[x](media/no.pdf)", "01-first/01-start.md:12: There is no file"),
        ("01-first/01-start.md", "More words.", "[x](page:no/where)", "01-first/01-start.md:12: There is no page"),
        ("01-first/01-start.md", "More words.", "[x](nowhere.html)", "01-first/01-start.md:12: The link"),
        ("01-first/01-start.md", "More words.", "![x](y.png)", "01-first/01-start.md:12: Images have a block"),
        ("01-first/01-start.md", "More words.", "    code", "01-first/01-start.md:12: This line is indented"),
        (
            "01-first/01-start.md",
            "More words.",
            ":::image\nfile: media/none.png\n:::",
            '01-first/01-start.md:13: There is no file "media/none.png" in this bundle.',
        ),
        (
            "01-first/01-start.md",
            "More words.",
            ":::role-play\ntitle: T\nlines:\n  - speaker: A\n:::",
            '01-first/01-start.md:15: "text" is missing.',
        ),
        (
            "01-first/01-start.md",
            "More words.",
            ":::video\ntitle: T\nurl: no address\ntranscript: |\n  Fine.\n  <i>not</i>\n:::",
            "01-first/01-start.md:17: HTML is not allowed",
        ),
    ],
)
def test_a_mistake_is_named_where_it_stands(folder, name, old, new, said):
    folder.replace(name, old, new)
    assert any(found.startswith(said) for found in problems(folder)), problems(folder)


def test_a_name_without_a_number_and_a_number_used_twice_are_refused(folder):
    folder.rename("01-first/02-next.md", "01-first/01-next.md")
    folder.write("extra/module.yaml", "title: Extra\n")
    assert problems(folder) == [
        "01-first/01-start.md: The number 01 stands twice, so the order is not clear.",
        'extra: The name must be a number, a hyphen and a slug, for example "01-foundations".',
    ]


def test_a_key_of_another_curriculum_is_refused(folder):
    other = factories.make_lesson(ModulePage.objects.child_of(factories.make_curriculum("other", modules=1)).get())
    folder.replace("01-first/01-start.md", "title: Start", f"title: Start\nkey: {other.translation_key}")
    assert "belongs to another page" in problems(folder)[0]


def test_a_code_and_a_doi_that_are_taken_are_refused(folder):
    factories.make_source("other", doi="10.1000/abc")
    importing.import_path(_copy(folder, slug="twin", code="TWIN", doi="10.1000/twin").path)
    folder.replace("curriculum.yaml", "code: SMALL", "code: TWIN")
    assert problems(folder) == [
        'curriculum.yaml:1: The code TWIN belongs to "Small skills" already.',
        'sources.yaml:1: The DOI 10.1000/abc belongs to the source "other" already.',
    ]


def _copy(folder, *, slug: str, code: str, doi: str):
    twin = type(folder)(folder.path.parent / slug)
    twin.replace("curriculum.yaml", "slug: small", f"slug: {slug}")
    twin.replace("curriculum.yaml", "code: SMALL", f"code: {code}")
    twin.replace("sources.yaml", "https://doi.org/10.1000/ABC", doi)
    twin.replace("sources.yaml", "id: okoye-2018", "id: twin-2018")
    twin.replace("claims.yaml", "source: okoye-2018", "source: twin-2018")
    return twin


def test_html_blocks_are_cleaned(folder):
    folder.replace(
        "01-first/01-start.md",
        "More words.",
        ':::html\n<p onclick="x()">Kept <script>alert(1)</script><strong>bold</strong></p>\n:::',
    )
    importing.import_path(folder.path)
    text = LessonPage.objects.get(slug="start").body[2].value.source
    assert text == "<p>Kept <b>bold</b></p>"


def test_files_links_and_pages_come_along(folder):
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    folder.write("media/stones.png", picture.getvalue())
    folder.write("media/handout.pdf", b"%PDF-1.4 handout")
    folder.write("media/titles.yaml", 'handout.pdf: "The handout"\n')
    folder.replace(
        "01-first/01-start.md",
        "More words.",
        "Read [the handout](media/handout.pdf), then [what is next](page:curricula/small/first/next).\n\n"
        ":::image\nfile: media/stones.png\nalt: Stones.\n:::\n\n"
        ":::download\nfile: media/handout.pdf\ntitle: Handout\n:::",
    )
    importing.import_path(folder.path)
    page, following = LessonPage.objects.get(slug="start"), LessonPage.objects.get(slug="next")
    document = page.body[4].value["file"]
    assert document.title == "The handout"
    assert f'<a linktype="document" id="{document.pk}">' in page.body[2].value.source
    assert f'<a linktype="page" id="{following.pk}">' in page.body[2].value.source
    assert page.body[3].value["image"].file_hash
    assert not importing.import_path(folder.path).changed


def test_a_file_that_is_no_image_is_refused(folder):
    folder.write("media/stones.png", b"not a picture")
    folder.replace("01-first/01-start.md", "More words.", ":::image\nfile: media/stones.png\nalt: Stones.\n:::")
    assert problems(folder) == ["01-first/01-start.md:12: media/stones.png cannot be opened as an image."]


def test_what_nothing_uses_is_said(folder):
    folder.replace("01-first/03-check.quiz.yaml", "topic: spare, count: 1", "topic: small, count: 3")
    warnings = importing.import_path(folder.path).warnings
    assert 'questions.yaml:12: no quiz uses the question "q-two".' in warnings
    assert '01-first/03-check.quiz.yaml:2: 3 questions are drawn from "small", which has 0 to draw from.' in warnings


def test_without_a_catalogue_page_nothing_is_imported(folder, catalogue):
    catalogue.delete()
    assert problems(folder) == ["curriculum.yaml: This site has no catalogue page to put it under."]


def test_a_file_nobody_could_open_is_named(folder):
    folder.write("media/talk.vtt", b"00:01.000 --> 00:04.000\nHello")
    folder.replace("01-first/01-start.md", "More words.", ":::download\nfile: media/talk.vtt\ntitle: Talk\n:::")
    assert any(reason.startswith("media/talk.vtt: These are no captions") for reason in problems(folder))
