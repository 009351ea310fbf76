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


def tidy(folder: Path = FOLDER) -> list[Path]:
    """Write every .po the same way for the same words: sorted, one line a text, without dates. Guesses are taken out."""
    paths = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    for path in paths:
        catalogue = polib.pofile(str(path), wrapwidth=0)
        for entry in catalogue:
            if entry.fuzzy:
                entry.flags.remove("fuzzy")
                entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
            entry.occurrences = sorted({(file, "") for file, _ in entry.occurrences})
        catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgid, entry.msgctxt or ""))
        language = path.parent.parent.name
        catalogue.header, catalogue.metadata_is_fuzzy = "", None
        catalogue.metadata = {
            "Project-Id-Version": "Cairn",
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": catalogue.metadata["Plural-Forms"],
        }
        catalogue.save()
    return paths
