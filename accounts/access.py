"""Loading and authorising in one step: what comes back may be shown to, or done by, the person who asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import roles
from accounts.models import User

View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """What a view behind `login_required` or a guard of this file is given: somebody is logged in."""

    user: User


def personal(view: View) -> View:
    """A page about the person who is logged in: nobody else's browser or cache keeps it.

    Somebody who is logged out comes back after logging in: to the page, or, when a form was sent, to the page it stood on.
    """
    shown = never_cache(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return shown(request, *args, **kwargs)
        return redirect_to_login(_page_to_return_to(request))

    return guarded


def _page_to_return_to(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return came_from._replace(scheme="", netloc="").geturl()


def for_coordinators(view: View) -> View:
    """Only for people who coordinate a region; others get the 403 page."""
    return _for_role(view, roles.is_coordinator)


def for_trainers(view: View) -> View:
    """Only for people who author or approve a curriculum; others get the 403 page."""
    return _for_role(view, roles.is_trainer)


def for_assessors(view: View) -> View:
    """Only for people who observe others; others get the 403 page."""
    return _for_role(view, roles.is_assessor)


def for_administrators(view: View) -> View:
    """Only for people who run the site; others get the 403 page."""
    return _for_role(view, roles.is_administrator)


def _for_role(view: View, may: Callable[[User], bool]) -> View:
    @wraps(view)
    @login_required
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def person_of(by: User, pk: int) -> User:
    """Somebody whom the coordinator answers for."""
    if not roles.is_coordinator(by):
        raise Http404(_("There is no such person."))
    return get_object_or_404(roles.people_of(by).select_related("region"), pk=pk)
