"""The releases of a curriculum: which one is in effect, and which came before."""

from datetime import datetime

from courses.authoring.models import CurriculumPage
from courses.releases.models import Release


def current_release(curriculum: CurriculumPage, *, at: datetime) -> Release | None:
    """The release a newcomer would be enrolled in at that instant, or None before the first one."""
    return Release.objects.filter(curriculum=curriculum).effective(at).newest_first().first()


def latest_release(curriculum: CurriculumPage) -> Release | None:
    """The release that took effect last. What still waits for its day is a proposal (see line)."""
    return Release.objects.filter(curriculum=curriculum).newest_first().first()


def release_before(release: Release) -> Release | None:
    """The release of the same curriculum just before this one."""
    earlier = Release.objects.filter(curriculum=release.curriculum_id).newest_first()
    return next((one for one in earlier if one.version < release.version), None)


def releases_between(since: Release | None, release: Release) -> list[Release]:
    """The releases after one, or from the first, up to another of the same curriculum."""
    all_of_it = Release.objects.filter(curriculum=release.curriculum_id).defer("outline")
    return [one for one in all_of_it if one.version <= release.version and (not since or one.version > since.version)]


def contents_of(release: Release) -> list[str]:
    """The hashes of a release, in order."""
    return list(release.items.order_by("position").values_list("content_id", flat=True))
