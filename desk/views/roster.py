"""The coordinator's desk: the roster, one person, what is decided about a certificate, enrolling people."""

import csv
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts import access_log, roles
from accounts.access import for_coordinators, person_of
from accounts.models import User
from certificates.ledger import codes, lifecycle, renewing, rulings
from certificates.ledger.access import ruled_certificate
from certificates.ledger.models import Certificate
from certificates.updates import currency, facilitating
from desk import person_history, roster
from desk.forms import STATUS_CHOICES, EnrolForm, GrantForm, RosterFilterForm, RulingForm
from lms.refusals import Refusal

_PER_PAGE = 50
_MOST_AT_ONCE = 200  # people enrolled with one button


@for_coordinators
@require_GET
def roster_page(request: HttpRequest) -> HttpResponse:
    """Everybody in one's regions, narrowed by what is asked for."""
    return _roster(request, RosterFilterForm(request.GET, by=request.user))


def _roster(request: HttpRequest, form: RosterFilterForm) -> HttpResponse:
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
            "enrol_form": EnrolForm(),
            "export_query": request.GET.urlencode(),
        },
        status=200 if wanted else 400,
    )


def _chips(request: HttpRequest, counts: dict[str, int]) -> list[dict[str, object]]:
    chips, active = [], request.GET.get("status", "")
    for key, label in STATUS_CHOICES:
        query = request.GET.copy()
        query.pop("page", None)
        query["status"] = key
        count = counts["everybody"] if not key else counts.get(key)
        chips.append({"label": label, "url": f"?{query.urlencode()}", "active": key == active, "count": count})
    return chips


@for_coordinators
@require_GET
def export(request: HttpRequest) -> HttpResponse:
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
@require_GET
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person's full history. The look is noted, and the person can see that."""
    someone = person_of(request.user, user_id)
    at = timezone.now()
    access_log.record(viewer=request.user, subject=someone, action="view", at=at)
    return _person_page(request, someone, at=at)


def _person_page(
    request: HttpRequest, someone, *, at, refused: tuple[str, RulingForm] | None = None, status: int = 200
):
    day = timezone.localdate(at)
    held = currency.with_status(Certificate.objects.filter(period__user=someone), day)
    certificates = [
        {
            "certificate": certificate,
            "code": codes.shown(certificate.code),
            "sentence": lifecycle.fact(certificate),
            "facilitates": facilitating.sentence(certificate),
            "actions": _actions(request, certificate, refused),
        }
        for certificate in held.select_related("period__user").order_by("-period__opened_at", "-pk")
    ]
    return render(
        request,
        "desk/person.html",
        {
            "person": someone,
            "certificates": certificates,
            "trainings": person_history.trainings(someone),
            "events": person_history.events(someone),
            "owed": person_history.owed(someone, day=day),
            "stuck": [(one, GrantForm(auto_id=f"grant-{one.quiz.key}-%s")) for one in person_history.stuck(someone)],
            "enrol_form": EnrolForm(),
        },
        status=status,
    )


class _Act(NamedTuple):
    label: str | Promise
    text: str | Promise
    button: str | Promise


_ACTS = {
    "suspend": _Act(
        gettext_lazy("Suspend"),
        gettext_lazy("The certificate shows as suspended until you reinstate or revoke it. The holder is told."),
        gettext_lazy("Suspend this certificate"),
    ),
    "reinstate": _Act(
        gettext_lazy("Reinstate"),
        gettext_lazy("The certificate holds again as its dates say. The holder is told."),
        gettext_lazy("Reinstate this certificate"),
    ),
    "revoke": _Act(
        gettext_lazy("Revoke"),
        gettext_lazy("This is final. The certificate shows as revoked, with the date. The holder is told the reason."),
        gettext_lazy("Revoke this certificate"),
    ),
}


def _actions(
    request: HttpRequest, certificate: Certificate, refused: tuple[str, RulingForm] | None
) -> list[dict[str, object]]:
    """What may be done about a certificate; a form that was refused comes back as it was filled in."""
    kept = {refused[0]: refused[1]} if refused else {}
    return [
        {
            "action": action,
            **act._asdict(),
            "form": kept.get(f"{certificate.code} {action}") or RulingForm(action=action),
        }
        for action, act in _ACTS.items()
        if certificate.validity != lifecycle.Validity.SUPERSEDED
        and rulings.why_not(certificate, action, by=request.user) is None
    ]


@for_coordinators
@require_POST
def rule(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """Suspend, reinstate or revoke a certificate."""
    certificate = ruled_certificate(request.user, code)
    form = RulingForm(request.POST, action=action)
    at = timezone.now()
    if not form.is_valid():
        refused = (f"{certificate.code} {action}", form)
        return _person_page(request, certificate.period.user, at=at, refused=refused, status=400)
    try:
        rulings.ACTS[action](certificate, by=request.user, at=at, **form.cleaned_data)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, _("Done. %(person)s has been told.") % {"person": certificate.holder_name})
    return redirect("desk:person", user_id=certificate.period.user_id)


@for_coordinators
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
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
