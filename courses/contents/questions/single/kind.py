"""One right answer among several options."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.contents.problems import Problem
from courses.contents.questions.base import Data
from courses.contents.questions.forms import Form
from courses.contents.questions.options import Options, right_options


class Single(Options):
    order = 10
    form = Form.ONE
    label = gettext_lazy("One right answer")

    def clean(self, question: Data, raw: Sequence[Any]) -> list[int]:
        return super().clean(question, raw)[:1]

    def problems(self, value: Any) -> list[Problem]:
        right, _all = right_options(value)
        return [] if right == 1 else [Problem(_("Mark exactly one option as correct."))]


KIND = Single()
