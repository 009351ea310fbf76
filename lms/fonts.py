"""The heading typeface, cut into the pieces a browser needs: one small file a script, fetched only where it occurs."""

import json
import os
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Cairn Serif"
WEIGHTS = (400, 600)  # quotations and headings
_OPTICAL_SIZE = 20  # the size our headings stand at
_RECIPE = 1  # raise it when this file cuts differently


class Piece(NamedTuple):
    """One file and the characters in it. The first piece is the one pages preload."""

    name: str
    ranges: str


PIECES = (
    Piece(
        "cairn-serif",
        "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2190-2193, "
        "U+2212, U+2215, U+FEFF, U+FFFD",
    ),
    Piece(
        "cairn-serif-latin-ext",
        "U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+1E00-1E9F, U+1EF2-1EFF, U+20A0-20AB",
    ),
    Piece("cairn-serif-vietnamese", "U+0300-0301, U+0303-0304, U+0308-0309, U+0323, U+0329, U+1EA0-1EF1"),
    Piece("cairn-serif-greek", "U+0370-03FF"),
    Piece("cairn-serif-cyrillic", "U+0400-052F, U+1C80-1C88, U+2DE0-2DFF, U+A640-A69F, U+2116"),
)


def source() -> Path:
    """The variable upright font of the installed package."""
    return Path(str(files("fontpkg_source_serif_4"))) / "files" / "SourceSerif4[opsz,wght].ttf"


def build(folder: Path) -> bool:
    """Write fonts/*.woff2 and css/fonts.css under the folder; False when they were already there, cut from the same font."""
    stamp = folder / "fonts" / "built.json"
    recipe = {
        "recipe": _RECIPE,
        "source": sha256(source().read_bytes()).hexdigest(),
        "pieces": [list(p) for p in PIECES],
    }
    wanted = [folder / "css" / "fonts.css", *(folder / "fonts" / f"{piece.name}.woff2" for piece in PIECES)]
    if stamp.exists() and json.loads(stamp.read_text()) == recipe and all(path.exists() for path in wanted):
        return False
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    (folder / "css").mkdir(parents=True, exist_ok=True)
    narrowed = _narrowed()
    for piece in PIECES:
        (folder / "fonts" / f"{piece.name}.woff2").write_bytes(_cut(narrowed, piece))
    (folder / "css" / "fonts.css").write_text(stylesheet())
    for weight in WEIGHTS:
        print_face(folder, weight)
    stamp.write_text(json.dumps(recipe))
    return True


def print_face(folder: Path, weight: int) -> Path:
    """A TrueType file of one weight for the printed certificate, under the folder; cut now if it is not there yet."""
    target = folder / "print" / f"cairn-serif-{weight}-{_RECIPE}.ttf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        font = TTFont(BytesIO(_narrowed()))
        instantiateVariableFont(font, {"wght": weight}, inplace=True)
        scratch = target.with_suffix(f".{os.getpid()}")
        font.save(scratch)
        scratch.replace(target)  # whoever comes second puts the same bytes there
    return target


def stylesheet() -> str:
    """The @font-face rules, in the order of the pieces."""
    return "".join(
        f'@font-face {{ font-family: "{FAMILY}"; font-style: normal; font-weight: {WEIGHTS[0]} {WEIGHTS[1]}; '
        f'font-display: swap; src: url("../fonts/{piece.name}.woff2") format("woff2"); unicode-range: {piece.ranges}; }}\n'
        for piece in PIECES
    )


@cache
def _narrowed() -> bytes:
    """The characters of all pieces, in one optical size and our range of weights. Dropping glyphs first halves the time."""
    font = TTFont(source())
    _keep(font, ", ".join(piece.ranges for piece in PIECES))
    instantiateVariableFont(font, {"opsz": _OPTICAL_SIZE, "wght": WEIGHTS}, inplace=True)
    return _bytes_of(font)


def _cut(narrowed: bytes, piece: Piece) -> bytes:
    font = TTFont(BytesIO(narrowed))
    _keep(font, piece.ranges)
    font.flavor = "woff2"
    return _bytes_of(font)


def _keep(font: TTFont, ranges: str) -> None:
    options = Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum"]
    options.name_IDs = [0, 1, 2, 13, 14]  # who made it, and its licence
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(ranges.replace("U+", "")))
    subsetter.subset(font)


def _bytes_of(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()
