"""Who may observe: the list, and the form that lets somebody."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import roles
from accounts.access import PersonRequest, personal
from courses.practice import access, assessors
from courses.practice.forms import AssessorForm
from lms.refusals import Refusal


def _may(request: PersonRequest) -> None:
    if not (roles.is_trainer(request.user) or roles.is_administrator(request.user)):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def assessors_page(request: PersonRequest) -> HttpResponse:
    """Who may observe in one's curricula, and letting somebody else."""
    _may(request)
    at = timezone.now()
    form = AssessorForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        told = form.cleaned_data
        where = {"region": told["region"], "through": told["through"]}
        try:
            assessors.authorise(told["email"], told["curriculum"], **where, by=request.user, at=at)
        except Refusal as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            messages.success(request, _("Done. %(person)s is told.") % {"person": told["email"]})
            return redirect("practice:assessors")
    own = assessors.standing(timezone.localdate(at)).filter(
        curriculum__in=assessors.curricula_of(request.user), person__is_active=True
    )
    rows = own.select_related("person", "curriculum", "region").order_by("curriculum__title", "valid_through", "pk")
    listed = [(one, assessors.words_of(one)) for one in rows]
    status = 400 if form.is_bound else 200
    return render(request, "practice/assessors.html", {"form": form, "listed": listed}, status=status)


@require_POST
@personal
def withdraw(request: PersonRequest, authorisation_id: int) -> HttpResponse:
    """End somebody's authorisation today."""
    _may(request)
    found = access.authorisation_of(request.user, authorisation_id)
    assessors.withdraw(found, by=request.user, at=timezone.now())
    messages.success(
        request,
        _("%(person)s does not observe in %(curriculum)s any more.")
        % {"person": found.person, "curriculum": found.curriculum.title},
    )
    return redirect("practice:assessors")
