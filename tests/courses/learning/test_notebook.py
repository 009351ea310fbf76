"""What people keep in lessons for themselves: kept as they go, on several pages, and gone with them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import anonymising, closing
from courses.contents.blocks import registry
from courses.contents.models import Content
from courses.learning import enrolling, notebook, notes, record_checks
from courses.learning.models import NotebookEntry
from courses.learning.notebook import Change
from lms.refusals import Refusal
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@kept
def curriculum():
    return factories.make_curriculum_with_notebook(modules=1, lessons=2, questions=1)


@pytest.fixture
def enrolment(trainee, curriculum):
    return factories.enrolled(trainee, curriculum)


def lesson_of(enrolment):
    return Content.objects.get(pk=factories.items_of(enrolment, "lesson")[0]["hash"])


def blocks_of(lesson):
    return [(name, block["type"]) for _number, name, block in registry.named_blocks(lesson.data["body"])]


def keep(enrolment, *values, known=None, page="a", at=NOON):
    """The values for the reflection and the check, or for the first of them."""
    lesson = lesson_of(enrolment)
    blocks = blocks_of(lesson)
    shown = notebook.of_lesson(enrolment, lesson.key, blocks)
    sent = {
        name: Change([value], notebook.known_of(shown.get(name)) if known is None else known)
        for (name, _kind), value in zip(blocks, values, strict=False)
        if value is not None
    }
    return [entry.kept for entry in notebook.keep(enrolment, lesson, sent, page=page, at=at).values()]


def read(enrolment):
    lesson = lesson_of(enrolment)
    found = notebook.of_lesson(enrolment, lesson.key, blocks_of(lesson))
    return [found[name].kept if name in found else None for name, _kind in blocks_of(lesson)]


def test_what_was_written_and_chosen_is_there_again(enrolment):
    keep(enrolment, "First, I would listen.\r\nThen ask.", "3")
    assert read(enrolment) == ["First, I would listen.\nThen ask.", 3]
    assert NotebookEntry.objects.filter(version=1).count() == 2


def test_the_same_again_changes_nothing(enrolment):
    keep(enrolment, "Listen.", "2")
    keep(enrolment, "Listen. ", "2", known="0:", at=LATER)
    assert set(NotebookEntry.objects.values_list("version", "saved_at")) == {(1, NOON)}


def test_nothing_is_kept_of_nothing_and_a_note_can_be_emptied(enrolment):
    keep(enrolment, "  ")
    assert not NotebookEntry.objects.exists()
    keep(enrolment, "Listen.")
    keep(enrolment, "")
    assert read(enrolment) == ["", None]


def test_a_page_that_knew_less_loses_no_words_of_another(enrolment):
    keep(enrolment, "Listen.", known="0:", page="a")
    assert keep(enrolment, "Ask.", known="0:", page="b") == ["Listen.\n\nAsk."]
    assert keep(enrolment, "Listen.\n\nAsk. And wait.", known="1:old", page="a") == ["Listen.\n\nAsk. And wait."]
    assert keep(enrolment, "Ask.", known="1:old", page="b") == ["Listen.\n\nAsk. And wait."]


def test_a_page_whose_answer_got_lost_goes_on_with_its_own_words(enrolment):
    keep(enrolment, "List", known="0:", page="a")
    assert keep(enrolment, "Lost", known="0:", page="a") == ["Lost"]


def test_what_a_page_left_as_it_was_is_left_alone(enrolment):
    keep(enrolment, "Old.", page="a")
    knew = notebook.known_of(NotebookEntry.objects.get())
    keep(enrolment, "New.", page="b")
    assert keep(enrolment, "Old.", known=knew, page="a") == ["New."]


@pytest.mark.parametrize("values", [("x" * 20_001,), (None, "5"), (None, "0"), (None, "B"), (None, "")])
def test_what_cannot_be_kept_is_refused_in_words(enrolment, values):
    with pytest.raises(Refusal):
        keep(enrolment, *values)
    assert not NotebookEntry.objects.exists()


def test_a_block_the_lesson_does_not_have_is_ignored(enrolment):
    assert notebook.keep(enrolment, lesson_of(enrolment), {"other": Change(["x"], "0:")}, page="a", at=NOON) == {}


def test_a_newer_release_of_the_lesson_shows_it_again_where_the_question_is_the_same(enrolment, curriculum):
    keep(enrolment, "Listen.", "2")
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "More words.")
    newer = factories.make_release(curriculum, at=LATER)
    moved = enrolling.move(enrolment, newer, by=enrolment.user, at=LATER)
    assert lesson_of(moved) != lesson_of(enrolment)
    assert read(moved) == ["Listen.", 2]
    keep(moved, "Listen longer.")
    assert [note.words for note in notes.of(enrolment.user)[0].lessons[0].notes] == ["Listen longer."]
    assert NotebookEntry.objects.count() == 2


def test_a_renewal_asks_afresh_and_keeps_the_notes(enrolment, curriculum):
    keep(enrolment, "Listen.", "2")
    factories.study(enrolment)
    again = factories.enrolled(enrolment.user, curriculum, at=LATER, kind="renewal", cycle=2)
    assert read(again) == ["Listen.", None]
    keep(again, None, "1")
    assert read(again) == ["Listen.", 1]
    assert read(enrolment) == ["Listen.", 2]


def test_nobody_is_shown_what_somebody_else_kept(enrolment, curriculum):
    keep(enrolment, "Listen.", "2")
    other = factories.enrolled(factories.make_user(), curriculum)
    assert read(other) == [None, None]
    assert notes.of(other.user) == []


def test_a_lesson_without_such_blocks_asks_the_database_nothing(enrolment, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert notebook.of_lesson(enrolment, "key", []) == {}


def test_the_options_of_a_check_stand_in_one_order_for_each_person(enrolment):
    orders = {}
    for person in range(40):
        enrolment.user_id = person
        order = notebook.given(enrolment, [], {}).order
        assert order("block", 4) == order("block", 4)
        assert sorted(order("block", 4)) == [0, 1, 2, 3]
        orders[tuple(order("block", 4))] = person
    assert len(orders) > 10


def test_my_notes_stand_by_lesson_in_the_order_of_the_outline(enrolment, curriculum):
    second = factories.lessons_of(curriculum)[1]
    second.body = factories.own_blocks("What else?")
    second.save_revision().publish()
    moved = enrolling.move(enrolment, factories.make_release(curriculum, at=LATER), by=enrolment.user, at=LATER)
    lesson = Content.objects.get(pk=factories.items_of(moved, "lesson")[1]["hash"])
    notebook.keep(moved, lesson, {blocks_of(lesson)[0][0]: Change(["Later."], "0:")}, page="a", at=NOON)
    keep(moved, "Listen.", "2", at=LATER)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        [found] = notes.of(moved.user)
    assert len(queries) == 2
    assert found.title == moved.release.outline["title"]
    assert [(one.number, [(n.asked, n.words) for n in one.notes]) for one in found.lessons] == [
        (1, [("What would you say?", "Listen.")]),
        (2, [("What else?", "Later.")]),
    ]


def test_an_entry_without_its_block_is_found_and_breaks_no_page(enrolment):
    keep(enrolment, "Listen.", "2")
    assert list(record_checks.lost_notes()) == []
    entry = NotebookEntry.objects.first()
    NotebookEntry.objects.filter(pk=entry.pk).update(block="nowhere")
    [damage] = record_checks.lost_notes()
    assert damage.record == f"learning.notebookentry {entry.pk}"
    assert notes.of(enrolment.user) == []
    assert notes.in_words(NotebookEntry.objects.get(pk=entry.pk)) == ("", "Listen.")


def test_closing_the_account_deletes_it(enrolment):
    keep(enrolment, "Listen.", "2")
    closing.close(enrolment.user, at=LATER)
    assert not NotebookEntry.objects.exists()


def test_anonymising_deletes_it_and_closing_by_somebody_else_does_not(enrolment, admin):
    keep(enrolment, "Listen.", "2")
    anonymising.deactivate(enrolment.user, by=admin, at=LATER)
    assert NotebookEntry.objects.count() == 2
    anonymising.anonymise(enrolment.user, by=admin, at=LATER)
    assert not NotebookEntry.objects.exists()


def test_nothing_is_kept_for_whoever_has_left(enrolment):
    closing.close(enrolment.user, at=LATER)
    with pytest.raises(Refusal):
        keep(enrolment, "Listen.")
    assert not NotebookEntry.objects.exists()
