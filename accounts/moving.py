"""Moving between regions: at once for whoever nobody relies on, by request for the others; every move is kept.

Whoever holds a certificate is answered for by the coordinators of a region. Choosing another region, or none, would take
them out of their coordinators' sight, so it waits until one of those has answered. What ties a person to their region the
rooms above say (`declare_tie`).
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import access_log, roles
from accounts.models import Region, RegionMove, User
from accounts.signals import region_asked, region_decided
from lms.locking import Kind, lock_one
from lms.refusals import Refusal

Tie = Callable[[User, datetime], bool]
Outcome = RegionMove.Outcome
_TIES: list[Tie] = []


def declare_tie(tie: Tie) -> None:
    """Say, for a room, when somebody has to be answered for: then leaving a region is asked for first."""
    _TIES.append(tie)


def is_tied(person: User, *, at: datetime) -> bool:
    """Whether a change of region waits for a coordinator's word."""
    return person.region_id is not None and any(tie(person, at) for tie in _TIES)


def waiting(person: User) -> RegionMove | None:
    """The move the person asked for and that nobody has answered yet."""
    moves = RegionMove.objects.select_related("user__region", "left", "wanted")
    return moves.filter(user=person, decided_at=None).first()


def waiting_for(coordinator: User) -> QuerySet[RegionMove]:
    """The moves that wait for this coordinator, oldest first: of their people, never their own."""
    moves = RegionMove.objects.filter(decided_at=None, user__in=roles.people_of(coordinator))
    return moves.exclude(user=coordinator).select_related("user", "left", "wanted").order_by("asked_at", "pk")


@transaction.atomic
def choose(person: User, region: Region | None, *, at: datetime) -> RegionMove | None:
    """The person chooses a region, or none. Returns the move, done or waiting; None when they are where they want to be.

    Choosing again what waits changes nothing, unless nothing ties the person any more: then it is done. Choosing something
    else withdraws it.
    """
    person = lock_one(Kind.USER, User.objects.filter(pk=person.pk))
    wanted = region.pk if region else None
    asked = waiting(person)
    if asked is not None and asked.wanted_id == wanted:
        if not is_tied(person, at=at):
            _carry_out(asked, by=person, at=at)
        return asked
    withdraw(person, by=person, at=at)
    if person.region_id == wanted:
        return None
    move = RegionMove.objects.create(user=person, left_id=person.region_id, wanted_id=wanted, asked_at=at)
    if is_tied(person, at=at):
        region_asked.send(RegionMove, move=move, at=at)
    else:
        _carry_out(move, by=person, at=at)
    return move


@transaction.atomic
def decide(move: RegionMove, *, grant: bool, note: str = "", by: User, at: datetime) -> RegionMove:
    """Let somebody move, or not; they are told, with the note. `note` is at most 300 characters.

    Raises PermissionDenied unless `by` answers for the person and is somebody else; Refusal when it was answered already.
    """
    person = lock_one(Kind.USER, User.objects.filter(pk=move.user_id))
    if person.pk == by.pk or not roles.people_of(by).filter(pk=person.pk).exists():
        raise PermissionDenied(_("Only a coordinator of the region, and nobody for themself, answers this."))
    move = RegionMove.objects.select_related("left", "wanted").get(pk=move.pk)
    if move.decided_at:
        raise Refusal(_("This request has been answered or withdrawn meanwhile."))
    move.note = note
    if grant:
        _carry_out(move, by=by, at=at)
    else:
        _close(move, Outcome.DECLINED, by=by, at=at)
    action = "change_region" if grant else "keep_region"
    access_log.record(viewer=by, subject=person, action=action, detail=str(move), at=at)
    region_decided.send(RegionMove, move=move, at=at)
    return move


def withdraw(person: User, *, by: User, at: datetime) -> None:
    """What the person had asked for is no longer asked; whoever holds the person locked calls this."""
    asked = waiting(person)
    if asked is not None:
        _close(asked, Outcome.WITHDRAWN, by=by, at=at)


def note_moved(person: User, *, left: Region | None, to: Region | None, by: User, at: datetime) -> None:
    """Keep in the history that somebody else has moved a person; what the person had asked for is settled by it."""
    asked = waiting(person)
    if asked is not None and asked.wanted == to:
        _close(asked, Outcome.MOVED, by=by, at=at)
        return
    if asked is not None:
        _close(asked, Outcome.DECLINED, by=by, at=at)
    done = {"decided_at": at, "decided_by": by, "outcome": Outcome.MOVED}
    RegionMove.objects.create(user=person, left=left, wanted=to, asked_at=at, **done)


def _carry_out(move: RegionMove, *, by: User, at: datetime) -> None:
    User.objects.filter(pk=move.user_id).update(region=move.wanted_id)
    _close(move, Outcome.MOVED, by=by, at=at)


def _close(move: RegionMove, outcome: RegionMove.Outcome, *, by: User, at: datetime) -> None:
    move.outcome, move.decided_by, move.decided_at = outcome, by, at
    move.save(update_fields=["outcome", "decided_by", "decided_at", "note"])
