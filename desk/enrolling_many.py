"""Enrolling many people at once, each as far as the rules allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from accounts.models import User
from certificates.ledger import renewing
from courses.authoring.models import CurriculumPage
from lms import phrases
from lms.refusals import Refusal

MOST = 200  # people with one button
_NAMED = 5  # people named for one reason; the others are counted
_REASONS = 4  # reasons given; the others are counted


@dataclass(frozen=True)
class Result:
    """Who was enrolled, and who was not for each reason."""

    curriculum: CurriculumPage
    enrolled: tuple[User, ...]
    refused: dict[str, list[User]]

    def sentences(self) -> list[str]:
        """The whole of it, for the coordinator: few sentences, however many people there were."""
        found = []
        if self.enrolled:
            words = ngettext(
                "%(count)d person is enrolled in %(curriculum)s.",
                "%(count)d people are enrolled in %(curriculum)s.",
                len(self.enrolled),
            )
            found.append(words % {"count": len(self.enrolled), "curriculum": self.curriculum.title})
        by_number = sorted(self.refused.items(), key=lambda pair: -len(pair[1]))
        for reason, people in by_number[:_REASONS]:
            words = ngettext(
                "%(count)d person was not: %(names)s.", "%(count)d people were not: %(names)s.", len(people)
            )
            found.append(f"{words % {'count': len(people), 'names': _names(people)}} {reason}")
        if rest := sum(len(people) for _reason, people in by_number[_REASONS:]):
            words = ngettext(
                "%(count)d more was not, for another reason: trying from their own page says which.",
                "%(count)d more were not, for other reasons: trying from their own pages says which.",
                rest,
            )
            found.append(words % {"count": rest})
        return found


def enrol_many(people: Iterable[User], curriculum: CurriculumPage, *, by: User, at: datetime) -> Result:
    """Enrol each of some people, whom the coordinator answers for, in a transaction of their own."""
    enrolled: list[User] = []
    refused: dict[str, list[User]] = {}
    for someone in people:
        try:
            renewing.enrol_for(someone, curriculum, by=by, at=at)
            enrolled.append(someone)
        except Refusal as refusal:
            refused.setdefault(" ".join(refusal.reasons), []).append(someone)
    return Result(curriculum, tuple(enrolled), refused)


def _names(people: list[User]) -> str:
    return phrases.listed([one.formal_name for one in people], at_most=_NAMED)
