"""What must hold of releases and proposals."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from courses.contents.outlines import outline_items
from courses.releases.models import ProposalPart, Release, ReleaseProposal
from lms.records import Damage, check


@check("releases contain what their outline lists")
def incomplete_releases() -> Iterator[Damage]:
    """Every lesson and quiz of an outline is among the release's contents."""
    for release in Release.objects.prefetch_related("items").iterator(chunk_size=50):
        held = {item.content_id for item in release.items.all()}
        missing = [item["title"] for item in outline_items(release.outline) if item["hash"] not in held]
        if missing:
            yield Damage(
                f"releases.release {release.pk} ({release})",
                f"its contents lack {', '.join(missing)}",
                "Bring the rows of releases.releaseitem back from a backup.",
            )


@check("releases list what was approved")
def disagreeing_releases() -> Iterator[Damage]:
    """A release comes from an approved proposal and lists exactly its contents."""
    for release in Release.objects.select_related("proposal").prefetch_related("items").iterator(chunk_size=50):
        name, proposal = f"releases.release {release.pk} ({release})", release.proposal
        if proposal.state != ReleaseProposal.State.APPROVED:
            yield Damage(name, "the proposal it comes from is not approved", "Compare both with a backup.")
        elif sorted(item.content_id for item in release.items.all()) != sorted(proposal.contents):
            yield Damage(name, "it lists other contents than were approved", "Compare both with a backup.")


@check("nobody approved what they wrote")
def self_approved_releases() -> Iterator[Damage]:
    """Whoever approved a release is noted as its approver, and so as nothing else."""
    approvals = ProposalPart.objects.filter(
        proposal=OuterRef("proposal"), person=OuterRef("approved_by"), part=ProposalPart.Part.APPROVED
    )
    for release in Release.objects.filter(~Exists(approvals)).defer("outline").iterator(chunk_size=50):
        yield Damage(
            f"releases.release {release.pk} ({release})",
            "whoever approved it is not noted as its approver",
            "Compare releases.proposalpart with a backup.",
        )


@check("numbers and days of releases run the same way")
def overtaking_releases() -> Iterator[Damage]:
    """Within a curriculum, no release with a higher number takes effect before one with a lower number."""
    before: Release | None = None
    ordered = Release.objects.order_by("curriculum", "major", "minor", "patch").defer("outline")
    for release in ordered.iterator(chunk_size=50):
        same = before is not None and before.curriculum_id == release.curriculum_id
        if before is not None and same and release.effective_at < before.effective_at:
            yield Damage(
                f"releases.release {release.pk} ({release})",
                f"it took effect before {before}",
                "Compare releases.release with a backup.",
            )
        before = release
