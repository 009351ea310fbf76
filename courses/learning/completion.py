"""Recording that somebody finished a lesson, a quiz, and with the last of them the whole course."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.contents.outlines import outline_items
from courses.learning.models import Completion, CourseCompletion, Enrolment
from courses.learning.signals import course_completed
from lms.compiled import Compiled
from lms.locking import Kind, for_locking, lock_known
from lms.refusals import Refusal

_DONE = Compiled(
    lambda enrolment: Completion.objects.filter(enrolment=enrolment).values_list("content_id"), enrolment=int
)

# The queries that lock a person, and a training with its release.
PERSON = Compiled(lambda pk: for_locking(User.objects.filter(pk=pk)), pk=int)
TRAINING = Compiled(lambda pk: for_locking(Enrolment.objects.filter(pk=pk).select_related("release")), pk=int)


def completed_hashes(enrolment: Enrolment) -> set[str]:
    """The contents completed inside this enrolment, carried ones included."""
    return {content for (content,) in _DONE.all(enrolment=enrolment.pk)}


def lineage(enrolment: Enrolment) -> list[Enrolment]:
    """The enrolment and those it was moved from, newest first."""
    found = [enrolment]
    while found[-1].moved_from is not None:
        found.append(found[-1].moved_from)
    return found


@transaction.atomic
def complete_lesson(enrolment: Enrolment, content_hash: str, *, at: datetime) -> Enrolment:
    """Mark a lesson of the enrolment's release as done; doing it twice changes nothing.

    Completes the course in the same transaction when it was the last item. Raises Refusal for a lesson that is not in the
    release, a quiz (which is completed by passing it), or an enrolment that has ended.
    """
    enrolment = locked(enrolment)
    item = next((item for item in outline_items(enrolment.release.outline) if item["hash"] == content_hash), None)
    if item is None:
        raise Refusal(_("This lesson is not part of the release you are taking."))
    if item["kind"] != "lesson":
        raise Refusal(_("A quiz is completed by passing it."))
    record(enrolment, content_hash, at=at)
    return enrolment


def locked(enrolment: Enrolment) -> Enrolment:
    """The enrolment as it is now, with its person and release, both it and the person locked until the transaction ends.

    Every rule that changes a training holds its person first: finishing a course issues what it earns, and moving or
    beginning an update starts from the person, so all of them queue at the same door.
    """
    person = lock_known(Kind.USER, PERSON, pk=enrolment.user_id)
    enrolment = lock_known(Kind.ENROLMENT, TRAINING, pk=enrolment.pk)
    enrolment.user = person
    return enrolment


def record(enrolment: Enrolment, content_hash: str, *, at: datetime, shown_at: datetime | None = None) -> None:
    """Write the completion of one content in a locked enrolment, and the course's when it was the last one.

    `shown_at` is when it was done, where that is only known now: it bears that date, and so does what follows from it.
    """
    if enrolment.closed_at is not None:
        raise Refusal(_("You have moved on from this release. Go on from My training."))
    if enrolment.completed_at is not None:
        return
    done = completed_hashes(enrolment)
    if content_hash in done:
        return
    Completion.objects.create(enrolment=enrolment, content_id=content_hash, completed_at=shown_at or at)
    complete_course_if_done(enrolment, at=at, done=done | {content_hash}, is_late=shown_at is not None)


def complete_course_if_done(
    enrolment: Enrolment, *, at: datetime, done: set[str] | None = None, is_late: bool = False
) -> CourseCompletion | None:
    """Complete the course of a locked enrolment when every item of its release is completed; tell the apps above.

    `done` spares the question which contents are completed, for a caller that knows. A course of which it `is_late` known
    that it was done, was completed when the last of them was.
    """
    wanted = {item["hash"] for item in outline_items(enrolment.release.outline)}
    if enrolment.completed_at is not None or not wanted:
        return None
    if wanted - (completed_hashes(enrolment) if done is None else done):
        return None
    done_at = _last_done_at(enrolment, wanted) if is_late else at
    enrolment.completed_at = done_at
    enrolment.save(update_fields=["completed_at"])
    completion = CourseCompletion.objects.create(enrolment=enrolment, completed_at=done_at)
    course_completed.send(sender=CourseCompletion, completion=completion, at=at)
    return completion


def _last_done_at(enrolment: Enrolment, wanted: set[str]) -> datetime:
    done = Completion.objects.filter(enrolment=enrolment, content__in=wanted)
    return done.latest("completed_at").completed_at
