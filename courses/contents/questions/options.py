"""What questions have in common whose answer is picked from options."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, ListBlock, StructBlock, TextBlock

from courses.contents.noting import Notes
from courses.contents.questions.base import Answer, Data, QuestionType
from courses.contents.questions.sent import number_below


@dataclass(frozen=True)
class Choice:
    """One option as shown; `number` is its place in the frozen question, whatever the order shown."""

    number: int
    text: str
    picked: bool
    correct: bool
    rationale: str


class OptionBlock(StructBlock):
    text = TextBlock(rows=1, label=_("Text"))
    correct = BooleanBlock(required=False, label=_("A right answer"))
    rationale = TextBlock(
        rows=2, label=_("Rationale"), help_text=_("Shown after the attempt: why this is, or is not, a good answer.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")


class OptionsBlock(StructBlock):
    options = ListBlock(
        OptionBlock(),
        min_num=2,
        max_num=8,
        label=_("Options"),
        help_text=_("Every option has a rationale that learners read after the attempt."),
    )

    class Meta:
        icon = "list-ul"


class Options(QuestionType):
    """Pick from options. An answer is the numbers of the options picked; it earns its point when it is exactly right."""

    @property
    def explained_template(self) -> str:
        return "contents/_options_explained.html"

    def editor(self) -> StructBlock:
        return OptionsBlock(label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        options = [
            {"text": option["text"], "correct": bool(option["correct"]), "rationale": option["rationale"]}
            for option in value["options"]
        ]
        return {"options": options}

    def texts(self, question: Data) -> list[str]:
        return [
            f"{'✓' if option['correct'] else '–'} {option['text']} {option['rationale']}"
            for option in question["options"]
        ]

    def arrange(self, question: Data, chance: Random) -> list[int]:
        order = list(range(len(question["options"])))
        chance.shuffle(order)
        return order

    def clean(self, question: Data, raw: Sequence[Any]) -> list[int]:
        limit = len(question["options"])
        return sorted({number for value in raw if (number := number_below(limit, value)) is not None})

    def grade(self, question: Data, answer: Answer) -> Fraction:
        return Fraction(set(answer) == set(self.right_answer(question)))

    def right_answer(self, question: Data) -> list[int]:
        return [number for number, option in enumerate(question["options"]) if option["correct"]]

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        options = [{**option, "correct": number in answer} for number, option in enumerate(question["options"])]
        return {**question, "options": options}

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        return [question["options"][number]["text"] for number in answer]

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> tuple[Choice, ...]:
        options = question["options"]
        places = range(len(options)) if order is None else order
        return tuple(
            Choice(n, options[n]["text"], n in answer, options[n]["correct"], options[n]["rationale"]) for n in places
        )


def right_options(value: Any) -> tuple[int, int]:
    """How many options are marked as right, and how many there are."""
    marks = [bool(option["correct"]) for option in value["options"]]
    return sum(marks), len(marks)
