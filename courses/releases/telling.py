"""Telling trainers about a release that waits for approval, was decided, or will not go out as it was to.

Each is written in the transaction of the rule it tells about, so that nothing decided goes untold.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.models import User
from courses.releases.models import ProposalPart, ReleaseProposal, ScheduleChange
from courses.releases.reviewing import authors_of
from notices import inbox, outbox


def approval_wanted(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell everybody who may approve it; those who wrote it may not. What they were asked before is answered with that."""
    inbox.settle(_writers(proposal), f"release-sent-back:{proposal.pk}", at=at)
    wrote = {person.pk for person in _writers(proposal)}
    approvers = [one for one in authors_of(proposal.curriculum, "approve_curriculum") if one.pk not in wrote]
    _tell(approvers, "approval-wanted", proposal, {"by": str(by), "notes": proposal.notes}, at)


def _no_approval_wanted(proposal: ReleaseProposal, at: datetime) -> None:
    """It is decided: nobody is waited for any more."""
    inbox.settle(authors_of(proposal.curriculum, "approve_curriculum"), f"approval-wanted:{proposal.pk}", at=at)


def approved(proposal: ReleaseProposal, *, name: str, waits: bool, by: User, at: datetime) -> None:
    """Tell those who wrote it that it is approved, and from when people read it."""
    _no_approval_wanted(proposal, at)
    day = proposal.effective_at.isoformat() if waits and proposal.effective_at else ""
    _tell(_writers(proposal), "release-approved", proposal, {"by": str(by), "release": name, "waits_for": day}, at)


def sent_back(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell those who wrote it what the approver asks."""
    _no_approval_wanted(proposal, at)
    _tell(_writers(proposal), "release-sent-back", proposal, {"by": str(by), "question": proposal.question}, at)


def withdrawn(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell the others who wrote it that it will not go out."""
    _no_approval_wanted(proposal, at)
    others = [one for one in _writers(proposal) if one.pk != by.pk]
    _tell(others, "release-withdrawn", proposal, {"by": str(by)}, at)


def schedule_changed(change: ScheduleChange, *, name: str) -> None:
    """Tell everybody who had a part in a release that it was moved or cancelled, and why."""
    facts = {"by": str(change.by), "release": name, "because": change.because}
    letter = "release-cancelled"
    if change.takes_effect_at is not None:
        letter, facts["day"] = "release-moved", change.takes_effect_at.isoformat()
    people = [part.person for part in change.proposal.parts.select_related("person")]
    _tell([one for one in people if one.pk != change.by_id], letter, change.proposal, facts, change.at)


def _writers(proposal: ReleaseProposal) -> list[User]:
    parts = proposal.parts.filter(part=ProposalPart.Part.WROTE).select_related("person")
    return [part.person for part in parts]


def _tell(people: Iterable[User], letter: str, proposal: ReleaseProposal, facts: dict[str, Any], at: datetime) -> None:
    facts = {"title": proposal.curriculum.title, "proposal": proposal.pk, **facts}
    for person in people:
        key = f"{letter}:{proposal.pk}:{at.isoformat()}:{person.pk}"
        outbox.tell(person, letter, facts=facts, dedupe_key=key, at=at)
