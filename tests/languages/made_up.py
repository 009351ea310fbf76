"""A made-up language: every marked word in wide letters, so that a plain letter on a page is a word nobody marked.

⟦Ｈｅｌｌｏ %(name)s⟧ for "Hello %(name)s": what is filled in, markup and addresses stay as they are.
"""

import re
from pathlib import Path

import allauth
import django
import polib
import wagtail

from lms.catalogues import FOLDER

CODE = "qps"
_KEPT = re.compile(
    r"(%\(\w+\)[sdif]|%%|%[sdif]|\{[\w.]*(?:![rsa])?(?::[^{}]*)?\}|<[^<>]*>|&#?\w+;|https?://\S+|\\\w)", re.ASCII
)
_WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}


def said(words: str) -> str:
    """The words in the made-up language; whitespace around them stays outside."""
    core = words.strip()
    if not core:
        return words
    spoken = "".join(part if number % 2 else part.translate(_WIDE) for number, part in enumerate(_KEPT.split(core)))
    return words.replace(core, f"⟦{spoken}⟧", 1)


def compile_into(folder: Path) -> None:
    """Catalogues of our words and of the libraries' words, where Django looks for them: folder/qps/LC_MESSAGES."""
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    libraries = [Path(package.__file__).parent for package in (django, allauth, wagtail)]
    for domain in ("django", "djangojs"):
        sources = [FOLDER / "fr" / "LC_MESSAGES" / f"{domain}.po"]
        sources += [found for library in libraries for found in library.rglob(f"locale/en/LC_MESSAGES/{domain}.po")]
        _spoken(sources).save_as_mofile(str(target / f"{domain}.mo"))


def _spoken(sources: list[Path]) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    seen: set[tuple[str | None, str]] = set()
    for source in sources:
        for entry in polib.pofile(str(source)):
            if (entry.msgctxt, entry.msgid) in seen or entry.obsolete:
                continue
            seen.add((entry.msgctxt, entry.msgid))
            made = polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgid_plural=entry.msgid_plural)
            if entry.msgid_plural:
                made.msgstr_plural = {0: said(entry.msgid), 1: said(entry.msgid_plural)}
            else:
                made.msgstr = said(entry.msgid)
            catalogue.append(made)
    return catalogue
