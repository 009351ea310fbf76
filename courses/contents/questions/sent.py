"""What a form sent for a question, read safely: whatever it is, a short number, a typed text, or nothing comes of it."""

import re
from typing import Any
from unicodedata import category

LONGEST = 200  # characters of a typed answer
_LOOKED_AT = 4 * LONGEST  # of what was sent: more is no answer
_HELD_TOGETHER = re.compile(
    r"[\u200d\ufe0e\ufe0f]"
)  # joins what stands before and after it, or belongs to what is before


def only(value: Any) -> Any:
    """The value of a field that holds one: a form sends a list for each of several fields, an answer keeps the value."""
    if isinstance(value, list | tuple):
        return value[0] if value else None
    return value


def short_number(value: Any) -> int | None:
    """The number of a part of a question; anything that is not a short plain number is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < 1000 else None
    if not isinstance(value, str) or not value.isascii() or not value.isdecimal() or len(value) > 3:
        return None
    return int(value)


def number_below(limit: int, value: Any) -> int | None:
    """The same, of so many parts."""
    number = short_number(value)
    return number if number is not None and number < limit else None


def typed_text(value: Any) -> str:
    """A typed answer without what no database holds, white space made single, and not too long."""
    if not isinstance(value, str):
        return ""
    kept = "".join(one for one in value[:_LOOKED_AT] if one.isspace() or category(one) not in ("Cc", "Cs"))
    return cut(" ".join(kept.split()))


def cut(text: str) -> str:
    """The beginning of a text that is too long, ending between two characters as people see them."""
    if len(text) <= LONGEST:
        return text
    end = LONGEST
    while end and (category(text[end]).startswith("M") or _HELD_TOGETHER.match(text[end]) or text[end - 1] == "\u200d"):
        end -= 1
    return text[: end or LONGEST].rstrip()


def filled(answer: Any) -> dict[str, list[str]]:
    """How the fields of a question with several of them are filled, one for each value of its answer."""
    return {f"-{number}": ["" if value is None else str(value)] for number, value in enumerate(answer)}


def none_if_empty(values: list[Any]) -> list[Any]:
    """An answer in which nothing is given is none."""
    return values if any(value is not None for value in values) else []


def values_of(count: int, raw: Any) -> list[Any]:
    """The one value of each of so many fields, None where nothing was sent."""
    given = [only(value) for value in list(raw)[:count]]
    return given + [None] * (count - len(given))
