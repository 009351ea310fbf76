"""Carrying a release out: one recorded outcome for each person it touches, whatever is interrupted or repeated."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from certificates.updates import asking, audience, owing
from certificates.updates.audience import Touched
from certificates.updates.models import Outcome, Rollout
from certificates.updates.owing import Asked
from courses.learning import moving_many
from courses.learning.models import Enrolment
from courses.releases.models import ChangeClass, Release
from courses.releases.verdicts import Action
from lms.locking import Kind, lock
from notices import outbox

_CHUNK = 200  # people a transaction
_MOVING = (Action.MOVE, Action.NEW_RELEASE)


def waiting(*, at: datetime) -> QuerySet[Release]:
    """Releases in effect that have not been carried out to the end, in the order they took effect."""
    return Release.objects.filter(effective_at__lte=at, rollout__isnull=True).order_by("effective_at", "pk")


def carry_out(release: Release, *, at: datetime) -> int:
    """Do for every person what the release's verdict says; returns how many were newly dealt with: nobody before its hour.

    Each chunk of people is one transaction that ends in their outcomes, so being killed, repeated or run twice at once
    leaves one outcome a person, one obligation a certificate and one notice.
    """
    if release.effective_at > at or Rollout.objects.filter(release=release).exists():
        return 0
    dealt_with = last = 0
    while chunk := audience.users_after(release.curriculum, last, _CHUNK):
        dealt_with += _carry_out_chunk(release, chunk, at)
        last = chunk[-1]
    Rollout.objects.get_or_create(release=release, defaults={"finished_at": at})
    return dealt_with


@transaction.atomic
def _carry_out_chunk(release: Release, users: Sequence[int], at: datetime) -> int:
    """People are locked and looked at: since they were found somebody may have finished, renewed or left."""
    lock(Kind.USER, User.objects.filter(pk__in=users))
    known = set(Outcome.objects.filter(release=release, user__in=users).values_list("user_id", flat=True))
    day, effective_on = timezone.localdate(at), timezone.localdate(release.effective_at)
    fresh = [pk for pk in users if pk not in known]
    people = audience.of(release.curriculum, day=day, takes_effect=effective_on, users=fresh)
    asked = owing.missing_of([one for person in people for one in person.certificates], at=at, release=release)
    actions = _actions(people, release, asked)
    is_late = owing.due_on(effective_on, release.due_days) < day  # nobody is told of a day that has passed
    asking.write(asked, asked_on=day if is_late else None, at=at)
    _move(release, people, actions, at)
    Outcome.objects.bulk_create(
        [
            Outcome(release=release, user_id=person.user_id, state=person.state, action=actions[person.user_id], at=at)
            for person in people
        ]
    )
    return len(people)


def _actions(people: Sequence[Touched], release: Release, asked: Sequence[Asked]) -> dict[int, str]:
    """What the release means for each person: the most that is asked of what they hold, else what the verdict says of
    their training; nothing when they were trained in it, or in a later one that contains it, already.
    """
    most: dict[int, str] = {}
    for one in asked:
        user = one.certificate.period.user_id
        if most.get(user) != Action.REASSESS:
            most[user] = one.action
    return {person.user_id: most.get(person.user_id) or _unasked(person, release) for person in people}


def _unasked(person: Touched, release: Release) -> str:
    action = release.verdict[person.state]
    return Action.NONE.value if action in owing.ASKING else action


def _move(release: Release, people: Sequence[Touched], actions: dict[int, str], at: datetime) -> None:
    """Move the open trainings: those the verdict moves, and every renewal or update of a holder it concerns."""
    moving = {
        person.enrolment.pk: person
        for person in people
        if person.enrolment and _is_moved(person, release, actions[person.user_id])
    }
    locked = lock(Kind.ENROLMENT, Enrolment.objects.filter(pk__in=moving))
    moving_many.move_many(locked, release, by=release.approved_by, at=at)
    told = [
        (person.user_id, enrolment)
        for enrolment, person in moving.items()
        if release.change_class != ChangeClass.EDITORIAL and actions[person.user_id] not in owing.ASKING
    ]
    users = User.objects.in_bulk([user_id for user_id, _enrolment in told])
    facts = {"release": str(release), "title": release.outline["title"], "notes": release.notes}
    outbox.tell_many(
        (
            outbox.Message(users[user_id], "training-moved", f"moved:{release.pk}:{enrolment_id}", facts)
            for user_id, enrolment_id in told
        ),
        at=at,
    )


def _is_moved(person: Touched, release: Release, action: str) -> bool:
    enrolment = person.enrolment
    if enrolment is None or enrolment.release.version >= release.version:
        return False
    return action in _MOVING or enrolment.kind != Enrolment.Kind.FIRST
