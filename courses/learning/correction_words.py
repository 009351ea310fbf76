"""A correction as people read it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from courses.contents import quiz_rules, remembering
from courses.contents.correcting import How
from courses.contents.models import Content
from courses.contents.questions import registry
from courses.learning.models import Correction


@dataclass(frozen=True)
class Told:
    """What a correction did, for whoever was asked the question; `answer` holds, line by line, what it made right."""

    at: datetime
    what: str
    reason: str
    answer: list[str]


def told(correction: Correction) -> Told:
    """A correction in words."""
    return Told(correction.at, what_counts_now(correction.how), correction.reason, answer_in_words(correction))


def what_counts_now(how: str) -> str:
    """What a correction did, for whoever was asked the question; it gives no answer away."""
    return {
        How.ACCEPT: _("Another answer counts as right, too."),
        How.REKEY: _("Another answer is the right one. Whoever had the point keeps it."),
        How.ANSWERED: _("Everybody who answered it has the point."),
        How.EVERYBODY: _("Everybody who was asked it has the point."),
        How.DROP: _("It does not count any more. Whoever had the point keeps it."),
    }[How(how)]


def reason_for(correction: Correction, quiz: Content, passed: bool) -> str:
    """Why a question was corrected, for somebody who may read which of its answers are right: a reason may tell. Else nothing.

    A quiz may keep that to itself until it is passed.
    """
    return correction.reason if passed or quiz_rules.of(quiz.data).explains_now(is_settled=False) else ""


def answer_in_words(correction: Correction) -> list[str]:
    """What counts too or instead, line by line; nothing, where no answer is named."""
    data = remembering.data_of([correction.question_id])[correction.question_id]
    return registry.type_of(data).in_words(data, correction.answer) if correction.answer else []
