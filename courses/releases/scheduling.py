"""An approved release that waits for its day may still be moved or cancelled; both are recorded, and told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.releases import candidates, line, telling
from courses.releases.models import ReleaseProposal, ScheduleChange
from lms.refusals import Refusal


@transaction.atomic
def move(proposal: ReleaseProposal, *, to: datetime, because: str, by: User, at: datetime) -> ScheduleChange:
    """Let an approved release take effect on another day. Decided by somebody who could approve it. Raises Refusal."""
    proposal = _waiting(proposal, because, at)
    if reasons := why_not_move(proposal, by=by):
        raise Refusal(*reasons)
    if to <= at:
        raise Refusal(_("Choose a day that lies ahead."))
    places = line.places(proposal.curriculum)
    own = next(n for n, place in enumerate(places) if place.proposal_id == proposal.pk)
    if own and to <= places[own - 1].takes_effect_at:
        words = {"name": places[own - 1].name, "day": places[own - 1].day}
        raise Refusal(_("%(name)s takes effect on %(day)s, and this comes after it. Choose a later day.") % words)
    if own + 1 < len(places) and to >= places[own + 1].takes_effect_at:
        words = {"name": places[own + 1].name, "day": places[own + 1].day}
        raise Refusal(_("%(name)s takes effect on %(day)s, and carries what this changes. Move that first.") % words)
    return _record(proposal, to, because, by, at)


@transaction.atomic
def cancel(proposal: ReleaseProposal, *, because: str, by: User, at: datetime) -> ScheduleChange:
    """Let an approved release not take effect at all. Any trainer of the curriculum may stop it. Raises Refusal."""
    proposal = _waiting(proposal, because, at)
    if reasons := why_not_cancel(proposal, by=by):
        raise Refusal(*reasons)
    return _record(proposal, None, because, by, at)


def why_not_move(proposal: ReleaseProposal, *, by: User) -> list[str]:
    """Why this person may not move it: moving changes what was approved, so it takes somebody who may approve it."""
    if candidates.wrote(proposal, by.pk) or not by.has_perm("authoring.approve_curriculum", proposal.curriculum):
        return [_("Somebody who may approve this release, and had no hand in writing it, moves it to another day.")]
    return []


def why_not_cancel(proposal: ReleaseProposal, *, by: User) -> list[str]:
    """Why this person may not cancel it: not theirs, or something behind it in the line carries what it changes."""
    names = ("authoring.author_curriculum", "authoring.approve_curriculum")
    if not any(by.has_perm(name, proposal.curriculum) for name in names):
        return [_("Only the trainers of this curriculum decide about it.")]
    last = line.places(proposal.curriculum)[-1]
    if last.proposal_id != proposal.pk:
        return [_("%(name)s waits behind it and carries what this changes. Cancel that first.") % {"name": last.name}]
    return []


def _waiting(proposal: ReleaseProposal, because: str, at: datetime) -> ReleaseProposal:
    """The proposal, locked, while it still waits; with its day as `takes_effect_at`."""
    candidates.locked(proposal)
    found = ReleaseProposal.objects.filter(pk=proposal.pk).scheduled().select_related("curriculum").first()
    if found is None or found.takes_effect_at <= at:
        raise Refusal(_("This release does not wait any more: it has taken effect, or it was cancelled."))
    if not because.strip():
        raise Refusal(_("Say why. The reason becomes part of the record."))
    return found


def _record(proposal: ReleaseProposal, to: datetime | None, because: str, by: User, at: datetime) -> ScheduleChange:
    name = line.number_of(proposal)
    change = ScheduleChange.objects.create(proposal=proposal, takes_effect_at=to, because=because.strip(), by=by, at=at)
    telling.schedule_changed(change, name=name)
    return change
