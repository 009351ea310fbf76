"""Icons by what they mean here: Lucide's drawings, and the stones, which are ours. A word always stands beside them."""

import re

from lucide.templatetags.lucide import lucide

_LUCIDE = {
    "alert": "triangle-alert",
    "archive": "archive",
    "arrow-left": "arrow-left",
    "arrow-right": "arrow-right",
    "bell": "bell",
    "book": "book-open",
    "calendar": "calendar",
    "camera": "camera",
    "certificate": "award",
    "check": "check",
    "check-circle": "circle-check",
    "chevron-down": "chevron-down",
    "chevron-right": "chevron-right",
    "circle": "circle",
    "clock": "clock",
    "close": "x",
    "code": "code-xml",
    "compass": "compass",
    "copy": "copy",
    "desk": "clipboard-list",
    "download": "download",
    "edit": "pencil",
    "eye": "eye",
    "file": "file-text",
    "filter": "funnel",
    "flag": "flag",
    "globe": "globe",
    "half-circle": "contrast",
    "history": "history",
    "home": "house",
    "info": "info",
    "key": "key-round",
    "leaf": "leaf",
    "link": "link",
    "list": "list",
    "lock": "lock",
    "log-out": "log-out",
    "mail": "mail",
    "menu": "menu",
    "message": "message-square-text",
    "minus": "minus",
    "moon": "moon",
    "note": "sticky-note",
    "pause": "pause",
    "phone": "smartphone",
    "play": "play",
    "plus": "plus",
    "print": "printer",
    "question": "circle-question-mark",
    "quiz": "list-checks",
    "quote": "quote",
    "refresh": "refresh-cw",
    "region": "map-pin",
    "scales": "scale",
    "search": "search",
    "settings": "sliders-horizontal",
    "share": "share-2",
    "shield": "shield-check",
    "sun": "sun",
    "trash": "trash-2",
    "unlink": "unlink",
    "upload": "upload",
    "user": "user",
    "users": "users",
}
# On the same grid of 24 units.
_OURS = {
    "stone": '<path d="M3.5 14.5c0-4 4-7 9-7s8 2.8 8 6.5-3.5 4-8.5 4-8.5-.2-8.5-3.5Z"/>',
    "stones": '<path d="M3.5 18c0-1.8 3-2.8 8.5-2.8s8.5 1 8.5 2.8-3 2.5-8.5 2.5-8.5-.7-8.5-2.5Z"/><path d="M6 12.7c0-1.7 2-2.7 5.7-2.7s6 1 6 2.7-2.3 2.3-6 2.3-5.7-.6-5.7-2.3Z"/><path d="M8.8 7c0-1.8 1.3-3.2 3.5-3.2S15.5 5 15.5 7s-1.2 2.6-3.3 2.6S8.8 8.8 8.8 7Z"/>',  # noqa: E501
}
ICONS = (*_LUCIDE, *_OURS)
_LOOK = {"stroke-width": "1.5", "aria-hidden": "true", "focusable": "false"}


def svg(name: str, css_class: str = "") -> str:
    """The icon as inline SVG, hidden from screen readers since a word always stands beside it. KeyError: no such icon."""
    classes = f"icon icon-{name} {css_class}".strip()
    if name not in _OURS:
        drawn = lucide(_LUCIDE[name], size=24, **{"class": classes, **_LOOK})
        return re.sub(r"\s*\n\s*", "", drawn)
    return (
        f'<svg class="{classes}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" '
        'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f"{_OURS[name]}</svg>"
    )
