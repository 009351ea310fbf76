"""Items at the left, and for each of them its match among those at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import ListBlock, StructBlock, TextBlock

from courses.contents.noting import Notes
from courses.contents.problems import Problem
from courses.contents.questions import authored
from courses.contents.questions.base import Answer, Data, Fields, QuestionType
from courses.contents.questions.forms import Form
from courses.contents.questions.sent import filled, none_if_empty, number_below, values_of

MOST_PAIRS, MOST_EXTRAS = 10, 6
_OPEN = "—"


@dataclass(frozen=True)
class Match:
    """One of the texts at the right; `number` tells nothing of what it matches."""

    number: int
    text: str
    picked: bool = False


@dataclass(frozen=True)
class Item:
    """One item at the left, with what was chosen for it, and what is right."""

    number: int
    text: str
    offered: tuple[Match, ...]  # in the order shown
    chosen: str  # empty: nothing
    right: str
    is_right: bool


@dataclass(frozen=True)
class Shown:
    items: tuple[Item, ...]
    offered: tuple[Match, ...]  # in the order shown
    rationale: str


class PairBlock(StructBlock):
    left = TextBlock(rows=1, label=gettext_lazy("Item"))
    right = TextBlock(rows=1, label=gettext_lazy("Its match"))

    class Meta:
        icon = "link"
        label = gettext_lazy("Pair")


class MatchingBlock(StructBlock):
    pairs = ListBlock(
        PairBlock(),
        min_num=2,
        max_num=MOST_PAIRS,
        label=gettext_lazy("Pairs"),
        help_text=gettext_lazy(
            "Items are shown in this order, their matches are shuffled. Several items may have the same match."
        ),
    )
    extras = ListBlock(
        TextBlock(rows=1),
        default=[],
        max_num=MOST_EXTRAS,
        required=False,
        label=gettext_lazy("Matches of nothing"),
        help_text=gettext_lazy(
            "Offered among the others, so that the last pair does not follow from the rest. May stay empty."
        ),
    )
    credit = authored.credit_block(gettext_lazy("A part of the point for each item that is matched correctly"))
    rationale = authored.rationale_block()

    class Meta:
        icon = "link"


class Matching(QuestionType):
    """An answer has, for each item, the number of the match chosen for it, or None."""

    order = 40
    form = Form.PAIRS
    label = gettext_lazy("Matching")

    def editor(self) -> StructBlock:
        return MatchingBlock(label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {
            "pairs": [{"left": pair["left"], "right": pair["right"]} for pair in value["pairs"]],
            "extras": [str(text) for text in value["extras"]],
            "credit": value["credit"],
            "rationale": value["rationale"],
        }

    def texts(self, question: Data) -> list[str]:
        pairs = [f"{pair['left']} → {pair['right']}" for pair in question["pairs"]]
        extras = [_("Matches nothing: %(text)s") % {"text": text} for text in question["extras"]]
        rule = [_rule(question)]
        return [*pairs, *extras, *rule, question["rationale"]]

    def problems(self, value: Any) -> list[Problem]:
        lefts = [pair["left"] for pair in value["pairs"]]
        rights = [pair["right"] for pair in value["pairs"]]
        extras = list(value["extras"])
        found = []
        if any(map(authored.is_empty, [*lefts, *rights, *extras])):
            found.append(_("Fill in both sides of every pair, and take out what is empty."))
        if len(lefts) < 2:
            found.append(_("Matching takes two pairs or more."))
        found += [_("“%(text)s” stands at the left twice.") % {"text": text} for text in authored.said_twice(lefts)]
        matched = {authored.said(text) for text in rights}
        found += [
            _("“%(text)s” matches an item already.") % {"text": text}
            for text in extras
            if authored.said(text) in matched
        ]
        found += [_("“%(text)s” is offered twice.") % {"text": text} for text in authored.said_twice(extras)]
        if len(matched | {authored.said(text) for text in extras}) < 2:
            found.append(_("There is only one match to choose. Add another."))
        return [Problem(message) for message in found]

    def arrange(self, question: Data, chance: Random) -> list[int]:
        order = list(range(len(_offered(question))))
        chance.shuffle(order)
        return order

    def clean(self, question: Data, raw: Sequence[Any]) -> list[int | None]:
        limit = len(_offered(question))
        return none_if_empty([number_below(limit, value) for value in values_of(len(question["pairs"]), raw)])

    def grade(self, question: Data, answer: Answer) -> Fraction:
        right = self.right_answer(question)
        if not self.gives_parts(question):
            return Fraction(right != [] and list(answer) == right)
        matched = sum(one == other for one, other in zip(answer, right, strict=False))
        return authored.share(matched, len(right))

    def gives_parts(self, question: Data) -> bool:
        return authored.gives_parts(question)

    def right_answer(self, question: Data) -> list[int]:
        offered = [authored.said(text) for text in _offered(question)]
        return [offered.index(authored.said(pair["right"])) for pair in question["pairs"]]

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        """What matches nothing any more is still offered."""
        offered, given = _offered(question), values_of(len(question["pairs"]), answer)
        rights = [offered[number] if number is not None else "" for number in given]
        pairs = [{**pair, "right": right} for pair, right in zip(question["pairs"], rights, strict=True)]
        return {**question, "pairs": pairs, "extras": [text for text in offered if text not in rights]}

    def fields(self, question: Data, answer: Answer) -> Fields:
        return filled(answer)

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        return [f"{item.text} → {item.chosen or _OPEN}" for item in self.shown(question, None, answer).items]

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> Shown:
        texts, right = _offered(question), self.right_answer(question)
        places = range(len(texts)) if order is None else order
        items = []
        for number, chosen in enumerate(values_of(len(right), answer)):
            offered = tuple(Match(place, texts[place], place == chosen) for place in places)
            pair = question["pairs"][number]
            words = "" if chosen is None else texts[chosen]
            items.append(Item(number, pair["left"], offered, words, pair["right"], chosen == right[number]))
        return Shown(tuple(items), tuple(Match(place, texts[place]) for place in places), question["rationale"])


def _offered(question: Data) -> list[str]:
    """The different texts at the right, in an order that does not tell what they match."""
    texts = [*(pair["right"] for pair in question["pairs"]), *question["extras"]]
    different = list({authored.said(text): text for text in reversed(texts)}.values())
    return [different[number] for number in authored.scattered(different)]


def _rule(question: Data) -> str:
    if authored.gives_parts(question):
        return _("Each item that is matched correctly earns a part of the point.")
    return _("The point is earned when every item is matched correctly.")


KIND = Matching()
