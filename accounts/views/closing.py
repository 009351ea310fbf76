"""Closing one's account, with what that means said first."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import closing
from accounts.access import PersonRequest
from accounts.login_forms import PasswordAgainForm
from lms.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: PersonRequest) -> HttpResponse:
    """Say what stays and what goes; posting the password closes the account and logs out."""
    form = PasswordAgainForm(request.POST or None, user=request.user)
    if request.method == "POST":
        too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
        if too_many:
            return too_many
        if form.is_valid():
            return _closed(request)
    context = {"form": form, "why_not": closing.why_not(request.user)}
    return render(request, "accounts/close.html", context, status=400 if form.errors else 200)


def _closed(request: PersonRequest) -> HttpResponse:
    try:
        closing.close(request.user, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("accounts:close")
    logout(request)
    messages.success(request, _("Your account is closed. We sent you a letter that says so."))
    return redirect("/")
