"""The examples of the authors' guide are questions that can be imported as they stand."""

import re
from pathlib import Path

import pytest

from courses.bundles.bank import read_questions, written_questions
from courses.bundles.located import Reader
from courses.contents.questions import registry

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "authoring.md"
EXAMPLES = re.findall(r"```yaml\n(- key: .*?)```", GUIDE.read_text(), re.DOTALL)

pytestmark = pytest.mark.django_db  # reading asks the models what they allow


def test_there_is_an_example_of_each_type_but_the_first():
    """One right answer is written like several."""
    found = [re.search(r"type: (\w+)", text)[1] for text in EXAMPLES]
    assert found == [one.name for one in registry.types()][1:]


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_is_read_and_written_again(text):
    problems = []
    read = read_questions(Reader("questions.yaml", problems), text, {})
    assert [str(problem) for problem in problems] == []
    again = read_questions(Reader("questions.yaml", problems), written_questions(read, {}), {})
    assert problems == []
    assert again == read
