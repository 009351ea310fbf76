"""The coordinator's desk: the roster, its export, and enrolling people."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts import moving, roles
from accounts.access import PersonRequest, for_coordinators
from accounts.models import User
from certificates.ledger import renewing
from desk import roster
from desk.forms import STATUS_CHOICES, EnrolForm, RosterFilterForm
from lms.refusals import Refusal

_PER_PAGE = 50
_MOST_AT_ONCE = 200  # people enrolled with one button


@for_coordinators
@require_GET
def roster_page(request: PersonRequest) -> HttpResponse:
    """Everybody in one's regions, narrowed by what is asked for."""
    return _roster(request, RosterFilterForm(request.GET, by=request.user))


def _roster(request: PersonRequest, form: RosterFilterForm) -> HttpResponse:
    """The roster; with a filter that cannot be read, nobody, and what is wrong beside the field."""
    day = timezone.localdate()
    wanted = form.wanted()
    found = roster.people(request.user, wanted, day=day) if wanted else User.objects.none()
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    counts = roster.counts(request.user, day=day)
    return render(
        request,
        "desk/roster.html",
        {
            "form": form,
            "wanted": wanted,
            "page": page,
            "rows": roster.rows(page.object_list, day=day),
            "chips": _chips(request, counts),
            "counts": counts,
            "moves": moving.waiting_for(request.user),
            "enrol_form": EnrolForm(),
            "export_query": request.GET.urlencode(),
        },
        status=200 if wanted else 400,
    )


def _chips(request: PersonRequest, counts: dict[str, int]) -> list[dict[str, object]]:
    chips: list[dict[str, object]] = []
    active = request.GET.get("status", "")
    for key, label in STATUS_CHOICES:
        query = request.GET.copy()
        query.pop("page", None)
        query["status"] = key
        count = counts["everybody"] if not key else counts.get(key)
        chips.append({"label": label, "url": f"?{query.urlencode()}", "active": key == active, "count": count})
    return chips


@for_coordinators
@require_GET
def export(request: PersonRequest) -> HttpResponse:
    """The roster as it is narrowed, as CSV. The export is noted; a filter that cannot be read exports nobody."""
    form = RosterFilterForm(request.GET, by=request.user)
    wanted = form.wanted()
    if wanted is None:
        messages.error(request, _("Nothing was exported, because the filter cannot be read. Correct it and try again."))
        return _roster(request, form)
    at = timezone.now()
    lines = roster.export(request.user, wanted, at=at)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="roster-{timezone.localdate(at).isoformat()}.csv"'
    response["Cache-Control"] = "private, no-store"
    response.write("\ufeff")  # so that spreadsheets read the accents
    csv.writer(response).writerows(lines)
    return response


@for_coordinators
@require_POST
def enrol(request: PersonRequest) -> HttpResponse:
    """Enrol the chosen people in a curriculum, each as far as the rules allow."""
    form = EnrolForm(request.POST)
    chosen = [int(pk) for pk in request.POST.getlist("person") if pk.isdecimal() and len(pk) < 19][:_MOST_AT_ONCE]
    people = list(roles.people_of(request.user).filter(pk__in=chosen, is_active=True))
    back = redirect("desk:person", user_id=people[0].pk) if request.POST.get("back") == "person" and people else None
    if not people or not form.is_valid():
        messages.error(request, _("Choose at least one person and a curriculum."))
        return back or redirect("desk:roster")
    curriculum = form.cleaned_data["curriculum"]
    at, enrolled = timezone.now(), 0
    for someone in people:
        try:
            renewing.enrol_for(someone, curriculum, by=request.user, at=at)
            enrolled += 1
        except Refusal as refusal:
            reasons = {"person": someone.certificate_name or someone, "reasons": " ".join(refusal.reasons)}
            messages.warning(request, _("%(person)s: %(reasons)s") % reasons)
    if enrolled:
        words = ngettext(
            "%(count)d person is enrolled in %(curriculum)s.",
            "%(count)d people are enrolled in %(curriculum)s.",
            enrolled,
        )
        messages.success(request, words % {"count": enrolled, "curriculum": curriculum.title})
    return back or redirect("desk:roster")
