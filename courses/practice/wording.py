"""Words about items, shortened so that a sentence stays a sentence."""

import textwrap

from django.utils.translation import gettext as _


def quoted(text: str) -> str:
    """The words of an item in quotation marks."""
    return _("“%(words)s”") % {"words": textwrap.shorten(text, 60, placeholder="…")}
