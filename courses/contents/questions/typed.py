"""Whether a typed answer is one that was foreseen. Pure: capital letters, accents, quotation marks, typing mistakes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from unicodedata import category, combining, normalize

ENOUGH_LETTERS = 5  # a typing mistake in a shorter word may be another word

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
    }
)
_LETTERS_IN_ONE = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True)
class Rules:
    """What counts when a typed answer is compared."""

    case_matters: bool = False
    accents_matter: bool = False
    one_typo: bool = False

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Rules":
        """The rules that a question carries."""
        return cls(*(bool(value.get(name)) for name in ("case_matters", "accents_matter", "one_typo")))

    def frozen(self) -> dict[str, bool]:
        return asdict(self)


def plain(text: str, rules: Rules) -> str:
    """A text as it is compared: two that count as the same come out the same. Empty when nothing is left."""
    text = "".join(one for one in text if one.isspace() or category(one)[0] != "C").translate(_ALIKE)
    text = normalize("NFKC", text)
    if not rules.case_matters:
        text = normalize("NFKC", text.casefold())
    if not rules.accents_matter:
        bare = "".join(one for one in normalize("NFKD", text) if not combining(one))
        text = normalize("NFKC", bare.translate(_LETTERS_IN_ONE))
    text = " ".join(text.translate(_ALIKE).split())
    return text.rstrip(" .") or text


def matches(given: str, accepted: Sequence[str], rules: Rules) -> list[int]:
    """The numbers of the foreseen answers that a typed one is; when it is none of them, of those it nearly is."""
    typed = plain(given, rules)
    if not typed:
        return []
    foreseen = [plain(text, rules) for text in accepted]
    same = [number for number, text in enumerate(foreseen) if text == typed]
    if same or not rules.one_typo:
        return same
    return [number for number, text in enumerate(foreseen) if is_mistyped(typed, text)]


def is_mistyped(typed: str, meant: str) -> bool:
    """Whether one typing mistake explains the difference: a letter too many, missing, wrong, or two in the wrong order.

    Not in short words, and never in a number: those would mean something else.
    """
    if sum(one.isalpha() for one in meant) < ENOUGH_LETTERS or _NO_DIGIT.sub("", typed) != _NO_DIGIT.sub("", meant):
        return False
    return typed != meant and _is_one_step(typed, meant)


def _is_one_step(a: str, b: str) -> bool:
    """Whether two different texts are at a Damerau-Levenshtein distance of one."""
    if abs(len(a) - len(b)) > 1:
        return False
    place = next((n for n, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))
    a, b = a[place:], b[place:]
    is_swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or is_swapped


def twice(texts: Sequence[str], rules: Rules) -> list[str]:
    """The texts that say the same as one before them."""
    seen: set[str] = set()
    found = []
    for text in texts:
        same = plain(text, rules)
        if same in seen:
            found.append(text)
        seen.add(same)
    return found
