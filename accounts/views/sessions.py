"""Where I am logged in, and what was tried with my account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import devices, failed_logins
from accounts import sessions as rules
from accounts.access import PersonRequest

_FAILED = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: PersonRequest) -> HttpResponse:
    """Every device that is logged in, and the last logins that failed; posting ends all other sessions."""
    if request.method == "POST":
        ended = rules.end_others(request.user, but=request.session.session_key)
        words = ngettext("%(count)s other device is logged out.", "%(count)s other devices are logged out.", ended)
        messages.success(request, words % {"count": ended} if ended else _("No other device was logged in."))
        return redirect("accounts:sessions")
    found = [(session, devices.in_words(session.user_agent)) for session in rules.of(request.user)]
    failed = failed_logins.of(request.user)[:_FAILED]
    context = {"sessions": found, "current": request.session.session_key, "failed": failed}
    return render(request, "accounts/sessions.html", context)


@login_required
@require_POST
def end(request: PersonRequest, session_id: int) -> HttpResponse:
    """Log one device out."""
    if not rules.end(request.user, session_id):
        raise Http404(_("There is no such session."))
    messages.success(request, _("That device is logged out."))
    return redirect("accounts:sessions")
