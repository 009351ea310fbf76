"""A format is one folder: adding one touches no other."""

import pytest

from courses.bundles.exchange import bringing, registry
from courses.bundles.shapes import QuestionShape
from desk.exchange_forms import TakeQuestionsForm
from tests.courses.bundles.exchange.reading import entries, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def _with_a_toy():
    registry.register("tests.toys.formats")
    yield
    del registry._FORMATS["lines"]


@pytest.mark.usefixtures("_with_a_toy")
def test_a_format_in_a_folder_of_its_own_is_read_written_and_offered():
    made = bringing.plan(source("+ Listening helps.\n- Judging helps.\n? Who knows.", "x.lines"))
    assert (made.format, [line.state for line in made.lines]) == ("lines", ["new", "new", "lost"])
    bringing.bring_in(made)
    assert ("lines", "Lines") in TakeQuestionsForm().fields["format"].choices
    value = {"answer": "true", "why_true": "", "why_false": ""}
    written = registry.named("lines").write(
        [QuestionShape("a", "t", "true_false", "So.", value), QuestionShape("b", "t", "single", "Q", {"options": []})]
    )
    assert (written.data, [one.reason for one in written.gone]) == (b"+ So.", ["", "Only statements."])


def test_every_format_says_what_it_is_and_they_differ():
    every = registry.formats()
    assert [one.name for one in every] == ["bank_yaml", "moodle_xml", "qti", "qti3", "aiken", "gift"]
    assert all(str(one.label) and str(one.about).endswith(".") and one.extension for one in every)
    assert len({one.order for one in every}) == len(every)


def test_a_file_is_known_by_what_is_in_it():
    assert len(entries("Which?\nA. x\nB. y\nANSWER: A\n", "questions.txt")) == 1
    assert len(entries("// GIFT\nTrue? {T}\n", "questions.txt")) == 1
    assert len(entries('<?xml version="1.0"?>\n<!-- from there -->\n<quiz></quiz>', "questions.txt")) == 0
