"""Pieces of pages that many readers share: rendered once, with marks where each reader's own words go."""

import re
from collections.abc import Hashable, Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_MOST = 1000  # pieces that one process keeps; then it begins anew
_MARK = re.compile("\ue000([a-z_]+)\ue001")  # signs for private use, which no text of ours holds
_kept: dict[Hashable, str] = {}


def rendered(template: str, key: Hashable, context: Mapping[str, Any], own: Mapping[str, object]) -> SafeString:
    """The template, rendered once for each key and language; what `own` names is put in each time, escaped.

    Whatever else the template says must follow from the key: two readers with one key get one piece.
    """
    place = (template, get_language(), key)
    text = _kept.get(place)
    if text is None:
        marks = {name: mark_safe(f"\ue000{name}\ue001") for name in own}  # noqa: S308 our own signs
        text = render_to_string(template, {**context, **marks})
        if not settings.DEBUG:  # templates may be changed meanwhile
            if len(_kept) >= _MOST:
                _kept.clear()
            _kept[place] = text
    return mark_safe(_MARK.sub(lambda found: escape(own[found[1]]), text))  # noqa: S308 as rendered, and escaped
