"""Texts that say nearly the same. Pure."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
ALIKE = 0.6
_COMMON = 60  # questions that share a pair of words; more of them, and the pair tells nothing


def shingles(text: str) -> frozenset[str]:
    """The pairs of words that follow each other in a text, in small letters."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return frozenset(map(" ".join, pairwise(words))) or frozenset(words)


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1, the same: shared pairs of words among all of both.

    Broder, A. Z. (1997). On the resemblance and containment of documents. https://doi.org/10.1109/SEQUEN.1997.666900
    """
    return len(one & other) / len(one | other) if one | other else 0.0


def nearly_same(texts: Mapping[str, str], *, alike: float = ALIKE) -> list[tuple[str, str, float]]:
    """The pairs of keys whose texts resemble each other at least so much, the most alike first."""
    made = {key: shingles(text) for key, text in texts.items()}
    holders: dict[str, list[str]] = {}
    for key, found in made.items():
        for shingle in found:
            holders.setdefault(shingle, []).append(key)
    pairs = {
        (one, other)
        for keys in holders.values()
        if len(keys) <= _COMMON
        for place, one in enumerate(keys)
        for other in keys[place + 1 :]
    }
    return _alike(pairs, lambda one, other: resemblance(made[one], made[other]), alike)


def _alike(
    pairs: set[tuple[str, str]], measure: Callable[[str, str], float], alike: float
) -> list[tuple[str, str, float]]:
    found = [(one, other, share) for one, other in pairs if (share := measure(one, other)) >= alike]
    return sorted(found, key=lambda pair: (-pair[2], pair[:2]))
