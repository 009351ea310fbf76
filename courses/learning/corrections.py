"""The corrections of frozen questions, and what they make of an attempt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from courses.authoring.models import CurriculumPage
from courses.contents import correcting, remembering
from courses.contents.correcting import Counting, History
from courses.contents.models import Content
from courses.learning.models import Correction

Questions = Mapping[str, Mapping[str, Any]]


class Book:
    """The corrections of some questions, in order, and what they make of them; each thing is worked out once."""

    def __init__(self, questions: Questions, corrections: Iterable[Correction]) -> None:
        self.questions = questions
        self.by_question: dict[str, list[Correction]] = {}
        for one in corrections:
            self.by_question.setdefault(one.question_id, []).append(one)
        self._histories: dict[Any, History] = {}

    def concerning(self, hashes: Collection[str]) -> list[Correction]:
        """The corrections of these questions, in order."""
        found = [one for hash_ in hashes for one in self.by_question.get(hash_, ())]
        return sorted(found, key=_place)

    def histories(
        self, hashes: Collection[str], known: Collection[int | None], until: Sequence[Correction]
    ) -> dict[str, History]:
        """How an attempt met the corrections of its questions that was handed in under those `known` (by key); later ones
        are those of `until` that are not among them.
        """
        allowed = {one.pk for one in until} | set(known)
        found = {}
        for hash_ in hashes:
            if own := [one for one in self.by_question.get(hash_, ()) if one.pk in allowed]:
                first = tuple(one.pk in known for one in own)
                key = (hash_, tuple(one.pk for one in own), first)
                if key not in self._histories:
                    self._histories[key] = History(
                        self.questions[hash_],
                        tuple(pure(one) for one in own if one.pk in known),
                        tuple(pure(one) for one in own if one.pk not in known),
                    )
                found[hash_] = self._histories[key]
        return found

    def counting(self) -> dict[str, Counting]:
        """What counts today of each question that was corrected."""
        return {
            hash_: correcting.counted(self.questions[hash_], [pure(one) for one in found])
            for hash_, found in self.by_question.items()
        }


def _place(correction: Correction) -> tuple[bool, int]:
    """One that is only thought of comes last."""
    return (correction.pk is None, correction.pk or 0)


def pure(correction: Correction) -> correcting.Correction:
    """What grading needs of it."""
    return correcting.Correction(correction.how, tuple(correction.answer))


def book(questions: Questions) -> Book:
    """The corrections of these questions. One query."""
    return Book(questions, Correction.objects.filter(question__in=list(questions)).order_by("pk"))


def stem_of(correction: Correction) -> str:
    """The question that was corrected, as it was asked."""
    stem: str = remembering.data_of([correction.question_id])[correction.question_id]["stem"]
    return stem


def curricula_asking(question: Content) -> QuerySet[CurriculumPage]:
    """The curricula that asked a frozen question in a release."""
    asking = CurriculumPage.objects.filter(releases__items__content=question)
    found: QuerySet[CurriculumPage] = CurriculumPage.objects.filter(pk__in=asking.values("pk")).order_by("path")
    return found
