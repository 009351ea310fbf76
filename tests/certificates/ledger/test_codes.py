"""Codes can be read aloud, mistyped and still be told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.ledger import codes

CODES = st.builds(lambda _: codes.new(), st.none())


def test_a_code_has_80_random_bits_and_a_check_sign_of_the_alphabet():
    made = {codes.new() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code) == 17 and set(code) <= set(codes.ALPHABET) for code in made)


def test_the_published_example_reads():
    assert codes.read("5G1X-15JM-38TB-47RB-H") == "5G1X15JM38TB47RBH"


@given(CODES)
def test_whatever_is_shown_is_read_back(code):
    assert codes.read(codes.shown(code)) == code
    assert codes.read(f"  {codes.shown(code).lower().replace('-', ' ')} ") == code


@given(CODES)
def test_lookalikes_are_read_as_the_digit_meant(code):
    typed = code.replace("0", "O").replace("1", "l")
    assert codes.read(typed) == code


@given(CODES, st.integers(0, 16), st.sampled_from(codes.ALPHABET))
def test_one_wrong_sign_is_always_noticed(code, place, sign):
    wrong = code[:place] + sign + code[place + 1 :]
    assert (codes.read(wrong) == code) == (wrong == code)


@given(CODES, st.integers(0, 15))
def test_two_swapped_neighbours_are_always_noticed(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (codes.read(swapped) is not None) == (swapped == code)


@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_be_answered(text):
    found = codes.read(text)
    assert found is None or len(found) == 17


@pytest.mark.parametrize(
    ("typed", "slip"),
    [
        ("", codes.Slip.LENGTH),
        ("5G1X-15JM-38TB-47RB", codes.Slip.LENGTH),
        ("5G1X-15JM-38TB-47RB-HH", codes.Slip.LENGTH),
        ("5G1X-15JM-38TB-47RB-U", codes.Slip.SIGN),
        ("5G1X!15JM-38TB-47RB-H", codes.Slip.SIGN),
        ("5G1X-15JM-38TB-47RB-J", codes.Slip.CHECK),
        ("G51X-15JM-38TB-47RB-H", codes.Slip.CHECK),
    ],
)
def test_what_cannot_be_a_code_says_why(typed, slip):
    assert codes.read(typed) is None
    assert codes.misread(typed).slip is slip


def test_what_can_be_a_code_was_not_misread():
    assert codes.misread("5g1x 15jm 38tb 47rb h") is None
