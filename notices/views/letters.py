"""Which letters I get."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest
from notices import preferences


@login_required
@require_POST
def letters(request: PersonRequest) -> HttpResponse:
    """Save the choice and go back to the account settings."""
    preferences.choose(request.user, set(request.POST.getlist("kinds")))
    messages.success(request, _("Your choice of letters is saved."))
    return redirect(reverse("accounts:settings") + "#mail")
