"""The identity of content is a public standard: others can compute it and find the same."""

import json
import math
import struct

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from courses.contents import hashing

SAFE = 2**53 - 1
values = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
objects = st.dictionaries(st.text(max_size=5), values, max_size=4)

# RFC 8785, appendix B: the bits of a number and how it is written.
NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "written"), NUMBERS)
def test_numbers_are_written_as_the_standard_says(bits, written):
    [number] = struct.unpack(">d", bytes.fromhex(bits))
    assert hashing.canonical(number).decode() == written


def test_the_example_of_the_standard_gives_its_bytes():
    """RFC 8785, sections 3.2.2 to 3.2.4."""
    example = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    expected = (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b3333333333333333332e333333"
        "333333332c31652b33302c342e352c302e3030322c31652d32375d2c22737472696e67223a22e282ac245c75303030665c6e41274"
        "25c225c5c5c5c5c222f227d"
    )
    assert hashing.canonical(example).hex() == expected


def test_names_are_sorted_by_their_utf_16_units():
    """RFC 8785, section 3.2.3."""
    example = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert [json.loads(hashing.canonical(example))[name] for name in json.loads(hashing.canonical(example))] == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize("value", [SAFE + 1, -SAFE - 1, math.nan, math.inf, "\ud800", {1: "a"}])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(rfc8785.CanonicalizationError):
        hashing.canonical(value)


@given(objects)
def test_the_order_of_keys_takes_no_part_in_the_hash(data):
    assert hashing.content_hash("lesson", "k", data) == hashing.content_hash("lesson", "k", _reordered(data))


def _reordered(value):
    if isinstance(value, dict):
        return {key: _reordered(value[key]) for key in reversed(list(value))}
    return [_reordered(one) for one in value] if isinstance(value, list) else value


@given(objects)
def test_canonical_json_reads_back_as_the_same_value(data):
    assert json.loads(hashing.canonical(data)) == data


@given(objects, objects)
def test_different_words_have_different_hashes(one, other):
    same = hashing.canonical(one) == hashing.canonical(other)
    assert (hashing.content_hash("lesson", "k", one) == hashing.content_hash("lesson", "k", other)) == same


def test_kind_and_key_are_part_of_the_hash():
    hashes = {hashing.content_hash(kind, key, {}) for kind in ("lesson", "quiz") for key in ("a", "b")}
    assert len(hashes) == 4
    assert all(len(hash_) == 64 for hash_ in hashes)


def test_a_hash_stays_what_it_was():
    """Certificates name releases by these hashes, so no version of the code may compute another one."""
    data = {"title": "Être à l’écoute", "minutes": 12, "body": [{"type": "text", "html": "<p>😀 “Go on.”</p>"}]}
    assert hashing.content_hash("lesson", "6b0c9c0e", data) == (
        "36cc217f956de0660c7159efced25ec6ce74186d650ccf84b319d6cb7a613831"
    )
