"""Items to be put in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
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

MOST_ITEMS = 12


@dataclass(frozen=True)
class Item:
    """One item; `number` tells nothing of its place. Places count from one; None: it has none yet."""

    number: int
    text: str
    place: int | None
    right: int

    @property
    def is_right(self) -> bool:
        return self.place == self.right


@dataclass(frozen=True)
class Shown:
    items: tuple[Item, ...]  # in the order shown, or as they were put in order
    places: tuple[int, ...]
    followed: int  # how many items stand right after the one that comes before them
    has_twice: bool  # whether two items were given the same place
    rationale: str

    @property
    def in_order(self) -> list[Item]:
        """The items as is right."""
        return sorted(self.items, key=lambda item: item.right)

    @property
    def pairs(self) -> int:
        return len(self.items) - 1


class OrderingBlock(StructBlock):
    items = ListBlock(
        TextBlock(rows=1),
        min_num=2,
        max_num=MOST_ITEMS,
        label=gettext_lazy("Items, in the right order"),
        help_text=gettext_lazy("Learners get them shuffled. Write what has only one right order."),
    )
    credit = authored.credit_block(
        gettext_lazy("A part of the point for each item that directly follows the one before it")
    )
    rationale = authored.rationale_block()

    class Meta:
        icon = "list-ol"


class Ordering(QuestionType):
    """An answer has, for each item in a scattered order (a form never tells the right one), its place or None."""

    order = 50
    form = Form.ORDER
    label = gettext_lazy("Putting in order")

    def editor(self) -> StructBlock:
        return OrderingBlock(label=self.label)

    def freeze(self, value: Any, notes: Notes) -> dict[str, Any]:
        return {
            "items": [str(text) for text in value["items"]],
            "credit": value["credit"],
            "rationale": value["rationale"],
        }

    def texts(self, question: Data) -> list[str]:
        items = [f"{place}. {text}" for place, text in enumerate(question["items"], start=1)]
        return [*items, _rule(question), question["rationale"]]

    def problems(self, value: Any) -> list[Problem]:
        items = list(value["items"])
        found = []
        if any(map(authored.is_empty, items)):
            found.append(_("Take out the items that are empty."))
        if len(items) < 2:
            found.append(_("There is an order of two items or more only."))
        found += [_("“%(text)s” stands there twice.") % {"text": text} for text in authored.said_twice(items)]
        return [Problem(message) for message in found]

    def arrange(self, question: Data, chance: Random) -> list[int]:
        order = list(range(len(question["items"])))
        chance.shuffle(order)
        scattered = authored.scattered(question["items"])
        if len(order) > 1 and [scattered[number] for number in order] == sorted(order):
            order[0], order[1] = order[1], order[0]  # never as is right
        return order

    def clean(self, question: Data, raw: Sequence[Any]) -> list[int | None]:
        count = len(question["items"])
        return none_if_empty([number_below(count + 1, value) or None for value in values_of(count, raw)])

    def grade(self, question: Data, answer: Answer) -> Fraction:
        places = _places(question, answer)
        if not self.gives_parts(question):
            return Fraction(places != [] and places == list(range(1, len(places) + 1)))
        return authored.share(_followed(places), len(places) - 1)

    def gives_parts(self, question: Data) -> bool:
        return authored.gives_parts(question)

    def right_answer(self, question: Data) -> list[int]:
        return [place + 1 for place in authored.scattered(question["items"])]

    def rekeyed(self, question: Data, answer: Answer) -> Data:
        items = self._items(question, answer)
        items.sort(key=lambda item: (item.place is None, item.place or 0))
        return {**question, "items": [item.text for item in items]}

    def fields(self, question: Data, answer: Answer) -> Fields:
        return filled(answer)

    def in_words(self, question: Data, answer: Answer) -> list[str]:
        given = sorted(self._items(question, answer), key=lambda item: (item.place is None, item.place))
        return [f"{item.place or '—'}. {item.text}" for item in given]

    def shown(self, question: Data, order: Sequence[int] | None, answer: Answer) -> Shown:
        items = self._items(question, answer)
        if all(item.place for item in items) and len({item.place for item in items}) == len(items):
            items.sort(key=lambda item: item.place or 0)  # goes on where it was left
        elif order is None:
            items.sort(key=lambda item: item.right)
        else:
            items = [items[number] for number in order]
        places = _places(question, answer)
        given = [place for place in places if place is not None]
        return Shown(
            tuple(items),
            tuple(range(1, len(items) + 1)),
            _followed(places),
            len(set(given)) < len(given),
            question["rationale"],
        )

    def _items(self, question: Data, answer: Answer) -> list[Item]:
        """The items in their scattered order."""
        texts = question["items"]
        scattered = authored.scattered(texts)
        given = values_of(len(texts), answer)
        return [Item(number, texts[place], given[number], place + 1) for number, place in enumerate(scattered)]


def _places(question: Mapping[str, Any], answer: Answer) -> list[int | None]:
    """The place given to each item, in their right order."""
    scattered = authored.scattered(question["items"])
    given = dict(zip(scattered, values_of(len(scattered), answer), strict=True))
    return [given[number] for number in range(len(scattered))]


def _followed(places: Sequence[int | None]) -> int:
    """How many items were put directly after the one that comes before them."""
    return sum(one is not None and following == one + 1 for one, following in pairwise(places))


def _rule(question: Data) -> str:
    if authored.gives_parts(question):
        return _("Each item that directly follows the one before it earns a part of the point.")
    return _("The point is earned when the whole order is right.")


KIND = Ordering()
