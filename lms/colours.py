"""Whether a colour can be read, and the tones that go with an accent colour, on light and on dark."""

import re

from django.utils.translation import gettext as _

LEAST = 4.5  # WCAG 2.2 AA, for text of any size
_HEX = re.compile(r"#[0-9a-f]{6}")
# The papers that accents stand on, and the ink that stands on accents; the same values as in tokens.css.
LIGHT, ON_LIGHT = ("#fbf9f4", "#ffffff", "#f1ede3"), "#ffffff"
DARK, ON_DARK = ("#141b1d", "#1c2528", "#0f1516"), "#0f1f1c"

_Rgb = tuple[int, int, int]


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    lighter, darker = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, papers: tuple[str, ...], ink: str) -> float:
    """The contrast at the worst place where an accent is used."""
    return min(contrast(colour, other) for other in (*papers, ink))


def wrong_with(accent: str, accent_dark: str) -> list[str]:
    """Why these accents cannot be used, in sentences; nothing when they can."""
    found = []
    for colour, papers, ink, place in (
        (accent, LIGHT, ON_LIGHT, _("on light")),
        (accent_dark, DARK, ON_DARK, _("on dark")),
    ):
        if not colour:
            continue
        if not _HEX.fullmatch(colour):
            found.append(_("%(colour)s is not a colour. One looks like #1f5f57.") % {"colour": colour})
        elif (reached := least_contrast(colour, papers, ink)) < LEAST:
            words = _(
                "%(colour)s cannot be read well enough %(place)s: its contrast is %(reached).1f, and 4.5 is needed. "
                "%(nearest)s is the nearest tone that can."
            )
            nearest = readable(colour, papers, ink)
            found.append(words % {"colour": colour, "place": place, "reached": reached, "nearest": nearest})
    return found


def readable(colour: str, papers: tuple[str, ...], ink: str) -> str:
    """The nearest tone of a colour that can be read on these papers, and ink on it."""
    towards = "#000000" if papers is LIGHT else "#ffffff"
    for step in range(101):
        if least_contrast(tone := mixed(colour, towards, step / 100), papers, ink) >= LEAST:
            return tone
    return towards


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another one in it."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def stylesheet(accent: str, accent_dark: str) -> str:
    """The tokens of an accent colour, in place of ours."""
    light, dark = _tones(accent, LIGHT, ON_LIGHT), _tones(accent_dark or dark_of(accent), DARK, ON_DARK)
    return (
        f':root,[data-bs-theme="light"]{{{light}}}\n'
        f'@media (prefers-color-scheme:dark){{:root:not([data-bs-theme="light"]){{{dark}}}}}\n'
        f'[data-bs-theme="dark"]{{{dark}}}\n'
    )


def dark_of(accent: str) -> str:
    """The tone of an accent colour for dark screens."""
    return readable(accent, DARK, ON_DARK)


def _tones(colour: str, papers: tuple[str, ...], ink: str) -> str:
    away = "#000000" if papers is LIGHT else "#ffffff"
    tint = next(
        made for share in range(84, 101) if contrast(colour, made := mixed(colour, papers[1], share / 100)) >= LEAST
    )
    rgb = ", ".join(map(str, _rgb(colour)))
    return (
        f"--pine:{colour};--pine-rgb:{rgb};--pine-deep:{mixed(colour, away, 0.25)};--pine-tint:{tint};--on-pine:{ink};"
    )


def _rgb(colour: str) -> _Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _luminance(rgb: _Rgb) -> float:
    red, green, blue = (
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
