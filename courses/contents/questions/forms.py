"""As what other systems know a type of question. What is exchanged with them goes by form, so that no type is named for it."""

from enum import Enum


class Form(Enum):
    """The forms, with the fields that the value of a type of that form has. Rationales are texts."""

    ONE = "options, of which one is right: text, correct, rationale"
    MANY = "options, of which several may be right: text, correct, rationale; credit"
    STATEMENT = "answer (true or false), why_true, why_false"
    PAIRS = "pairs (left, right), extras, credit, rationale"
    ORDER = "items in their right order, credit, rationale"
    TYPED = "answers (text, earns, feedback), the rules of typed answers, rationale"
    NUMBER = "number, tolerance, tolerance_in, units, unit_needed, rationale"
    GAPS = "text with gaps, the rules of typed answers, credit, rationale"
