"""Moving many people to another release at once: what `enrolling.move` does for one, in a bounded number of queries a
thousand. A test holds both beside each other.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Case, Value, When

from accounts.models import User
from courses.contents.outlines import outline_items
from courses.learning import completion, enrolling, succession
from courses.learning.models import Attempt, Completion, Enrolment
from courses.releases.models import Release


def move_many(enrolments: Sequence[Enrolment], release: Release, *, by: User, at: datetime) -> None:
    """Move open trainings of one curriculum, whose people and rows the caller has locked, to a release of it.

    What did not change, or only in words that a release called editorial, stays done. A training that retakes an update is
    moved by itself: what it has to repeat depends on its person.
    """
    for one in enrolments:
        if one.curriculum_id != release.curriculum_id:
            raise ValueError("A person moves between releases of one curriculum.")
        if one.kind == Enrolment.Kind.UPDATE:
            enrolling.move(one, release, by=by, at=at)
    together = [
        one for one in enrolments if one.is_open and one.release_id != release.pk and one.kind != Enrolment.Kind.UPDATE
    ]
    if not together:
        return
    Enrolment.objects.filter(pk__in=[one.pk for one in together]).update(closed_at=at)
    moved = Enrolment.objects.bulk_create([_next(one, release, by, at) for one in together])
    done = _take_along(together, moved, release)
    _move_attempts(together, moved, release)
    wanted = {item["hash"] for item in outline_items(release.outline)}
    for new in moved:
        if wanted <= done.get(new.pk, set()):
            completion.complete_course_if_done(new, at=at, done=done[new.pk])


def _next(old: Enrolment, release: Release, by: User, at: datetime) -> Enrolment:
    return Enrolment(
        user_id=old.user_id,
        curriculum_id=old.curriculum_id,
        release=release,
        kind=old.kind,
        cycle=old.cycle,
        enrolled_at=at,
        enrolled_by=by,
        moved_from_id=old.pk,
        last_seen=succession.standing_for(release, old.last_seen) or old.last_seen,
    )


def _take_along(old: Sequence[Enrolment], new: Sequence[Enrolment], release: Release) -> dict[int, set[str]]:
    """Copy the completions that count; returns what is done in each new training."""
    origins = _origins(old)
    heirs = {one.moved_from_id: one.pk for one in new}
    latest: dict[int, dict[str, Completion]] = {}
    for row in Completion.objects.filter(enrolment__in=origins).order_by("enrolment_id"):
        latest.setdefault(heirs[origins[row.enrolment_id]], {})[row.content_id] = row
    carried: list[Completion] = []
    done: dict[int, set[str]] = {}
    for heir, found in latest.items():
        for hash_, words in succession.predecessors(release).items():
            source = next((found[word] for word in words if word in found), None)
            if source is not None:
                copied = {"completed_at": source.completed_at, "carried_from": source}
                carried.append(Completion(enrolment_id=heir, content_id=hash_, **copied))
                done.setdefault(heir, set()).add(hash_)
    Completion.objects.bulk_create(carried, ignore_conflicts=True, batch_size=500)
    return done


def _origins(old: Sequence[Enrolment]) -> dict[int, int]:
    """Each training and those it was moved from → the training. A query for each move that somebody made before."""
    found = {one.pk: one.pk for one in old}
    before = {one.moved_from_id: one.pk for one in old if one.moved_from_id}
    while before:
        found.update(before)
        rows = Enrolment.objects.filter(pk__in=before).exclude(moved_from=None).values_list("pk", "moved_from_id")
        before = {earlier: before[pk] for pk, earlier in rows if earlier is not None}
    return found


def _move_attempts(old: Sequence[Enrolment], new: Sequence[Enrolment], release: Release) -> None:
    """An open attempt at a quiz that did not change goes along."""
    wanted = {word for words in succession.predecessors(release).values() for word in words}
    open_ones = Attempt.objects.filter(enrolment__in=[one.pk for one in old], quiz__in=wanted, submitted_at=None)
    heirs = {one.moved_from_id: one.pk for one in new}
    going = dict(open_ones.values_list("pk", "enrolment_id"))
    if going:
        to_heirs = Case(*(When(pk=pk, then=Value(heirs[enrolment])) for pk, enrolment in going.items()))
        Attempt.objects.filter(pk__in=going, submitted_at=None).update(enrolment=to_heirs)
