"""After a critical question was missed: which lessons are read again before the next attempt, and that they were."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.contents.outlines import outline_items
from courses.contents.typography import typeset_text
from courses.learning import completion
from courses.learning.models import Attempt, CorrectiveStudy, Enrolment
from lms.refusals import Refusal


def lessons(outline: Mapping[str, Any], quiz_hash: str, missed: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of the lessons that these missed critical questions lead to, in the order of the release. Pure.

    A question names its lesson. When that is not in the release, or none is named, it is the last lesson before the quiz in
    the quiz's module; without one there is nothing to read.
    """
    there = [item["key"] for item in outline_items(outline) if item["kind"] == "lesson"]
    before = _lesson_before(outline, quiz_hash)
    wanted = {question["corrective"] if question["corrective"] in there else before for question in missed}
    return [key for key in there if key in wanted]


def _lesson_before(outline: Mapping[str, Any], quiz_hash: str) -> str:
    for module in outline["modules"]:
        found = ""
        for item in module["items"]:
            if item["hash"] == quiz_hash:
                return found
            found = item["key"] if item["kind"] == "lesson" else found
    return ""


def waiting(outline: Mapping[str, Any], made: Sequence[Attempt]) -> list[str]:
    """The keys of lessons of this release still to be read before another attempt, after these (submitted, the newest last).

    One query, and none where the last attempt missed no critical question.
    """
    if not made or made[-1].result.passed or not made[-1].result.to_study:
        return []
    read = set(CorrectiveStudy.objects.filter(attempt=made[-1]).values_list("lesson_key", flat=True))
    return [
        item["key"]
        for item in outline_items(outline)
        if item["key"] in made[-1].result.to_study and item["key"] not in read
    ]


def asked(enrolment: Enrolment, lesson_key: str, attempt: str) -> Attempt | None:
    """The attempt, named by its number in an address, after which this lesson is still to be read again in this training."""
    if not (attempt.isascii() and attempt.isdecimal() and len(attempt) < 19):
        return None
    own = Attempt.objects.filter(pk=attempt, enrolment__user=enrolment.user_id, passed=False)
    found = own.with_results().first()
    if found is None or found.result.passed or lesson_key not in found.result.to_study:
        return None
    is_read = CorrectiveStudy.objects.filter(attempt=found, lesson_key=lesson_key).exists()
    return None if is_read else found


def in_words(outline: Mapping[str, Any], keys: Sequence[str]) -> str:
    """What has to be read before the next attempt."""
    language = outline.get("language", "en")
    titles = [typeset_text(item["title"], language) for item in outline_items(outline) if item["key"] in keys]
    words = ngettext(
        "Read this lesson again before the next attempt: %(titles)s.",
        "Read these lessons again before the next attempt: %(titles)s.",
        len(titles),
    )
    return words % {"titles": "; ".join(titles)}


@transaction.atomic
def study(attempt: Attempt, lesson_key: str, *, at: datetime) -> None:
    """Record that the lesson was read again after this attempt. Twice changes nothing. Raises Refusal where it was not asked."""
    completion.locked(attempt.enrolment)
    if lesson_key not in attempt.result.to_study:
        raise Refusal(_("This lesson does not have to be read again."))
    CorrectiveStudy.objects.get_or_create(attempt=attempt, lesson_key=lesson_key, defaults={"done_at": at})
