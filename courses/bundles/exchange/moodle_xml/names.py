"""Moodle's own names. Some are words that types of question have here, and mean Moodle's all the same."""

_NAMES = "multichoice multichoiceset truefalse shortanswer numerical matching ordering cloze single"
CHOICE, CHOICE_SET, STATEMENT, TYPED, NUMBER, PAIRS, ORDER, GAPS, ONE_ONLY = _NAMES.split()
