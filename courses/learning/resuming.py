"""Quizzes that were begun and not handed in, so that going on leads straight to the next open question."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from courses.learning.models import Attempt, Enrolment
from courses.learning.outlining import Step


@dataclass(frozen=True)
class Begun:
    """An attempt under way: how many of its questions are answered."""

    attempt: int
    answered: int
    total: int

    @property
    def words(self) -> str:
        """4 of 8 answered."""
        words = ngettext("%(answered)d of %(total)d answered", "%(answered)d of %(total)d answered", self.total)
        return words % {"answered": self.answered, "total": self.total}

    @property
    def url(self) -> str:
        """The attempt, at its first open question."""
        return reverse("learning:attempt", args=[self.attempt])


def of(attempt: Attempt) -> Begun:
    """How far an attempt is."""
    shown = [one["question"] for one in attempt.shown]
    return Begun(attempt.pk, sum(bool(attempt.answers.get(question)) for question in shown), len(shown))


def begun(steps: Iterable[tuple[Enrolment, Step | None]]) -> dict[int, Begun]:
    """By enrolment, the attempt under way at the quiz that is its next step. One query; none where no quiz comes next."""
    wanted = {enrolment.pk: step.hash for enrolment, step in steps if step is not None and step.is_quiz}
    if not wanted:
        return {}
    found = Attempt.objects.filter(enrolment__in=wanted, submitted_at=None, quiz__in=set(wanted.values()))
    return {one.enrolment_id: of(one) for one in found if wanted[one.enrolment_id] == one.quiz_id}
