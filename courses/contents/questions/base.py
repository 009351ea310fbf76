"""What a type of question offers. Everything that reads frozen questions is pure."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from wagtail.blocks import StructBlock

from courses.contents.finding import folder_of, template_of
from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions.forms import Form

Data = Mapping[str, Any]
Answer = Sequence[Any]  # JSON values; none of them: left open
Fields = dict[str, list[str]]  # by the end of a field's name ("" or "-0", "-1", …): the values it holds


class QuestionType(ABC):
    """One type of question. Its folder holds a module `kind` with a `KIND` of this class, and its templates.

    `asked.html` is the form's part below the question, `explained.html` the same after the attempt; both get the
    question as `question` (courses.contents.sheets.Asked), where `question.shown` is what `shown` answers here. The
    fields of the form are called `question.field`, or, where a question has several, `question.field`-0, -1 and so on.
    """

    order: int  # where authors meet it in the menu
    form: Form | None = None  # as what other systems know it, if they do
    label: Any

    @property
    def name(self) -> str:
        return folder_of(self)

    @property
    def asked_template(self) -> str:
        return template_of(self, "asked.html")

    @property
    def explained_template(self) -> str:
        return template_of(self, "explained.html")

    @cached_property
    def block(self) -> StructBlock:
        """The editor's block, bound to its name."""
        made = self.editor()
        made.set_name(self.name)
        return made

    @abstractmethod
    def editor(self) -> StructBlock:
        """A new block for the editor; its fields stand beside the question's own ones in frozen data and in bundles."""

    @abstractmethod
    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        """The editor's value as plain JSON data; files it shows are noted."""

    @abstractmethod
    def texts(self, question: Data) -> list[str]:
        """The words of a frozen question below its stem, part by part, for saying what changed."""

    @abstractmethod
    def problems(self, value: Any) -> list[Problem]:
        """What speaks against a question: the editor's value, a bundle's plain value or frozen data alike."""

    @abstractmethod
    def arrange(self, question: Data, chance: Random) -> list[int]:
        """In which order the parts of a question are shown, if it has parts."""

    @abstractmethod
    def clean(self, question: Data, raw: Sequence[Any]) -> Answer:
        """An answer from the values a form sent, whatever they are; cleaning an answer again changes nothing.

        A question with one field gets its values; one with several gets a list of values for each (sheets.values_sent).
        """

    @abstractmethod
    def grade(self, question: Data, answer: Answer) -> Fraction:
        """The share of the point, from nothing to one, that an answer earns."""

    def gives_parts(self, question: Data) -> bool:
        """Whether an answer may earn a part of the point."""
        return False

    @abstractmethod
    def right_answer(self, question: Data) -> Answer:
        """An answer that earns the whole point."""

    @abstractmethod
    def rekeyed(self, question: Data, answer: Answer) -> Data:
        """A frozen question as it would be if this (cleaned) answer were its right one; answers keep their meaning in it.

        What could not be authored so has `problems`, or does not give the answer its point.
        """

    def accepting(self, question: Data, answer: Answer) -> list[Data]:
        """A frozen question in as many ways as it takes for this answer to count, too: the best of them grades."""
        return [question, self.rekeyed(question, answer)]

    def fields(self, question: Data, answer: Answer) -> Fields:
        """How the form is filled for an answer: cleaning these values gives the answer again."""
        return {"": [str(value) for value in answer]}

    @abstractmethod
    def in_words(self, question: Data, answer: Answer) -> list[str]:
        """An answer as people read it, line by line."""

    @abstractmethod
    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> Any:
        """What the templates show; without an order, as it was written."""
