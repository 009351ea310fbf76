"""What holds for every session: it ends when nobody uses it, and opens others' records after a second step only."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import roles, second_step, sessions
from accounts.second_step import SecondStep

# What is left of the account's pages to a session that did not use the second step there is: changing the password, the
# address or the second step itself would be a way around it.
_TO_TAKE_IT = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout", "accounts:settings"}
_OUR_DOORS = {"accounts:cms_login", "accounts:cms_reset", "accounts:cms_reset_further"}
_ACCOUNT = "/account/"
_PAGES_OF_THE_SITE = "wagtail_serve"


class SessionUseMiddleware:
    """A session that nobody used for long ends; sooner where it shows other people's records."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            request.user = get_user(request)  # themself: a page asks hundreds of times, and the stand-in slows each
            at = timezone.now()
            if sessions.was_left(request, at=at):
                logout(request)
                messages.info(request, _("Nobody was here for a while, so you were logged out. Please log in again."))
            else:
                sessions.note_use(request, at=at)
        return self.get_response(request)


class RequireSecondStepMiddleware:
    """Without the second step their role owes, people are what they are without the role: readers and learners.

    Their roles rest for the request, and all addresses but the few of settings.OPEN_WITHOUT_SECOND_STEP lead to where
    the step is taken or set up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        state = second_step.of(request)
        if state in (SecondStep.NOT_OWED, SecondStep.TAKEN) or not request.user.is_authenticated:
            return None
        roles.rest(request.user)
        return None if _is_open(request, state) else _lead(request, state)


def _view_name(request: HttpRequest) -> str:
    assert request.resolver_match is not None  # the view is known when `process_view` is called
    return request.resolver_match.view_name


def _is_open(request: HttpRequest, state: SecondStep) -> bool:
    name = _view_name(request)
    if name == _PAGES_OF_THE_SITE:
        return True
    if state is SecondStep.TO_TAKE and request.path_info.startswith(_ACCOUNT):
        return name in _TO_TAKE_IT
    return request.path_info.startswith(settings.OPEN_WITHOUT_SECOND_STEP)


def _lead(request: HttpRequest, state: SecondStep) -> HttpResponse:
    if state is SecondStep.TO_SET_UP:
        words = _("Your role lets you see other people's records, so please add a second step to your login first.")
        messages.info(request, words)
        return redirect("mfa_index")
    page = second_step.page_to_take_it(request)
    back = request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL
    return redirect(f"{page}?{urlencode({'next': back})}")


class EditorDoorMiddleware:
    """Somebody logged in whom the editor is not open to is told so, instead of being sent to log in over and over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Raise PermissionDenied, which is answered with the page that says so."""
        if not request.path_info.startswith(reverse("wagtailadmin_home")) or _view_name(request) in _OUR_DOORS:
            return
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
