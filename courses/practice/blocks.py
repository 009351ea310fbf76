"""What trainers put a rubric together from: sections of items, and rules."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    DecimalBlock,
    IntegerBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from courses.practice.rubrics import MOST_COUNTED


def _text(**options: Any) -> CharBlock:
    return CharBlock(max_length=250, label=_("What is observed"), **options)


def _help() -> TextBlock:
    return TextBlock(required=False, label=_("How to tell"), help_text=_("What a yes, or a level, looks like."))


def _may_skip() -> BooleanBlock:
    return BooleanBlock(
        required=False, label=_("May not apply"), help_text=_("It then leaves the count on both sides.")
    )


class CheckBlock(StructBlock):
    text = _text()
    help = _help()
    required = BooleanBlock(
        required=False, label=_("Required"), help_text=_("Nothing makes up for it: without it nobody passes.")
    )
    may_skip = _may_skip()

    class Meta:
        label = _("Yes or no")
        icon = "success"


class ScaleBlock(StructBlock):
    text = _text()
    help = _help()
    levels = ListBlock(
        CharBlock(max_length=200, label=_("Level")),
        min_num=2,
        max_num=7,
        label=_("Levels, the lowest first"),
        help_text=_("What each level looks like."),
    )
    minimum = IntegerBlock(required=False, min_value=1, max_value=7, label=_("Minimum of this scale"))
    may_skip = _may_skip()

    class Meta:
        label = _("Scale")
        icon = "order"


class CountBlock(StructBlock):
    text = _text()
    help = _help()
    least = IntegerBlock(required=False, min_value=1, max_value=MOST_COUNTED, label=_("At least"))

    class Meta:
        label = _("Count")
        icon = "plus-inverse"


class RatioBlock(StructBlock):
    text = _text()
    help = _help()
    first = CharBlock(max_length=60, label=_("What there should be more of"), help_text=_("For example: Reflections"))
    second = CharBlock(max_length=60, label=_("What it is compared with"), help_text=_("For example: Questions"))
    least_first = IntegerBlock(min_value=1, max_value=99, default=1, label=_("At least so many of the first"))
    least_second = IntegerBlock(min_value=1, max_value=99, default=1, label=_("to so many of the second"))

    class Meta:
        label = _("Ratio")
        icon = "resubmit"


class NeverBlock(StructBlock):
    text = _text(help_text=_("Something that must not be seen. Once is enough, whatever else was seen."))
    help = _help()

    class Meta:
        label = _("Must not be seen")
        icon = "warning"


class ItemsBlock(StreamBlock):
    check = CheckBlock()
    scale = ScaleBlock()
    count = CountBlock()
    ratio = RatioBlock()
    never = NeverBlock()


class SectionBlock(StructBlock):
    title = CharBlock(max_length=120, label=_("Section"))
    items = ItemsBlock(label=_("Items"))

    class Meta:
        label = _("Section")
        icon = "list-ul"


class SectionsBlock(StreamBlock):
    section = SectionBlock()


class RulesBlock(StreamBlock):
    share = IntegerBlock(
        min_value=1,
        label=_("At least so many items answered yes"),
        help_text=_("Items that did not apply leave the count on both sides, in proportion."),
        icon="success",
    )
    each = IntegerBlock(min_value=1, max_value=7, label=_("Every scale at least"), icon="order")
    mean = DecimalBlock(
        min_value=1, max_value=7, decimal_places=2, max_digits=3, label=_("Mean of the scales at least"), icon="order"
    )
    total = IntegerBlock(min_value=1, max_value=999, label=_("Scales add up to at least"), icon="order")
