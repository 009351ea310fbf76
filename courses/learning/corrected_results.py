"""What a correction raised: read from its records, with the result that each attempt had before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from accounts import roles
from accounts.models import User
from courses.learning.models import CorrectedResult, Correction
from courses.learning.results import Result


@dataclass(frozen=True)
class Row:
    """One result that was raised; `person` is a name for who may see it."""

    quiz: str
    before: Result
    after: Result
    handed_in: datetime | None
    person: str

    @property
    def passes_now(self) -> bool:
        return self.after.passed and not self.before.passed


def of_question(hash_: str) -> list[Correction]:
    """The corrections of a frozen question, the newest first, each with how many results it raised (`raised`) and of how many
    people. One query.
    """
    raised = Count("results", distinct=True)
    people = Count("results__attempt__enrolment__user", distinct=True)
    found = Correction.objects.filter(question=hash_).select_related("by", "applied")
    return list(found.annotate(raised=raised, people=people).order_by("-pk"))


def rows(results: Sequence[CorrectedResult], *, by: User) -> list[Row]:
    """These results with what they were before. Two queries."""
    attempts = {one.attempt_id for one in results}
    earlier: dict[int, list[CorrectedResult]] = {}
    for one in CorrectedResult.objects.filter(attempt__in=attempts).order_by("pk"):
        earlier.setdefault(one.attempt_id, []).append(one)
    people = {one.attempt.enrolment.user_id for one in results}
    names = {one.pk: str(one) for one in roles.people_of(by).filter(pk__in=people)}
    return [_row(one, earlier[one.attempt_id], names.get(one.attempt.enrolment.user_id, "")) for one in results]


def _row(one: CorrectedResult, all_of_attempt: Sequence[CorrectedResult], person: str) -> Row:
    before = [row for row in all_of_attempt if row.pk < one.pk]
    return Row(
        one.attempt.quiz.data["title"],
        before[-1].result if before else one.attempt.handed_in,
        one.result,
        one.attempt.submitted_at,
        person,
    )
