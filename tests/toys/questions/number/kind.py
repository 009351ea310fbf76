"""A question answered with a number; whoever is off by one earns half the point."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from wagtail.blocks import CharBlock, IntegerBlock, StructBlock

from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions.base import Answer, Data, QuestionType


class NumberBlock(StructBlock):
    right = IntegerBlock()
    why = CharBlock()


class Number(QuestionType):
    order = 30
    label = "A number"

    def editor(self) -> StructBlock:
        return NumberBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {"right": value["right"], "why": value["why"]}

    def texts(self, question: Data) -> list[str]:
        return [f"It is {question['right']}.", question["why"]]

    def problems(self, value: Any) -> list[Problem]:
        return [] if value["right"] >= 0 else [Problem("Nobody counts below nothing.")]

    def arrange(self, question: Data, chance: Random) -> list[int]:
        return []

    def clean(self, question: Data, raw: Sequence[Any]) -> list[int]:
        found = [int(str(value)) for value in raw if str(value).isascii() and str(value).isdecimal()]
        return found[:1]

    def grade(self, question: Data, answer: Answer) -> Fraction:
        if not answer:
            return Fraction()
        return max(Fraction(), 1 - Fraction(abs(answer[0] - question["right"]), 2))

    def right_answer(self, question: Data) -> list[int]:
        return [question["right"]]

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        return {**question, "right": answer[0] if answer else -1}

    def gives_parts(self, question: Data) -> bool:
        return True

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        return [str(value) for value in answer]

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> Any:
        return {"given": answer[0] if answer else None, "right": question["right"], "why": question["why"]}


KIND = Number()
