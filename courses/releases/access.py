"""Loading what a trainer may prepare or approve."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from guardian.shortcuts import get_objects_for_user

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.releases.models import Release, ReleaseProposal


def curricula_of(user: User) -> QuerySet[CurriculumPage]:
    """The curricula a person authors or approves, in the catalogue's order."""
    own = get_objects_for_user(
        user,
        ["author_curriculum", "approve_curriculum"],
        klass=CurriculumPage,
        any_perm=True,
        accept_global_perms=False,
    )
    return own.order_by("path")


def curriculum_of(user: User, slug: str) -> CurriculumPage:
    """One of the curricula a person authors or approves."""
    return get_object_or_404(curricula_of(user), slug=slug)


def written_curriculum_of(user: User, slug: str) -> CurriculumPage:
    """One of the curricula a person authors."""
    own = get_objects_for_user(user, "author_curriculum", klass=CurriculumPage, accept_global_perms=False)
    return get_object_or_404(own, slug=slug)


def proposal_of(user: User, pk: int) -> ReleaseProposal:
    """A proposal of a curriculum that the person authors or approves."""
    proposals = ReleaseProposal.objects.select_related("curriculum", "author", "decided_by", "sent_back_by", "release")
    return get_object_or_404(proposals, pk=pk, curriculum__in=curricula_of(user))


def release_of(user: User, slug: str, number: str) -> Release:
    """A release, by its number, of a curriculum that the person authors or approves."""
    curriculum = curriculum_of(user, slug)
    parts = number.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 6 for part in parts):
        raise Http404(_("There is no such release."))
    major, minor, patch = map(int, parts)
    releases = Release.objects.select_related("curriculum", "author", "approved_by")
    return get_object_or_404(releases, curriculum=curriculum, major=major, minor=minor, patch=patch)
