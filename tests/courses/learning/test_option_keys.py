"""Which options are right, and what guessing gives."""

from fractions import Fraction

from courses.learning import option_keys
from courses.learning.statistics.reports import Asked


def question(kind: str, *right: bool) -> dict:
    return {"type": kind, "options": [{"text": "", "correct": one, "rationale": ""} for one in right]}


def test_one_right_answer_is_guessed_once_in_as_many_as_there_are():
    assert option_keys.asked_of(question("single", False, True, False)) == Asked((False, True, False), Fraction(1, 3))


def test_several_right_answers_are_one_of_all_picks():
    assert option_keys.asked_of(question("multiple", True, True, False)).chance == Fraction(1, 7)


def test_of_very_many_options_nothing_is_said_about_guessing():
    assert option_keys.asked_of(question("multiple", *[True] * 11)).chance is None
