"""Who takes what: enrolling, moving to a newer release with carry-over, leaving."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.contents import differences
from courses.contents.outlines import outline_items
from courses.learning import completion, succession
from courses.learning.models import Attempt, Completion, Enrolment
from courses.releases import current
from courses.releases.models import Release
from lms.locking import Kind, lock_one
from lms.refusals import Refusal


def open_enrolment(user: User, curriculum: CurriculumPage) -> Enrolment | None:
    """The person's enrolment under way in this curriculum, if any; there is at most one."""
    return (
        Enrolment.objects.filter(user=user, curriculum=curriculum, completed_at__isnull=True, closed_at__isnull=True)
        .select_related("release")
        .first()
    )


def latest_enrolment(user: User, curriculum: CurriculumPage) -> Enrolment | None:
    """The enrolment a person would look at: the one under way, else the one completed last, else the one left last."""
    found = (
        Enrolment.objects.filter(user=user, curriculum=curriculum).select_related("release").defer("release__outline")
    )
    return max(
        found,
        key=lambda one: (one.is_open, one.completed_at is not None, one.completed_at or one.enrolled_at, one.pk),
        default=None,
    )


def successor(enrolment: Enrolment) -> Enrolment | None:
    """Where somebody goes on who ended this enrolment without completing it; None while it is theirs to go on with."""
    if enrolment.closed_at is None:
        return None
    later = Enrolment.objects.filter(user=enrolment.user_id, curriculum=enrolment.curriculum_id, closed_at=None)
    return later.exclude(pk=enrolment.pk).select_related("release").order_by("-enrolled_at", "-pk").first()


@transaction.atomic
def enrol(
    user: User,
    curriculum: CurriculumPage,
    *,
    by: User,
    at: datetime,
    kind: str = Enrolment.Kind.FIRST,
    cycle: int = 1,
) -> Enrolment:
    """Enrol a person in the current release; a person already under way keeps the enrolment they have.

    Somebody who left this training goes on where they left it; in a newer release, with what did not change.
    Raises Refusal when nothing has been released yet, when the account is not active, or when this cycle was completed.
    """
    user = lock_one(Kind.USER, User.objects.filter(pk=user.pk))
    if found := open_enrolment(user, curriculum):
        return found
    release = current.current_release(curriculum, at=at)
    if release is None:
        raise Refusal(_("This curriculum has no release yet. It will appear in the catalogue when it does."))
    if not user.is_active:
        raise Refusal(_("This account is not active."))
    done = Enrolment.objects.filter(
        user=user, curriculum=curriculum, cycle=cycle, kind=kind, completed_at__isnull=False
    ).first()
    if done is not None:
        words = _("%(curriculum)s is already completed. Renewing opens with the renewal window.")
        raise Refusal(words % {"curriculum": done.release.outline["title"]})
    left = Enrolment.objects.filter(user=user, curriculum=curriculum, kind=kind, cycle=cycle, moved_to=None).first()
    if left is not None and left.release_id == release.pk:
        return _reopen(left, at)
    enrolment = Enrolment.objects.create(
        user=user,
        curriculum=curriculum,
        release=release,
        kind=kind,
        cycle=cycle,
        enrolled_at=at,
        enrolled_by=by,
        moved_from=left,
        last_seen=(succession.standing_for(release, left.last_seen) or left.last_seen) if left else "",
    )
    if left is not None:
        _take_along(left, enrolment)
        completion.complete_course_if_done(enrolment, at=at)
    return enrolment


def _reopen(left: Enrolment, at: datetime) -> Enrolment:
    """Go on; a correction may have passed the last of it since."""
    left.closed_at = None
    left.save(update_fields=["closed_at"])
    completion.complete_course_if_done(left, at=at)
    return left


@transaction.atomic
def move(enrolment: Enrolment, release: Release, *, by: User, at: datetime) -> Enrolment:
    """Move somebody mid-course to another release of the same curriculum: what did not change, or only in words that a
    release called editorial, stays done.

    The old enrolment is closed, not changed; the new one names it. Moving twice gives the same new enrolment.
    """
    enrolment = completion.locked(enrolment)
    if enrolment.curriculum_id != release.curriculum_id:
        raise ValueError("A person moves between releases of one curriculum.")
    if enrolment.release_id == release.pk:
        return enrolment
    if not enrolment.is_open:
        return Enrolment.objects.filter(moved_from=enrolment).first() or enrolment
    enrolment.closed_at = at
    enrolment.save(update_fields=["closed_at"])
    moved = Enrolment.objects.create(
        user=enrolment.user,
        curriculum=enrolment.curriculum,
        release=release,
        kind=enrolment.kind,
        cycle=enrolment.cycle,
        enrolled_at=at,
        enrolled_by=by,
        moved_from=enrolment,
        last_seen=succession.standing_for(release, enrolment.last_seen) or enrolment.last_seen,
    )
    _take_along(enrolment, moved)
    completion.complete_course_if_done(moved, at=at)
    return moved


