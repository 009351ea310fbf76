"""Several right answers among the options; exactly those are wanted."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.contents.problems import Problem
from courses.contents.questions.options import Options, right_options


class Multiple(Options):
    order = 20
    label = gettext_lazy("Several right answers")

    def problems(self, value: Any) -> list[Problem]:
        right, number = right_options(value)
        if 0 < right < number:
            return []
        return [Problem(_("Mark at least one option as correct and leave at least one unmarked."))]


KIND = Multiple()
