"""A question to check oneself, answered on the spot. What was chosen is kept for its reader alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, BooleanBlock, ListBlock, StructBlock, TextBlock

from courses.contents import own
from courses.contents.blocks.base import BlockKind, Data, Notebook
from courses.contents.noting import Notes
from courses.contents.problems import Problem
from lms.refusals import Refusal


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


class Chosen(Notebook):
    """The number of the option chosen, counted from 1 as it was written. A renewal asks afresh."""

    lasts = False

    def clean(self, data: Data, raw: Sequence[str]) -> int:
        numbers = [str(number) for number, _option in enumerate(data["options"], start=1)]
        if len(raw) != 1 or raw[0] not in numbers:
            raise Refusal(_("Choose one of the answers."))
        return int(raw[0])

    def marks(self, kept: Any) -> Mapping[str, str]:
        return {"answered": " data-answered", f"chosen-{kept}": " checked"}

    def asked(self, data: Data) -> str:
        question: str = data["question"]
        return question

    def in_words(self, data: Data, kept: Any) -> str:
        words: str = data["options"][kept - 1]["text"]
        return words


class Check(BlockKind):
    order = 110
    notebook = Chosen()

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

    def marked(self, data: Data, marks: own.Marks) -> dict[str, Any]:
        """Each option with the mark that says whether this reader chose it."""
        options = enumerate(data["options"], start=1)
        return {"options": [{**option, "number": n, "chosen": marks[f"chosen-{n}"]} for n, option in options]}

    def problems(self, value: Any) -> list[Problem]:
        """Somebody who checks themself must be able to be right."""
        if any(option["correct"] for option in value["options"]):
            return []
        words = _("The knowledge check “%(question)s” has no right option. Mark at least one.")
        return [Problem(words % {"question": value["question"]})]


KIND = Check()
