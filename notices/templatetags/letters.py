"""The choice of letters, for the page of account settings."""

from django import template
from django.template import Context

from notices import preferences

register = template.Library()


@register.inclusion_tag("notices/_letters.html", takes_context=True)
def letter_choices(context: Context) -> dict[str, object]:
    """A form with the kinds of letters a person may switch off."""
    request = context["request"]
    wanted = preferences.wanted(request.user)
    return {"request": request, "choices": [(kind, kind.key in wanted) for kind in preferences.offered(request.user)]}
