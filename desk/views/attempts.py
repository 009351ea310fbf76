"""Giving somebody more attempts at a quiz."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import roles
from accounts.access import PersonRequest
from courses.learning import granting
from courses.learning.access import granted_enrolment
from desk.forms import GrantForm
from lms import places
from lms.refusals import Refusal


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: PersonRequest, enrolment_id: int, quiz_key: str) -> HttpResponse:
    """Where a person is stuck, and the form that gives them more attempts. For their coordinators and trainers."""
    enrolment = granted_enrolment(request.user, enrolment_id)
    stuck = granting.stuck_at(enrolment, quiz_key)
    mine = roles.is_coordinator(request.user) and roles.people_of(request.user).filter(pk=enrolment.user_id).exists()
    if stuck is None and not mine:  # trainers see somebody here only while there is something to give
        raise Http404
    here = redirect("desk:grant", enrolment.pk, quiz_key)
    form = GrantForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            granting.grant(enrolment, quiz_key, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return here
        messages.success(request, _("Done. %(person)s is told.") % {"person": enrolment.user})
        return redirect("desk:person", enrolment.user_id) if mine else redirect(places.address("inbox"))
    context = {"enrolment": enrolment, "stuck": stuck, "form": form, "key": quiz_key}
    return render(request, "desk/grant.html", context, status=400 if form.is_bound else 200)
