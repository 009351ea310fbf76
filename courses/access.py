"""Loading what a person may open, and nothing else: what is not theirs does not exist for them."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from accounts.models import User
from courses.models import Attempt, CurriculumPage, Enrolment

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """A page about the person who is logged in: nobody else's browser or cache keeps it.

    Somebody who is logged out comes back after logging in: to the page, or, when a form was sent, to the page it stood on.
    """
    shown = never_cache(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return shown(request, *args, **kwargs)
        return redirect_to_login(_page_to_return_to(request))

    return guarded


def _page_to_return_to(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from._replace(scheme="", netloc="").geturl() if came_from.netloc == request.get_host() else "/learn/"


def own_enrolment(user: User, enrolment_id: int) -> Enrolment:
    """The person's own enrolment, ended or not, with its release. 404 for anybody else's."""
    return get_object_or_404(Enrolment.objects.select_related("release"), pk=enrolment_id, user=user)


def own_attempt(user: User, attempt_id: int) -> Attempt:
    """The person's own attempt with its quiz, enrolment and release. 404 for anybody else's."""
    attempts = Attempt.objects.select_related("quiz", "enrolment__release")
    return get_object_or_404(attempts, pk=attempt_id, enrolment__user=user)


def public_curriculum(slug: str) -> CurriculumPage:
    """A published curriculum. 404 for one that is being written."""
    found = CurriculumPage.objects.live().filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such curriculum.")
    return found


def is_read_ahead(request: HttpRequest) -> bool:
    """Whether a browser only fetches the page in advance, so that nobody has opened it yet."""
    return request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", "")
