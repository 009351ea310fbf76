"""Somebody else approves exactly what they were shown."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.releases import candidates, checking, examining, line, releasing, telling
from courses.releases.models import ProposalPart, Release, ReleaseProposal
from lms.refusals import Refusal

State = ReleaseProposal.State


def why_not_approve(proposal: ReleaseProposal, *, by: User, at: datetime) -> list[str]:
    """Every reason why this person cannot approve this proposal now; empty when they can."""
    if proposal.state == State.APPROVED:
        return [_("This proposal has already been approved.")]
    reasons = []
    if proposal.state != State.SUBMITTED:
        reasons.append(_("This proposal has not been submitted for approval."))
    if candidates.wrote(proposal, by.pk):
        reasons.append(_("Somebody other than the authors approves a release, and you had a hand in writing this one."))
    if not by.has_perm("authoring.approve_curriculum", proposal.curriculum):
        reasons.append(_("You are not an approver of this curriculum."))
    if not reasons:  # whoever cannot approve it anyway is not asked to read it
        reasons += examining.why_not_approve(proposal, by=by)
    return [*reasons, *line.why_not_next(proposal, at=at), *checking.blocking(proposal, at=at)]


@transaction.atomic
def approve(proposal: ReleaseProposal, *, shown: str, by: User, at: datetime) -> Release | None:
    """Approve a submitted proposal. It is released at once, or at its hour: None while it waits for that.

    `shown` is the mark (see candidates) of what the approver read. Raises Refusal with every reason against it, or when
    the proposal is not what they read.
    """
    proposal = candidates.locked(proposal)
    if proposal.state != State.APPROVED and (changed := candidates.changed_since(shown, proposal)):
        raise Refusal(
            _("This changed while you were reading: %(what)s. Nothing was approved. Please read it again.")
            % {"what": ", ".join(changed)}
        )
    if reasons := why_not_approve(proposal, by=by, at=at):
        raise Refusal(*reasons)
    ProposalPart.objects.create(proposal=proposal, person=by, part=ProposalPart.Part.APPROVED, at=at)
    proposal.approved_digest = candidates.digest(proposal)
    proposal.state, proposal.decided_by, proposal.decided_at = State.APPROVED, by, at
    proposal.save(update_fields=["approved_digest", "state", "decided_by", "decided_at"])
    waits = proposal.effective_at is not None and proposal.effective_at > at
    name = line.number_of(proposal)
    release = None if waits else releasing.release(proposal, at=at)
    telling.approved(proposal, name=name, waits=waits, by=by, at=at)
    return release
