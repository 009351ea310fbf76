"""The serif for print: single weights cut from the variable font of its package, kept among the built files."""

import os
import tempfile
from functools import cache
from importlib.metadata import files
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PRINT_WEIGHTS = (400, 600)
_PACKAGE, _FILE = "fontpkg-source-serif-4", "SourceSerif4[opsz,wght].ttf"
_OPTICAL_SIZE = 20  # points: between text and display


def variable_font() -> Path:
    """The variable font as its package brings it."""
    return next(Path(file.locate()) for file in files(_PACKAGE) or [] if file.name == _FILE)


@cache
def print_face(weight: int) -> Path:
    """A TrueType file of one weight; cut once (about ten seconds), then found again."""
    target = Path(settings.VAR_DIR) / "built" / "print" / f"cairn-serif-{weight}.ttf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        font = instantiateVariableFont(TTFont(variable_font()), {"wght": weight, "opsz": _OPTICAL_SIZE})
        handle, scratch = tempfile.mkstemp(dir=target.parent, suffix=".ttf")
        os.close(handle)
        font.save(scratch)
        os.replace(scratch, target)  # whoever comes second replaces it with the same bytes
    return target
