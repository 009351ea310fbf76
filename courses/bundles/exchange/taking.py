"""Questions of the bank as a file for another system. Whoever takes one has every right answer."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import access_log
from accounts.models import User
from courses.authoring.models import Question
from courses.bundles.collecting import question_shape
from courses.bundles.exchange.base import Format, Written
from courses.bundles.shapes import QuestionShape
from courses.bundles.stream import Known
from lms.refusals import Refusal


def chosen(*, topics: Collection[str] = (), drafts: bool = False) -> list[QuestionShape]:
    """The questions of these topics, or of all: as published, and with `drafts` also those that never were."""
    rows: QuerySet[Question] = Question.objects.order_by("topic", "key")
    rows = rows.filter(topic__in=topics) if topics else rows
    rows = rows if drafts else rows.filter(live=True)
    rows = rows.select_related("corrective", "latest_revision").prefetch_related("cites__claim")
    known = Known("")
    return [question_shape(found, known) for row in rows if (found := _as_it_stands(row)).body]


def note(written: Written, format: Format, *, topic: str, by: User, at: datetime) -> None:
    """Note in the access log that somebody took questions away, with every right answer: how many, as what, of which topic."""
    count = sum(not one.reason for one in written.gone)
    access_log.record(
        viewer=by, subject=None, action="questions", detail=f"{format.name} {count} {topic}".strip(), at=at
    )


def _as_it_stands(row: Question) -> Question:
    """What is published; of a question that is not, its draft."""
    if row.live or row.latest_revision is None:
        return row
    draft: Question = row.latest_revision.as_object()
    return draft


def take(format: Format, questions: list[QuestionShape]) -> Written:
    """The file of these questions. Raises Refusal when there is none to write."""
    if not questions:
        raise Refusal(_("There are no questions to take away. Choose another topic, or take drafts as well."))
    return format.write(questions)
