"""A statement that is true or false, with a reason for each answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import ChoiceBlock, StructBlock, TextBlock

from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions.authored import is_empty
from courses.contents.questions.base import Answer, Data, QuestionType
from courses.contents.questions.forms import Form
from courses.contents.questions.sent import number_below

TRUE, FALSE = "true", "false"
_ANSWERS = (TRUE, FALSE)  # in the order shown; an answer is the number of one of them


@dataclass(frozen=True)
class Said:
    """One of the two answers as shown."""

    number: int
    label: str
    picked: bool
    correct: bool
    why: str


class TrueFalseBlock(StructBlock):
    answer = ChoiceBlock(
        choices=[(TRUE, gettext_lazy("True")), (FALSE, gettext_lazy("False"))],
        label=gettext_lazy("The statement is"),
        help_text=gettext_lazy(
            "Write the statement as the question, as a whole sentence that is wholly true or wholly false."
        ),
    )
    why_true = TextBlock(
        rows=2,
        label=gettext_lazy("Rationale of “True”"),
        help_text=gettext_lazy("Shown after the attempt: why “True” is, or is not, the right answer."),
    )
    why_false = TextBlock(
        rows=2,
        label=gettext_lazy("Rationale of “False”"),
        help_text=gettext_lazy("Shown after the attempt: why “False” is, or is not, the right answer."),
    )

    class Meta:
        icon = "circle-check"


class TrueFalse(QuestionType):
    order = 30
    form = Form.STATEMENT
    label = gettext_lazy("True or false")

    def editor(self) -> StructBlock:
        return TrueFalseBlock(label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {name: value[name] for name in ("answer", "why_true", "why_false")}

    def texts(self, question: Data) -> list[str]:
        return [f"{'✓' if one.correct else '–'} {one.label} {one.why}" for one in self.shown(question, None, ())]

    def problems(self, value: Any) -> list[Problem]:
        found = []
        if value["answer"] not in _ANSWERS:
            found.append(Problem(_("Say whether the statement is true or false.")))
        if is_empty(value["why_true"]) or is_empty(value["why_false"]):
            found.append(Problem(_("Write why each of the two answers is, or is not, right.")))
        return found

    def arrange(self, question: Data, chance: Random) -> list[int]:
        return [0, 1]

    def clean(self, question: Data, raw: Sequence[Any]) -> list[int]:
        return [number for value in raw if (number := number_below(len(_ANSWERS), value)) is not None][:1]

    def grade(self, question: Data, answer: Answer) -> Fraction:
        return Fraction(len(answer) == 1 and list(answer) == self.right_answer(question))

    def right_answer(self, question: Data) -> list[int]:
        return [number for number, name in enumerate(_ANSWERS) if name == question["answer"]]

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        return {**question, "answer": _ANSWERS[answer[0]] if answer else ""}

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        return [_labels()[number] for number in answer]

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> tuple[Said, ...]:
        right = self.right_answer(question)
        return tuple(
            Said(number, label, number in answer, number in right, question[f"why_{_ANSWERS[number]}"])
            for number, label in enumerate(_labels())
        )


def _labels() -> tuple[str, str]:
    return _("True"), _("False")


KIND = TrueFalse()
