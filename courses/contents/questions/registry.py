"""Which types of question there are."""

from collections.abc import Sequence
from typing import Any

from wagtail.blocks import StreamBlock

from courses.contents.finding import kinds_in
from courses.contents.problems import Problem
from courses.contents.questions.base import Data, QuestionType
from courses.contents.questions.forms import Form

_TYPES: dict[str, QuestionType] = {}


def register(package: str) -> None:
    """Add the types of a package."""
    for found in kinds_in(package):
        _TYPES[found.name] = found


register("courses.contents.questions")


def types() -> list[QuestionType]:
    """Every type, in the order authors meet them."""
    return sorted(_TYPES.values(), key=lambda found: (found.order, found.name))


def names() -> list[str]:
    """What the types are called."""
    return list(_TYPES)


def choices() -> list[tuple[str, str]]:
    """The types for a form that lets people choose one."""
    return [(found.name, str(found.label)) for found in types()]


def type_of(question: Data) -> QuestionType:
    """The type of a frozen question."""
    return _TYPES[question["type"]]


def named(name: str) -> QuestionType:
    """The type of that name. KeyError when there is none."""
    return _TYPES[name]


def of_form(form: Form) -> QuestionType:
    """The type that has this form."""
    return next(found for found in types() if found.form is form)


def problems(question: Data) -> list[Problem]:
    """What speaks against a frozen question."""
    return type_of(question).problems(question)


class QuestionBody(StreamBlock):
    """What a question has beside its stem: exactly one block, which says the type."""

    def __init__(self, local_blocks: Sequence[Any] | None = None, **options: Any) -> None:
        super().__init__(local_blocks or [(found.name, found.editor()) for found in types()], **options)

    class Meta:
        min_num = 1
        max_num = 1
