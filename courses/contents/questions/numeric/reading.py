"""Numbers as people type them, read exactly: decimal comma or point, grouped digits, signs, a unit. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

_MINUS = "−‐‑‒–-"  # the plain one last, where a set of characters takes it as it is
_SPACES = r"\s'’"
_TYPED = re.compile(
    rf"(?P<sign>[+{_MINUS}]?)\s*(?P<before>[^0-9.,+{_MINUS}]*)"
    rf"(?P<number>[0-9]+(?:[.,{_SPACES}][0-9]+)*|[.,][0-9]+)(?P<after>.*)",
    re.DOTALL,
)
_WRITTEN = re.compile(rf"(?P<sign>[+{_MINUS}]?)(?P<whole>[0-9]{{1,20}})(?:[.,](?P<parts>[0-9]{{1,20}}))?")
_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}(?:[.,{_SPACES}][0-9]{{3}})+")
_NO_DIGIT = re.compile(r"[^0-9]")


@dataclass(frozen=True)
class Typed:
    """A number as typed: every way to read it, and the words that stand before or after it."""

    values: frozenset[Fraction]
    unit: str


def typed(text: str) -> Typed | None:
    """What a learner typed, or None when it is no number.

    "1,234" may be read in two ways, because some write a comma between thousands and others before decimals.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    sign = -1 if found["sign"] and found["sign"] in _MINUS else 1
    values = frozenset(sign * value for value in _readings(found["number"]))
    unit = " ".join(part for part in (found["before"].strip(), found["after"].strip().rstrip(" .")) if part)
    return Typed(values, unit) if values else None


def written(text: str) -> Fraction | None:
    """A number as an author writes it, read in one way only: digits with at most one decimal comma or point."""
    found = _WRITTEN.fullmatch("".join(text.split()))
    if found is None:
        return None
    value = _decimal(found["whole"], found["parts"] or "")
    return -value if found["sign"] and found["sign"] in _MINUS else value


def _readings(number: str) -> Iterator[Fraction]:
    """Every way to read digits with separators among them."""
    if _GROUPED.fullmatch(number) and len({_alike(one) for one in number if not one.isdigit()}) == 1:
        yield Fraction(int(_NO_DIGIT.sub("", number)))
    whole, mark, parts = _split(number)
    if not mark and whole.isdigit():
        yield Fraction(int(whole))
    elif mark and parts.isdigit() and (whole == "" or whole.isdigit() or _is_grouped(whole, mark)):
        yield _decimal(_NO_DIGIT.sub("", whole), parts)


def _split(number: str) -> tuple[str, str, str]:
    """The whole, the last comma or point, and the decimals after it; spaces between decimals are left out."""
    place = max(number.rfind("."), number.rfind(","))
    if place < 0:
        return number, "", ""
    return number[:place], number[place], re.sub(rf"[{_SPACES}]", "", number[place + 1 :])


def _is_grouped(whole: str, mark: str) -> bool:
    marks = {_alike(one) for one in whole if not one.isdigit()}
    return bool(_GROUPED.fullmatch(whole)) and len(marks) == 1 and mark not in marks


def _alike(separator: str) -> str:
    return separator if separator in ".," else " "


def _decimal(whole: str, parts: str) -> Fraction:
    return Fraction(int(whole + parts or "0"), 10 ** len(parts))
