"""{% load typography %}: words of curricula as printers set them."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from courses.contents.typography import typeset, typeset_text

register = template.Library()


@register.filter
def set_in(text: object, language: str = "en") -> str:
    """{{ item.title|set_in:language }}: plain text with round quotation marks, escaped as ever."""
    return typeset_text(str(text), language)


@register.simple_block_tag
def typesetting(content: str, language: str = "en") -> SafeString:
    """{% typesetting language %}…{% endtypesetting %}: everything that is written in between, but in fields and code."""
    return mark_safe(typeset(content, language))  # noqa: S308 rendered by our templates, and only marks become round
