"""Loading and authorising in one step: what comes back may be shown to, or done by, the person who asked."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from guardian.shortcuts import get_objects_for_user

from accounts import roles
from accounts.models import User
from certificates import codes
from certificates.models import Certificate, Obligation
from courses.models import CurriculumPage, ReleaseProposal

View = Callable[..., HttpResponse]


def for_coordinators(view: View) -> View:
    """Only for people who coordinate a region; others get the 403 page."""
    return _for_role(view, roles.is_coordinator)


def for_trainers(view: View) -> View:
    """Only for people who author or approve a curriculum; others get the 403 page."""
    return _for_role(view, roles.is_trainer)


def _for_role(view: View, may: Callable[[User], bool]) -> View:
    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _certificates() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("period__user", "period__certification")


def _code(text: str) -> str:
    code = codes.read(text)
    if code is None:
        raise Http404("There is no certificate with this code.")
    return code


def own_certificate(user: User, code: str) -> Certificate:
    """A certificate of the person themself."""
    return get_object_or_404(_certificates(), code=_code(code), period__user=user)


def readable_certificate(user: User, code: str) -> Certificate:
    """A certificate of the person themself, or of somebody they coordinate."""
    certificate = get_object_or_404(_certificates(), code=_code(code))
    if certificate.period.user_id != user.pk:
        person_of(user, certificate.period.user_id)
    return certificate


def ruled_certificate(by: User, code: str) -> Certificate:
    """A certificate of somebody whom the coordinator answers for."""
    certificate = get_object_or_404(_certificates(), code=_code(code))
    person_of(by, certificate.period.user_id)
    return certificate


def person_of(by: User, pk: int) -> User:
    """Somebody whom the coordinator answers for."""
    if not roles.is_coordinator(by):
        raise Http404("There is no such person.")
    return get_object_or_404(roles.people_of(by).select_related("region"), pk=pk)


def own_obligation(user: User, pk: int) -> Obligation:
    """An update that the person owes, or owed."""
    owed = Obligation.objects.select_related("release__curriculum", "certificate__period__user", "fulfilment")
    return get_object_or_404(owed, pk=pk, certificate__period__user=user)


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


def proposal_of(user: User, pk: int) -> ReleaseProposal:
    """A proposal of a curriculum that the person authors or approves."""
    proposals = ReleaseProposal.objects.select_related("curriculum", "author", "decided_by", "release")
    return get_object_or_404(proposals, pk=pk, curriculum__in=curricula_of(user))
