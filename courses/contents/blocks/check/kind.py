"""A question to check oneself, answered on the spot; nothing is stored."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, BooleanBlock, ListBlock, StructBlock, TextBlock

from courses.contents.blocks.base import BlockKind, Data
from courses.contents.noting import Notes
from courses.contents.problems import Problem


class CheckOptionBlock(StructBlock):
    text = TextBlock(rows=1, label=gettext_lazy("Text"))
    correct = BooleanBlock(required=False, label=gettext_lazy("A right answer"))
    feedback = TextBlock(rows=2, label=gettext_lazy("Feedback"))


class CheckBlock(StructBlock):
    question = TextBlock(rows=2, label=gettext_lazy("Question"))
    options = ListBlock(CheckOptionBlock(), min_num=2, max_num=6, label=gettext_lazy("Options"))

    class Meta:
        icon = "help"
        label = gettext_lazy("Knowledge check")


class Check(BlockKind):
    order = 110

    def editor(self) -> Block:
        return CheckBlock()

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        options = [
            {"text": option["text"], "correct": bool(option["correct"]), "feedback": option["feedback"]}
            for option in value["options"]
        ]
        return {"question": value["question"], "options": options}

    def texts(self, data: Data) -> list[str]:
        options = [
            f"{'✓' if option['correct'] else '–'} {option['text']} {option['feedback']}" for option in data["options"]
        ]
        return [data["question"], *options]

    def problems(self, value: Any) -> list[Problem]:
        """Somebody who checks themself must be able to be right."""
        if any(option["correct"] for option in value["options"]):
            return []
        words = _("The knowledge check “%(question)s” has no right option. Mark at least one.")
        return [Problem(words % {"question": value["question"]})]


KIND = Check()
