"""Our own icons: drawn on a 24-unit grid with 1.5-unit round strokes, always shown with a word beside them."""

# ruff: noqa: E501 (a drawing is one line)

ICONS: dict[str, str] = {
    "alert": '<path d="M12 4 2.8 19.5h18.4Z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "archive": '<path d="M3.5 5h17v4h-17zM5 9v10.5h14V9M10 13h4"/>',
    "arrow-left": '<path d="M19.5 12h-15M10.5 6l-6 6 6 6"/>',
    "arrow-right": '<path d="M4.5 12h15M13.5 6l6 6-6 6"/>',
    "bell": '<path d="M6 16.5c1.2-1.4 1.5-3 1.5-6a4.5 4.5 0 0 1 9 0c0 3 .3 4.6 1.5 6ZM10.3 19.5a2 2 0 0 0 3.4 0M12 6V4"/>',
    "book": '<path d="M12 6.5C10 5 7 4.5 3.5 4.8v13.4c3.5-.3 6.5.2 8.5 1.7 2-1.5 5-2 8.5-1.7V4.8C17 4.5 14 5 12 6.5Zm0 0v13.4"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8"/>',
    "certificate": '<path d="M6.5 16H3.5V4h17v12h-3M7.5 8h9"/><circle cx="12" cy="14" r="3"/><path d="m10.3 16.6-.8 4 2.5-1.3 2.5 1.3-.8-4"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "check-circle": '<circle cx="12" cy="12" r="8.5"/><path d="m8 12.3 2.8 2.8 5.2-5.8"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
    "circle": '<circle cx="12" cy="12" r="8.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.3 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "code": '<path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14"/>',
    "compass": '<circle cx="12" cy="12" r="8.5"/><path d="m15.5 8.5-2.2 4.8-4.8 2.2 2.2-4.8Z"/>',
    "copy": '<path d="M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4"/>',
    "desk": '<path d="M3 8.5h18M5 8.5v11M19 8.5v11M12 8.5v6h7M8 8.5v-4h5v4"/>',
    "download": '<path d="M12 4v11.5M7 11l5 5 5-5M4.5 20h15"/>',
    "edit": '<path d="M4 20l1-4.5L16 4.5l3.5 3.5-11 11Zm9.5-13 3.5 3.5"/>',
    "eye": '<path d="M2.5 12C5 7.8 8.2 5.7 12 5.7s7 2.1 9.5 6.3c-2.5 4.2-5.7 6.3-9.5 6.3S5 16.2 2.5 12Z"/><circle cx="12" cy="12" r="2.7"/>',
    "file": '<path d="M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M9 12.5h6M9 16h6"/>',
    "filter": '<path d="M3.5 5h17L14 12.5v6.5l-4-2v-4.5Z"/>',
    "flag": '<path d="M5.5 21V4M5.5 4.8c4.5-2.5 8 2.2 13 0v8.7c-5 2.2-8.5-2.5-13 0"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17Z"/>',
    "half-circle": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17Z" fill="currentColor"/>',
    "history": '<path d="M4.5 12a7.7 7.7 0 1 0 2.3-5.5L4.5 8.8M4.5 4.5v4.3h4.3M12 8v4.2l3 1.8"/>',
    "home": '<path d="M3.5 11.5 12 4l8.5 7.5M5.5 10v10h13V10M10 20v-6h4v6"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11.2v5M12 7.8v.1"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="m11 12.7 8.5-8.5M16 7.5l3 3M13.5 10l2 2"/>',
    "leaf": '<path d="M5 19C4 10.5 9 4.5 20 4.5 20 15.5 13.5 20.5 7 17.5M5 21c.5-4.5 3.5-8.5 9-11"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 1 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 1 0 11 18.7l1-1"/>',
    "list": '<path d="M8.5 6h11.5M8.5 12h11.5M8.5 18h11.5M4.2 6h.1M4.2 12h.1M4.2 18h.1"/>',
    "lock": '<path d="M5 10.5h14v10H5zM8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>',
    "log-out": '<path d="M10 4H4.5v16H10M9.5 12h10.5M16 8l4 4-4 4"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17zM3.5 7l8.5 6.5L20.5 7"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "message": '<path d="M4 5h16v11.5h-8L7 20.5v-4H4ZM8 9h8M8 12.5h5"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z"/>',
    "note": '<path d="M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 8.5h7M8.5 12h4"/>',
    "pause": '<path d="M8.5 5.5v13M15.5 5.5v13"/>',
    "phone": '<path d="M7 3.5h10v17H7zM11 17.8h2"/>',
    "play": '<path d="M7 4.5v15l12-7.5Z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 16.5H4V9h16v7.5h-3M7 14h10v6.5H7z"/>',
    "question": '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.7a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.9M12 16.7v.1"/>',
    "quiz": '<path d="M4.5 4.5h15v15h-15zM8 9l1.3 1.3L11.5 8M14 9.2h2.5M8 14.7l1.3 1.3 2.2-2.3M14 15h2.5"/>',
    "quote": '<path d="M10 7c-3.5.8-5 3-5 6.5V17h5v-5H7.3M19 7c-3.5.8-5 3-5 6.5V17h5v-5h-2.7"/>',
    "refresh": '<path d="M19.5 11a7.7 7.7 0 0 0-13.7-3.5L4 9.5M4 5v4.5h4.5M4.5 13a7.7 7.7 0 0 0 13.7 3.5l1.8-2M20 19v-4.5h-4.5"/>',
    "region": '<path d="M12 21c-4.3-4.6-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.2 6.4-6.5 11Z"/><circle cx="12" cy="10" r="2.3"/>',
    "scales": '<path d="M12 4v16M7.5 20h9M5 7.5h14M5 7.5 2.5 14h5Zm14 0L16.5 14h5ZM12 4.5 12 4"/><path d="M2.5 14a2.5 2.5 0 0 0 5 0M16.5 14a2.5 2.5 0 0 0 5 0"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "share": '<circle cx="6" cy="12" r="2.5"/><circle cx="17.5" cy="6" r="2.5"/><circle cx="17.5" cy="18" r="2.5"/><path d="m8.3 10.9 7-3.7M8.3 13.1l7 3.7"/>',
    "shield": '<path d="M12 3.5 5 6v5.5c0 4.3 2.6 7.2 7 9 4.4-1.8 7-4.7 7-9V6ZM9 12l2.2 2.2L15 10"/>',
    "stone": '<path d="M3.5 14.5c0-4 4-7 9-7s8 2.8 8 6.5-3.5 4-8.5 4-8.5-.2-8.5-3.5Z"/>',
    "stones": '<path d="M3.5 18c0-1.8 3-2.8 8.5-2.8s8.5 1 8.5 2.8-3 2.5-8.5 2.5-8.5-.7-8.5-2.5Z"/><path d="M6 12.7c0-1.7 2-2.7 5.7-2.7s6 1 6 2.7-2.3 2.3-6 2.3-5.7-.6-5.7-2.3Z"/><path d="M8.8 7c0-1.8 1.3-3.2 3.5-3.2S15.5 5 15.5 7s-1.2 2.6-3.3 2.6S8.8 8.8 8.8 7Z"/>',
    "sun": '<circle cx="12" cy="12" r="3.8"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>',
    "trash": '<path d="M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l1 14h9l1-14M10.5 10.5v6M13.5 10.5v6"/>',
    "unlink": '<path d="M9 16.5 7.8 17.7A3.5 3.5 0 0 1 2.9 12.8L5 10.7M15 7.5l1.2-1.2a3.5 3.5 0 0 1 4.9 4.9L19 13.3M4 4l16 16"/>',
    "upload": '<path d="M12 16V4.5M7 9.5l5-5 5 5M4.5 20h15"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c.8-4.3 3.5-6.5 8-6.5s7.2 2.2 8 6.5"/>',
    "users": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5c.6-3.8 2.8-5.7 6.5-5.7s5.9 1.9 6.5 5.7M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.3c2.3.7 3.6 2.4 4 5.2"/>',
}


def svg(name: str, css_class: str = "") -> str:
    """The icon as inline SVG, hidden from screen readers since a word always stands beside it. KeyError: no such icon."""
    classes = f"icon icon-{name} {css_class}".strip()
    return (
        f'<svg class="{classes}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" '
        'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f"{ICONS[name]}</svg>"
    )
