"""What must hold of releases and proposals."""

from collections.abc import Iterator

from courses.contents.outlines import outline_items
from courses.releases.models import Release, ReleaseProposal
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
