"""Fields whose blocks are ours, so that migrations do not list them."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from courses.practice.blocks import RulesBlock, SectionsBlock


class _Stream(StreamField):
    body: type

    def __init__(self, **options: Any) -> None:
        super().__init__(self.body, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        return models.Field.deconstruct(self)


class SectionsField(_Stream):
    """The sections of a rubric with their items."""

    body = SectionsBlock


class RulesField(_Stream):
    """The rules of a rubric."""

    body = RulesBlock
