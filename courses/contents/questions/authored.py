"""What authors set in several types of question: how the point is earned, how typed answers are compared, and why."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import Block, BooleanBlock, ChoiceBlock, TextBlock

from courses.contents.questions.typed import Rules

ALL, PARTS = "all", "parts"


def credit_block(label: Any, default: str = PARTS) -> ChoiceBlock:
    """All or nothing, or a part of the point for each part that is right; `label` says what such a part is."""
    return ChoiceBlock(
        choices=[(ALL, gettext_lazy("All or nothing: only the wholly right answer earns the point")), (PARTS, label)],
        default=default,
        label=gettext_lazy("The point"),
        help_text=gettext_lazy("Learners read the rule below the question."),
    )


def rationale_block() -> TextBlock:
    """Why the right answer is right."""
    return TextBlock(
        rows=3,
        label=gettext_lazy("Rationale"),
        help_text=gettext_lazy("Shown after the attempt: why this is the right answer."),
    )


def rules_blocks() -> list[tuple[str, Block]]:
    """How typed answers are compared."""
    return [
        (
            "case_matters",
            BooleanBlock(
                required=False,
                label=gettext_lazy("Capital letters matter"),
                help_text=gettext_lazy("Otherwise “ABC” and “abc” are the same answer."),
            ),
        ),
        (
            "accents_matter",
            BooleanBlock(
                required=False,
                label=gettext_lazy("Accents matter"),
                help_text=gettext_lazy("Otherwise “bien-être” and “bien-etre” are the same answer."),
            ),
        ),
        (
            "one_typo",
            BooleanBlock(
                required=False,
                label=gettext_lazy("Allow one typing mistake"),
                help_text=gettext_lazy(
                    "One letter too many, missing or wrong, or two in the wrong order, in answers of five letters or more; "
                    "never in a number."
                ),
            ),
        ),
    ]


def rules_in_words(rules: Rules) -> list[str]:
    """The rules that an answer has to keep to, for learners."""
    found = []
    if rules.case_matters:
        found.append(_("Capital letters matter."))
    if rules.accents_matter:
        found.append(_("Accents matter."))
    if rules.one_typo:
        found.append(_("One typing mistake in a longer word is forgiven."))
    return found


def gives_parts(question: Mapping[str, Any]) -> bool:
    """Whether the parts of a question earn parts of its point."""
    return bool(question["credit"] == PARTS)


def share(right: int, whole: int) -> Fraction:
    """So many of the whole; nothing of a question that is not written yet."""
    return Fraction(right, whole) if whole > 0 else Fraction()


def is_empty(text: Any) -> bool:
    """Whether nothing is written there."""
    return not str(text or "").strip()


def said(text: Any) -> str:
    """A text as it is compared with others that stand beside it: whoever reads both sees no difference."""
    return " ".join(str(text or "").split()).casefold()


def said_twice(texts: Sequence[Any]) -> list[str]:
    """The texts that say the same as one before them."""
    said_before: set[str] = set()
    found = []
    for text in texts:
        if said(text) in said_before:
            found.append(str(text))
        said_before.add(said(text))
    return found


def scattered(texts: Sequence[str]) -> list[int]:
    """The numbers of texts in an order that always is the same and tells nothing about them.

    Parts of a question are known by their place in it to the page that shows them: a form never tells what is right.
    """
    return sorted(range(len(texts)), key=lambda number: (sha256(texts[number].encode()).digest(), number))
