"""The looks of certificates. A look never changes once certificates were issued in it: a better one gets a name of its own."""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms import colours

FOLDER = Path(__file__).parent / "print"
LOOKS: dict[str, str | Promise] = {
    "stones": _("Stones: a drawn cairn on a band of colour"),
    "classic": _("Classic: centred, in a frame"),
    "plain": _("Plain: white, for printers without colour"),
}
FIRST = "stones"  # of certificates that were issued before there was a choice

# Our green and its tones, and how much white an accent colour is mixed with to take the place of each.
_TONES = {"#1f5f57": 0.0, "#2d7469": 0.12, "#3b8577": 0.25, "#bcd6cc": 0.7, "#d0e4dc": 0.79, "#dfeee9": 0.87}


@cache
def stylesheet(design: str, accent: str) -> str:
    """The stylesheet of a look, in an accent colour or in ours. It needs no other file."""
    css = (FOLDER / f"{design}.css").read_text(encoding="utf-8")
    if "stones.svg" in css:
        drawing = (FOLDER / "stones.svg").read_text(encoding="utf-8")
        css = css.replace("stones.svg", "data:image/svg+xml," + quote(_coloured(drawing, accent)))
    return _coloured(css, accent)


def _coloured(text: str, accent: str) -> str:
    if accent:
        for tone, white in _TONES.items():
            text = text.replace(tone, colours.mixed(accent, "#ffffff", white))
    return text
