"""Names as people type them when they look for somebody: in small letters, without accents."""

import unicodedata

# letters that no accent can be taken off, and the signs that keyboards write in two ways
_SPELLED = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "’": "'", "ʼ": "'", "‑": "-"}
)


def fold(text: str) -> str:
    """The same for “Côté”, “COTE” and “cote”; words stand one space apart."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())
