"""Codes of certificates: 80 random bits in Crockford's base 32 with a check symbol, shown as 5G1X-15JM-38TB-47RB-H.

The check symbol is the value modulo 37 (Crockford, "Base 32"). Codes whose check symbol would be one of the five signs
outside the alphabet are not issued, so that every code can be read aloud.
"""

import re
import secrets
from dataclasses import dataclass
from enum import Enum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = ALPHABET + "*~$=U"
_LENGTH = 16
_NOISE = re.compile(r"[\s\-–—_.]+")
_LOOKALIKES = str.maketrans("OIL", "011")


def new() -> str:
    """A fresh code of 17 characters, without hyphens."""
    while True:
        number = secrets.randbits(80)
        body = "".join(ALPHABET[number >> shift & 31] for shift in range(75, -5, -5))
        check = _CHECKS[number % 37]
        if check in ALPHABET:
            return body + check


class Slip(Enum):
    """Why what was typed cannot be a code. It follows from the signs alone, so saying it tells nothing of any certificate."""

    LENGTH = "length"
    SIGN = "sign"
    CHECK = "check"


@dataclass(frozen=True)
class Misread:
    """What went wrong, how many signs were typed, and the first one that no code has."""

    slip: Slip
    length: int
    sign: str = ""


def read(text: str) -> str | None:
    """The code meant by what somebody typed, or None when it cannot be one.

    Case, hyphens and spaces do not matter; O is read as 0, I and L as 1. The check symbol catches a wrong or swapped sign.
    """
    return None if misread(text) else _signs(text)


def misread(text: str) -> Misread | None:
    """Why this cannot be a code; None when it can."""
    code = _signs(text)
    strange = next((sign for sign in code if sign not in ALPHABET), "")
    if strange:
        return Misread(Slip.SIGN, len(code), strange)
    if len(code) != _LENGTH + 1:
        return Misread(Slip.LENGTH, len(code))
    number = 0
    for sign in code[:_LENGTH]:
        number = number * 32 + ALPHABET.index(sign)
    return None if _CHECKS[number % 37] == code[-1] else Misread(Slip.CHECK, len(code))


def _signs(text: str) -> str:
    return _NOISE.sub("", text).upper().translate(_LOOKALIKES)


def shown(code: str) -> str:
    """The code in groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
