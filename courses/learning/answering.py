"""An attempt as its pages show it: every question with its answer, what the page knows of it, and what waits for a choice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe

from courses.contents.sheets import Asked, Sheet, fields_filled, sheet
from courses.learning import attempts, corrections
from courses.learning.correction_words import Told, told
from courses.learning.models import Attempt


@dataclass(frozen=True)
class Other:
    """An answer that another page gave: the question answered so, and when."""

    question: Asked
    given_at: str  # as stored; names the answer when it is chosen
    at: datetime


@dataclass(frozen=True)
class Card:
    """One question of a page. `known` is what the page sends back, so that only what was touched is saved."""

    question: Asked
    known: str
    fields: dict[str, list[str]]  # by name: what the form holds when the question is answered as it is kept
    kept_at: datetime | None
    others: tuple[Other, ...]
    corrections: tuple[Told, ...] = ()  # of a question that was handed in
    is_dropped: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether it fails the attempt."""
        return self.question.is_critical and not (self.question.is_right or self.is_dropped)


@dataclass(frozen=True)
class Page:
    """One page as it is shown once; its name tells its own earlier saves from those of other pages."""

    name: str
    sheet: Sheet
    cards: tuple[Card, ...]

    @property
    def contested(self) -> list[Card]:
        """The questions answered differently on several pages."""
        return [card for card in self.cards if card.others]

    def first_contested(self, among: Collection[str]) -> int | None:
        """The number of the first of these questions that waits for a choice."""
        return next((card.question.number for card in self.contested if card.question.hash in among), None)

    def number_of(self, hash_: str) -> int | None:
        """The number under which a question is shown."""
        return next((card.question.number for card in self.cards if card.question.hash == hash_), None)


def page_of(attempt: Attempt) -> Page:
    """The page of an attempt as it is saved now; handed in, with what counts of its questions today. Two queries."""
    asked = attempts.shown_questions(attempt)
    kept = attempts.kept(attempt)
    book = corrections.book(asked) if attempt.submitted_at else corrections.Book(asked, ())
    counting, earned = book.counting(), attempt.result.earned if attempt.submitted_at else None
    shown = sheet(attempt.shown, asked, attempt.answers, attempt.flagged, counting, earned)
    cards = []
    for one in shown.asked:
        others = tuple(
            Other(
                sheet(attempt.shown, asked, {one.hash: other["answer"]}, ()).asked[one.number - 1],
                other["at"],
                datetime.fromisoformat(other["at"]),
            )
            for other in kept.others(one.hash)
        )
        saved_at = kept.saves.get(one.hash, {}).get("at")
        cards.append(
            Card(
                one,
                kept.known(one.hash).to_json(),
                fields_filled(one.hash, asked[one.hash], attempt.answers.get(one.hash, ())),
                datetime.fromisoformat(saved_at) if saved_at else None,
                others,
                tuple(map(told, book.by_question.get(one.hash, ()))),
                one.hash in counting and counting[one.hash].is_dropped,
            )
        )
    return Page(token_urlsafe(12), shown, tuple(cards))
