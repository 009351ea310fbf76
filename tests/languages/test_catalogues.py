"""What translators work on is what the sources say, and the French of everything learners and strangers read is whole."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from lms.catalogues import FOLDER, compile_all

ROOT = FOLDER.parent
ROOMS = ["lms", "accounts", "notices", "evidence", "courses", "certificates", "desk", "home", "operations"]
FRENCH = sorted((FOLDER / "fr" / "LC_MESSAGES").glob("*.po"))
# Read by trainers, coordinators and administrators at their desks; their French may follow.
DESKS = re.compile(
    r"(^|/)cms\w*\.py$|/_?cms_\w+\.html$|^evidence/(cms|forms|models)\.py$|wagtail_hooks\.py$|styleguide|^operations/"
)

_NOT_CANADIAN = re.compile(
    r"(?<!\N{NO-BREAK SPACE}):(?=\s|$|<)| :|« | »|«(?!\N{NO-BREAK SPACE})|[ \N{NO-BREAK SPACE}][;?!]|\w'"
)


def entries(path: Path) -> dict[tuple, polib.POEntry]:
    return {(one.msgctxt, one.msgid, one.msgid_plural): one for one in polib.pofile(str(path))}


@pytest.mark.skipif(
    not shutil.which("xgettext"), reason="GNU gettext is not installed (scripts/system-packages messages)"
)
def test_the_catalogues_hold_exactly_the_words_that_the_sources_mark(tmp_path):
    """`make messages` changes nothing: nobody marked a word, or took one away, without telling the translators."""
    for room in [*ROOMS, "locale"]:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("*.pyc", "*.mo", "__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    environment = {
        **os.environ,
        "DEBUG": "true",
        "VAR_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "lms.settings",
    }
    environment.pop("BUILT_DIR", None)
    command = [sys.executable, "manage.py", "collect_words"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    for path in FRENCH:
        assert (tmp_path / path.relative_to(ROOT)).read_text() == path.read_text(), f"run make messages: {path.name}"


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_everything_that_learners_and_strangers_read_has_its_french(path):
    missing = [
        one.msgid
        for one in entries(path).values()
        if (one.fuzzy or not one.translated()) and not all(DESKS.search(file) for file, _ in one.occurrences)
    ]
    assert missing == []


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_french_is_written_as_in_canada(path):
    """A space that does not break before a colon and inside guillemets; none before ; ? or an exclamation mark."""
    wrong = []
    for one in entries(path).values():
        for text in [one.msgstr, *one.msgstr_plural.values()]:
            if re.search(
                r"(?<![0-9a-z/\N{NO-BREAK SPACE}]):(?!//)(?=\s|$|<)|[a-zéè] :|« | »|[ \N{NO-BREAK SPACE}][;?!]|[’\w]'",
                text,
            ):
                wrong.append(text)
    assert wrong == []


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_a_translation_fills_in_and_marks_up_what_the_original_does(path):
    """A name left out would say nothing; one that does not exist would fail when the page is shown."""
    pattern = re.compile(r"%\(\w+\)[sd]|%s|%d|</?[a-z][^>]*>")
    for one in entries(path).values():
        for number, text in one.msgstr_plural.items() or [(0, one.msgstr)]:
            original = one.msgid_plural or one.msgid
            if text and not (number == 0 and one.msgid_plural):
                assert sorted(pattern.findall(text)) == sorted(pattern.findall(original)), one.msgid


def test_compiling_writes_what_changed_and_leaves_out_what_is_doubtful(tmp_path):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "stone"\nmsgstr "pierre"\n\n#, fuzzy\nmsgid "path"\nmsgstr "pierre"\n'
    )
    assert compile_all(tmp_path) == [folder / "django.mo"]
    assert [(one.msgid, one.msgstr) for one in polib.mofile(str(folder / "django.mo"))] == [("stone", "pierre")]
    assert compile_all(tmp_path) == []
    os.utime(source, ns=(2**62, 2**62))
    assert compile_all(tmp_path) == [folder / "django.mo"]
