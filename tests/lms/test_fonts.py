"""The heading typeface is cut small, and only when it has to be."""

import re

import pytest
from fontTools.ttLib import TTFont

from lms import fonts


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    assert fonts.build(folder)
    return folder


def test_the_piece_every_page_preloads_is_small(built):
    assert (built / "fonts" / "cairn-serif.woff2").stat().st_size < 40_000


def test_a_second_build_has_nothing_to_do(built):
    assert not fonts.build(built)


def test_the_stylesheet_names_files_that_are_there(built):
    css = (built / "css" / "fonts.css").read_text()
    names = re.findall(r'url\("\.\./fonts/([^"]+)"\)', css)
    assert len(names) == len(fonts.PIECES)
    assert all((built / "fonts" / name).exists() for name in names)
    assert css.count("font-display: swap") == len(names)


@pytest.mark.parametrize("text", ["Zoë", "Tomasz Wiśniewski", "Nguyễn Thị Hoa", "Κώστας Παππάς", "Олена Шевчук"])
def test_peoples_names_have_their_letters(built, text):
    letters = set()
    for piece in fonts.PIECES:
        letters |= set(TTFont(built / "fonts" / f"{piece.name}.woff2").getBestCmap())
    assert {ord(letter) for letter in text} <= letters
