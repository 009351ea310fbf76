"""People who can see others' records use a second factor."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import roles
from accounts.models import User

_GUARDED = ("/cms/", "/desk/")


class RequireSecondFactorMiddleware:
    """Send trainers, coordinators and administrators without a second factor to its set-up page first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA_FOR_STAFF and request.path.startswith(_GUARDED) and self._lacks_it(request.user):
            messages.info(
                request,
                "Your role lets you see other people's records, so please add a second step to your login first.",
            )
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _lacks_it(user: User | AnonymousUser) -> bool:
        return user.is_authenticated and roles.sees_others(user) and not is_mfa_enabled(user)
