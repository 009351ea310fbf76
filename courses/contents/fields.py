"""Fields whose kinds of block are found, so that migrations do not list them and a new kind needs none."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from courses.contents.blocks.registry import LessonBody
from courses.contents.questions.registry import QuestionBody


class LessonBodyField(StreamField):
    """The body of a lesson."""

    def __init__(self, **options: Any) -> None:
        super().__init__(LessonBody, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        return models.Field.deconstruct(self)


class QuestionBodyField(StreamField):
    """What a question of the bank has beside its stem."""

    def __init__(self, **options: Any) -> None:
        super().__init__(QuestionBody, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        return models.Field.deconstruct(self)
