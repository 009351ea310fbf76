"""The words of other languages: from what translators edit (.po) to what the site reads (.mo), without system tools."""

import os
from pathlib import Path

import polib

FOLDER = Path(__file__).resolve().parent.parent / "locale"


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Write the .mo beside every .po that is newer than it; returns what was written. Doubtful entries stay out."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        scratch = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(scratch))
        scratch.replace(target)  # whoever comes second puts the same bytes there
        written.append(target)
    return written
