"""Telling trainers about a release that waits for approval or was decided."""

from datetime import datetime

from accounts.models import User
from courses.releases.models import ReleaseProposal
from courses.releases.reviewing import authors_of
from notices import outbox


def approval_wanted(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell everybody who may approve it, except whoever handed it on."""
    facts = {"by": str(by), "title": proposal.curriculum.title, "notes": proposal.notes, "proposal": proposal.pk}
    for approver in authors_of(proposal.curriculum, "approve_curriculum"):
        if approver.pk != by.pk:
            key = f"approval:{proposal.pk}:{at.isoformat()}:{approver.pk}"
            outbox.tell(approver, "approval-wanted", facts=facts, dedupe_key=key, at=at)


def decided(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell the author what was decided."""
    facts = {"by": str(by), "title": proposal.curriculum.title, "proposal": proposal.pk}
    if proposal.release is not None:
        letter, more = "release-approved", {"release": str(proposal.release)}
    else:
        letter, more = "release-sent-back", {"question": proposal.decision_note}
    key = f"decided:{proposal.pk}:{at.isoformat()}"
    outbox.tell(proposal.author, letter, facts={**facts, **more}, dedupe_key=key, at=at)
