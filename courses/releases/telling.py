"""Letters between trainers about a release that waits for approval or was decided."""

from datetime import datetime

from accounts.models import User
from courses.releases.models import ReleaseProposal
from courses.releases.reviewing import authors_of
from lms import places
from notices import outbox


def approval_wanted(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell everybody who may approve it, except whoever handed it on."""
    for approver in authors_of(proposal.curriculum, "approve_curriculum"):
        if approver.pk == by.pk:
            continue
        outbox.tell(
            approver,
            kind="approval",
            dedupe_key=f"approval:{proposal.pk}:{at.isoformat()}:{approver.pk}",
            subject=f"A release of {proposal.curriculum.title} waits for approval",
            body=f"{by} has prepared a release of {proposal.curriculum.title}: {proposal.notes}\n\nPlease look at what changed "
            "and whom it touches, then approve it or send it back with a question.",
            action_label="Look at the release",
            action_path=places.address("proposal", proposal.pk),
            at=at,
        )


def decided(proposal: ReleaseProposal, *, by: User, at: datetime) -> None:
    """Tell the author what was decided."""
    title = proposal.curriculum.title
    if proposal.release is not None:
        subject, body = f"{proposal.release} is approved", f"{by} approved your release of {title}."
    else:
        subject = f"Your release of {title} came back with a question"
        body = f"{by} asks: {proposal.decision_note}"
    outbox.tell(
        proposal.author,
        kind="approval",
        dedupe_key=f"decided:{proposal.pk}:{at.isoformat()}",
        subject=subject,
        body=body,
        action_label="Open the release",
        action_path=places.address("proposal", proposal.pk),
        at=at,
    )