@transaction.atomic
def begin_update(user: User, release: Release, *, basis: Enrolment, by: User, at: datetime) -> Enrolment:
    """Let a certificate holder retake only what changed: an enrolment of kind "update" with everything else carried over.

    A changed lesson brings the quiz of its module with it, changed or not. Somebody already under way in the curriculum
    keeps that enrolment, moved to the release when it is an older one.
    """
    user = lock_one(Kind.USER, User.objects.filter(pk=user.pk))
    if found := open_enrolment(user, release.curriculum):
        newer = release.version > found.release.version
        return move(found, release, by=by, at=at) if newer else found
    kind = Enrolment.Kind.UPDATE
    begun = Enrolment.objects.filter(user=user, release=release, kind=kind, cycle=basis.cycle).first()
    if begun is not None:
        return _reopen(begun, at) if begun.closed_at and not begun.completed_at else begun
    update = Enrolment.objects.create(
        user=user,
        curriculum=release.curriculum,
        release=release,
        kind=kind,
        cycle=basis.cycle,
        enrolled_at=at,
        enrolled_by=by,
    )
    done = succession.counted(release, _done_before(basis))
    carry_over(basis, update, leaving_out=differences.to_retake(release.outline, done))
    completion.complete_course_if_done(update, at=at)
    return update


def _take_along(old: Enrolment, new: Enrolment) -> None:
    """What a person keeps when they move: unchanged work that is done, and an open attempt at an unchanged quiz.

    In an update, a lesson that the newer release changed brings the quiz of its module with it, as when it was begun.
    """
    again: set[str] = set()
    if new.kind == Enrolment.Kind.UPDATE:
        known = {item["hash"] for item in outline_items(old.release.outline)} | _done_before(old)
        again = differences.to_retake(new.release.outline, succession.counted(new.release, known))
    carry_over(old, new, leaving_out=again)
    wanted = {word for words in succession.predecessors(new.release).values() for word in words}
    Attempt.objects.filter(enrolment=old, quiz__in=wanted, submitted_at=None).update(enrolment=new)


def _done_before(enrolment: Enrolment) -> set[str]:
    """Every content completed in an enrolment and in those it was moved from."""
    done = Completion.objects.filter(enrolment__in=completion.lineage(enrolment))
    return set(done.values_list("content_id", flat=True))


def carry_over(old: Enrolment, new: Enrolment, *, leaving_out: Collection[str] = ()) -> int:
    """Copy the completions that count in the new release; each copy names the one it came from.

    What a release took away and a later one brought back counts, too: the words are the same.
    """
    done = Completion.objects.filter(enrolment__in=completion.lineage(old))
    latest = {one.content_id: one for one in done.order_by("enrolment_id")}
    carried = []
    for hash_, words in succession.predecessors(new.release).items():
        found = next((latest[word] for word in words if word in latest), None)
        if found is not None and hash_ not in leaving_out:
            carried.append(
                Completion(enrolment=new, content_id=hash_, completed_at=found.completed_at, carried_from=found)
            )
    Completion.objects.bulk_create(carried, ignore_conflicts=True)
    return len(carried)


def note_opened(enrolment: Enrolment, content_hash: str, *, at: datetime) -> None:
    """Remember the item a person opened last, so that they can go on there. Writes only when it is another one."""
    if enrolment.is_open and enrolment.last_seen != content_hash:
        still_open = Enrolment.objects.filter(pk=enrolment.pk, completed_at=None, closed_at=None)
        still_open.update(last_seen=content_hash, last_seen_at=at)


@transaction.atomic
def leave(enrolment: Enrolment, *, at: datetime) -> None:
    """Stop a training under way. The record stays, and enrolling again goes on where it was left."""
    enrolment = completion.locked(enrolment)
    if not enrolment.is_open:
        raise Refusal(_("This training has already ended."))
    enrolment.closed_at = at
    enrolment.save(update_fields=["closed_at"])
