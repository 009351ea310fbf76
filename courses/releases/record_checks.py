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


@check("decided proposals agree with their release")
def disagreeing_proposals() -> Iterator[Damage]:
    """A proposal is approved exactly when it has a release, and the release lists what was approved."""
    for proposal in ReleaseProposal.objects.select_related("release").prefetch_related("release__items").iterator(50):
        name = f"releases.releaseproposal {proposal.pk}"
        if (proposal.state == ReleaseProposal.State.APPROVED) != (proposal.release is not None):
            yield Damage(
                name, "it is approved without a release, or has one without being approved", "Ask whoever decided."
            )
        elif proposal.release is not None:
            held = [item.content_id for item in proposal.release.items.all()]
            if sorted(held) != sorted(proposal.contents):
                yield Damage(name, "its release lists other contents than were approved", "Compare both with a backup.")
