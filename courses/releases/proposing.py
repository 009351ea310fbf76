"""Preparing a release: freeze what is published, describe it, hand it on; send it back, withdraw it.

The contents are frozen when the proposal is prepared, so that what is approved is exactly what was shown.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from courses.authoring import freezing
from courses.authoring.models import CurriculumPage
from courses.contents import storing
from courses.releases import candidates, checking, line, telling, verdicts
from courses.releases.models import ProposalPart, ReleaseProposal
from lms.locking import Kind, lock_one
from lms.refusals import Refusal

State = ReleaseProposal.State


@dataclass(frozen=True)
class Description:
    """The verdict on a change: how grave it is, what it asks of whom, and the sentences that will be mailed."""

    change_class: str
    notes: str
    verdict: dict[str, str]
    due_days: int
    effective_at: datetime | None = None
    loosened_because: str = ""


@transaction.atomic
def prepare(curriculum: CurriculumPage, *, by: User, at: datetime) -> ReleaseProposal:
    """Freeze the published tree into an open proposal, or refresh the open one with what is published now.

    A proposal that was waiting for approval goes back to being prepared. Raises Refusal when nothing has changed since
    the release that is, or will be, the latest.
    """
    curriculum = lock_one(Kind.CURRICULUM, CurriculumPage.objects.filter(pk=curriculum.pk))
    open_one = ReleaseProposal.objects.filter(curriculum=curriculum).open().first()
    if open_one is not None:
        open_one = candidates.locked(open_one)
    frozen = freezing.freeze_curriculum(curriculum)
    hashes = storing.store(frozen.contents)
    places = line.places(curriculum)
    if places and places[-1].outline == frozen.outline and places[-1].contents == hashes:
        raise Refusal(
            _("Nothing published has changed since %(name)s, so there is nothing to release.") % {"name": places[-1]}
        )
    proposal = open_one or ReleaseProposal(curriculum=curriculum, author=by, created_at=at)
    proposal.outline, proposal.contents, proposal.frozen_at = frozen.outline, hashes, at
    if proposal.state == State.SUBMITTED:
        proposal.state, proposal.submitted_at = State.DRAFT, None
    if open_one is None:
        proposal.save(force_insert=True)
    else:
        proposal.save(update_fields=["outline", "contents", "frozen_at", "state", "submitted_at"])
    _note_writer(proposal, by, at)
    return proposal


@transaction.atomic
def describe(
    proposal: ReleaseProposal, words: Description, *, shown: str | None = None, by: User, at: datetime
) -> ReleaseProposal:
    """Write the verdict on a proposal that is being prepared.

    `shown` is the mark of what the writer had before them: Refusal when somebody else has changed that since.
    """
    proposal = candidates.locked(proposal)
    _describe(proposal, words, shown, by, at)
    return proposal


@transaction.atomic
def submit(proposal: ReleaseProposal, *, by: User, at: datetime) -> ReleaseProposal:
    """Hand the proposal to an approver, who is told. Raises Refusal with every reason against it."""
    proposal = candidates.locked(proposal)
    _submit(proposal, by, at)
    return proposal


@transaction.atomic
def hand_on(
    proposal: ReleaseProposal, words: Description, *, shown: str | None = None, by: User, at: datetime
) -> ReleaseProposal:
    """Describe a proposal and hand it to an approver: both, or neither."""
    proposal = candidates.locked(proposal)
    _describe(proposal, words, shown, by, at)
    _submit(proposal, by, at)
    return proposal


def _describe(proposal: ReleaseProposal, words: Description, shown: str | None, by: User, at: datetime) -> None:
    if not proposal.is_editable:
        raise Refusal(_("This proposal can no longer be edited. Take it back first, or prepare a new one."))
    changed = candidates.changed_since(shown, proposal) if shown is not None else []
    if changed:
        raise Refusal(
            _(
                "This changed while you were writing: %(what)s. Nothing of yours is lost: look again, then save once more."
            )
            % {"what": ", ".join(changed)}
        )
    proposal.change_class, proposal.notes = words.change_class, words.notes.strip()
    proposal.verdict, proposal.due_days = words.verdict, words.due_days
    proposal.effective_at, proposal.loosened_because = words.effective_at, words.loosened_because.strip()
    fields = ["change_class", "notes", "verdict", "due_days", "effective_at", "loosened_because"]
    proposal.save(update_fields=fields)
    _note_writer(proposal, by, at)


def _submit(proposal: ReleaseProposal, by: User, at: datetime) -> None:
    if reasons := why_not_submit(proposal, at=at):
        raise Refusal(*reasons)
    proposal.state, proposal.submitted_at = State.SUBMITTED, at
    proposal.save(update_fields=["state", "submitted_at"])
    _note_writer(proposal, by, at)
    telling.approval_wanted(proposal, by=by, at=at)


def _note_writer(proposal: ReleaseProposal, by: User, at: datetime) -> None:
    """From now on this person cannot approve it. The author stays whoever prepared it first."""
    ProposalPart.objects.get_or_create(
        proposal=proposal, person=by, defaults={"part": ProposalPart.Part.WROTE, "at": at}
    )


def why_not_submit(proposal: ReleaseProposal, *, at: datetime) -> list[str]:
    """Every reason why this proposal cannot go to an approver yet; empty when it can."""
    reasons = []
    if not proposal.is_editable:
        reasons.append(_("This proposal is not being prepared any more."))
    if not proposal.change_class:
        reasons.append(_("Choose how grave the change is."))
    else:
        reasons.extend(verdicts.problems(proposal.verdict))
        if verdicts.loosened(proposal.change_class, proposal.verdict) and not proposal.loosened_because:
            reasons.append(_("You ask less of people than this kind of change usually does. Say why."))
    if not proposal.notes:
        reasons.append(_("Say what changed, in the words people will read."))
    return [*reasons, *line.why_not_next(proposal, at=at), *checking.blocking(proposal, at=at)]


@transaction.atomic
def send_back(proposal: ReleaseProposal, *, note: str, by: User, at: datetime) -> ReleaseProposal:
    """Return a submitted proposal to those who wrote it, with a question. They are told."""
    proposal = candidates.locked(proposal)
    if proposal.state != State.SUBMITTED:
        raise Refusal(_("This proposal is not waiting for approval any more."))
    if not note.strip():
        raise Refusal(_("Say what you would like the author to look at."))
    proposal.state, proposal.question = State.SENT_BACK, note.strip()
    proposal.sent_back_by, proposal.sent_back_at = by, at
    proposal.save(update_fields=["state", "question", "sent_back_by", "sent_back_at"])
    telling.sent_back(proposal, by=by, at=at)
    return proposal


@transaction.atomic
def withdraw(proposal: ReleaseProposal, *, by: User, at: datetime) -> ReleaseProposal:
    """Close a proposal that will not go out."""
    proposal = candidates.locked(proposal)
    if not proposal.is_open:
        raise Refusal(_("This proposal is already closed."))
    proposal.state, proposal.decided_by, proposal.decided_at = State.WITHDRAWN, by, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
    telling.withdrawn(proposal, by=by, at=at)
    return proposal
