"""Several right answers among the options: exactly those are wanted, or each counts for a part."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StructBlock

from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions.authored import ALL, PARTS, credit_block, share
from courses.contents.questions.base import Answer, Data
from courses.contents.questions.forms import Form
from courses.contents.questions.options import Options, OptionsBlock, right_options


class Multiple(Options):
    order = 20
    form = Form.MANY
    label = gettext_lazy("Several right answers")

    def editor(self) -> StructBlock:
        credit = credit_block(
            gettext_lazy("A part for each: every right option chosen adds one, every wrong one takes one away"), ALL
        )
        return OptionsBlock([("credit", credit)], label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        """All or nothing is not said, so that what was frozen before there was a choice keeps its hash."""
        return {**super().freeze(value, notes), **({"credit": PARTS} if value.get("credit") == PARTS else {})}

    def texts(self, question: Data) -> list[str]:
        rule = [_("Each right option earns a part of the point.")] if self.gives_parts(question) else []
        return [*super().texts(question), *rule]

    def problems(self, value: Any) -> list[Problem]:
        right, number = right_options(value)
        if 0 < right < number:
            return []
        return [Problem(_("Mark at least one option as correct and leave at least one unmarked."))]

    def grade(self, question: Data, answer: Answer) -> Fraction:
        if not self.gives_parts(question):
            return super().grade(question, answer)
        right = set(self.right_answer(question))
        picked = set(answer)
        return max(share(len(picked & right) - len(picked - right), len(right)), Fraction())

    def gives_parts(self, question: Data) -> bool:
        return bool(question.get("credit") == PARTS)


KIND = Multiple()
