"""What in the words of a question tells the answer to somebody who has not learned it, or keeps it from somebody who has. Pure.

After the guidelines that agree across textbooks: Haladyna, T. M., Downing, S. M. & Rodriguez, M. C. (2002). A review of
multiple-choice item-writing guidelines for classroom assessment. Applied Measurement in Education, 15(3), 309–333.
https://doi.org/10.1207/S15324818AME1503_5
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Data = Mapping[str, Any]

LONGER = 1.4  # as long as the next, and by so many signs, before the longest option stands out
STANDS_OUT = 20
HARD, ENOUGH_WORDS = 50, 15  # LIX; of fewer words it says nothing
_LONG_WORD = 6  # signs; longer ones count as long in LIX
_TELLING = 5  # signs of a word that tells something

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…:;]+(?=\s|$)|(?<=[^.!?…:;\s])\n|(?<=[^.!?…:;\s])$")
# English and French; no word of one of them is another word of the other.
_ABSOLUTE = {"always", "never", "nobody", "everybody", "everyone", "nothing", "everything", "impossible"}
_ABSOLUTE |= {"toujours", "jamais", "uniquement", "personne", "rien"}
_TOGETHER = re.compile(
    r"\b(all|none|both|neither) (of )?(the |these )?(above|previous|other answers)\b"
    r"|\b(toutes?|tous|aucune?|les deux)\b.*(ci-dessus|\bprécédente?s?\b|\bautres réponses\b)",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(not|except|least|incorrect|(?:is|does|do|should|are)n['’]t"
    r"|sauf|excepté|le moins|incorrecte?|n['’]est pas|ne (?:doit|faut|convient) pas)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remark:
    """One thing to look at: its kind, which lists count by, and a whole sentence."""

    kind: str
    message: str


def kinds() -> dict[str, str]:
    """What the checker looks for, in the order in which it says it."""
    return {
        "longest": _("The right answer is the longest"),
        "absolute": _("“Always” and “never” in wrong answers only"),
        "together": _("“All of the above”"),
        "echo": _("A word of the question in the right answer only"),
        "negative": _("A question that asks for what is not so"),
        "hard": _("Hard to read"),
    }


def remarks(question: Data) -> list[Remark]:
    """What to look at in the words of a question, frozen or about to be. Knows the telling words of English and French."""
    options = [(option["text"] or "", bool(option["correct"])) for option in question.get("options") or []]
    right, wrong = ([text for text, correct in options if correct is wanted] for wanted in (True, False))
    found = list(_of_options(question["stem"], right, wrong)) if right and wrong else []
    found += _of_words(question["stem"], [text for text, _correct in options])
    order = list(kinds())
    return sorted(found, key=lambda remark: order.index(remark.kind))


def _of_options(stem: str, right: Sequence[str], wrong: Sequence[str]) -> Iterator[Remark]:
    if len(right) == 1 and _is_longest(right[0], wrong):
        says = _(
            "The right answer is much longer than the others, so it is guessed. Shorten it, or say more in another."
        )
        yield Remark("longest", says)
    absolute = _words(" ".join(wrong)) & _ABSOLUTE
    if absolute and not _words(" ".join(right)) & _ABSOLUTE:
        says = _("Only wrong answers say %(words)s, and people have learned to leave such answers out.")
        yield Remark("absolute", says % {"words": _quoted(absolute)})
    if any(_TOGETHER.search(text) for text in (*right, *wrong)):
        says = _(
            "An answer speaks of the others, like “all of the above”. Options are shuffled, and knowing two settles it."
        )
        yield Remark("together", says)
    if len(right) == 1 and (echo := _echoes(stem, right[0], wrong)):
        says = _("Of the answers only the right one repeats words of the question: %(words)s.")
        yield Remark("echo", says % {"words": _quoted(echo)})


def _quoted(words: Collection[str]) -> str:
    return ", ".join(f"“{word}”" for word in sorted(words))


def _is_longest(right: str, wrong: Sequence[str]) -> bool:
    next_longest = max(len(text) for text in wrong)
    return len(right) >= LONGER * next_longest and len(right) >= next_longest + STANDS_OUT


def _echoes(stem: str, right: str, wrong: Sequence[str]) -> set[str]:
    """Telling words that stand in the question and in the right answer, and in no other."""
    told = {word for word in _words(stem) & _words(right) if len(word) >= _TELLING}
    return told - _words(" ".join(wrong))


def _of_words(stem: str, options: Sequence[str]) -> Iterator[Remark]:
    asked = re.split(r"(?<=[.!])\s+", stem.strip())[-1]
    if asked.endswith("?") and (found := _NEGATIVE.search(asked)):
        says = _("It asks for what is not so (“%(word)s”), which is easily read over. Ask for what is so.")
        yield Remark("negative", says % {"word": found[0]})
    value = lix("\n".join((stem, *options)))
    if value is not None and value > HARD:
        says = _(
            "Long sentences or long words make it hard to read (LIX %(value)d; most people read below 40 with ease)."
        )
        yield Remark("hard", says % {"value": value})


def lix(text: str) -> int | None:
    """How hard a text is to read, rounded: words in a sentence and per cent of words of more than six letters, added.

    Björnsson, C. H. (1968). Läsbarhet. Below 30 children's books, 40 newspapers, 50 reports, 60 laws. Works in English
    and in French, since it counts no syllables. None for a text of too few words.
    """
    words = _WORD.findall(text)
    if len(words) < ENOUGH_WORDS:
        return None
    sentences = max(len(_SENTENCE_END.findall(text.strip())), 1)
    long = sum(len(word) > _LONG_WORD for word in words)
    return round(len(words) / sentences + 100 * long / len(words))


def _words(text: str) -> set[str]:
    return {word.casefold().replace("’", "'") for word in _WORD.findall(text)}
