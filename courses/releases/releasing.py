"""What was approved becomes a release at its hour: numbered, immutable, and told to the rooms above."""

from datetime import datetime

from django.db import transaction

from courses.authoring.models import CurriculumPage
from courses.contents import hashing
from courses.releases import candidates, current, numbering, reviewing
from courses.releases.models import Release, ReleaseItem, ReleaseProposal
from courses.releases.signals import release_published
from lms.locking import Kind, lock_one


def release(proposal: ReleaseProposal, *, at: datetime) -> Release:
    """Release an approved proposal now, as the next number of its curriculum. The caller has locked both."""
    assert proposal.decided_by is not None  # it was approved
    assert proposal.decided_at is not None
    latest = current.latest_release(proposal.curriculum)
    number = numbering.next_number(latest.version if latest else None, proposal.change_class)
    made = Release.objects.create(
        proposal=proposal,
        curriculum=proposal.curriculum,
        **dict(zip(("major", "minor", "patch"), number, strict=True)),
        code=proposal.outline["code"],
        change_class=proposal.change_class,
        notes=proposal.notes,
        verdict=proposal.verdict,
        due_days=proposal.due_days,
        outline=proposal.outline,
        schema=hashing.SCHEMA,
        author=proposal.author,
        approved_by=proposal.decided_by,
        approved_at=proposal.decided_at,
        # a later number never takes effect earlier, whatever the clocks of two servers say
        effective_at=max(at, latest.effective_at) if latest else at,
    )
    ReleaseItem.objects.bulk_create(
        [ReleaseItem(release=made, content_id=hash_, position=n) for n, hash_ in enumerate(proposal.contents)]
    )
    reviewing.link(made)
    release_published.send(sender=Release, release=made, at=at)
    return made


@transaction.atomic
def release_due(curriculum: CurriculumPage, *, at: datetime) -> list[Release]:
    """Release whatever of a curriculum waited for an hour that has come, in the order of those hours. Twice is as once."""
    curriculum = lock_one(Kind.CURRICULUM, CurriculumPage.objects.filter(pk=curriculum.pk))
    due = ReleaseProposal.objects.filter(curriculum=curriculum).due(at)
    return [release(candidates.locked(proposal), at=at) for proposal in due]


def curricula_due(*, at: datetime) -> list[CurriculumPage]:
    """The curricula of which something waited for an hour that has come."""
    due = ReleaseProposal.objects.due(at).order_by()
    return list(CurriculumPage.objects.filter(pk__in=due.values("curriculum")).order_by("pk"))
