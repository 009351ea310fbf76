"""One person at the coordinator's desk: the history, what is decided about a certificate, a change of region."""

from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts import access_log, confirming, moving, roles
from accounts.access import PersonRequest, for_coordinators, person_of
from accounts.models import RegionMove, User
from certificates.ledger import codes, lifecycle, rulings, validity, waiting
from certificates.ledger.access import ruled_certificate
from certificates.ledger.models import Certificate
from certificates.updates import currency, facilitating
from desk import person_history
from desk.forms import EnrolForm, GrantForm, MoveForm, RulingForm
from lms.refusals import Refusal


@for_coordinators
@require_GET
def person(request: PersonRequest, user_id: int) -> HttpResponse:
    """One person's full history. The look is noted, and the person can see that."""
    someone = person_of(request.user, user_id)
    at = timezone.now()
    access_log.record(viewer=request.user, subject=someone, action="view", at=at)
    return _person_page(request, someone, at=at)


def _person_page(
    request: PersonRequest,
    someone: User,
    *,
    at: datetime,
    refused: tuple[str, RulingForm] | None = None,
    move_form: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    day = timezone.localdate(at)
    held = currency.with_status(Certificate.objects.filter(period__user=someone), day)
    certificates = [
        {
            "certificate": certificate,
            "code": codes.shown(certificate.code),
            "sentence": lifecycle.fact(certificate),
            "facilitates": facilitating.sentence(certificate),
            "why": validity.why(
                certificate.period.rules,
                valid_until=certificate.period.valid_until,
                completed_on=certificate.period.completed_on,
                can_be_renewed=certificate.validity in (*lifecycle.HOLDS, lifecycle.Validity.EXPIRED),
            ),
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
            "waiting": waiting.of_person(someone),
            "waits_for_name": confirming.waits_for_name(someone),
            "trainings": person_history.trainings(someone),
            "events": person_history.events(someone),
            "letters": person_history.letters(someone),
            "owed": person_history.owed(someone, day=day),
            "stuck": [(one, GrantForm(auto_id=f"grant-{one.quiz.key}-%s")) for one in person_history.stuck(someone)],
            "move": moving.waiting_for(request.user).filter(user=someone).first(),
            "move_form": move_form or MoveForm(auto_id="move-%s"),
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
    request: PersonRequest, certificate: Certificate, refused: tuple[str, RulingForm] | None
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
def rule(request: PersonRequest, code: str, action: str) -> HttpResponse:
    """Suspend, reinstate or revoke a certificate."""
    certificate = ruled_certificate(request.user, code)
    form = RulingForm(request.POST, action=action)
    at = timezone.now()
    if not form.is_valid():
        if not_on_offer := rulings.why_not(certificate, action, by=request.user):
            messages.error(request, not_on_offer)
        refused = (f"{certificate.code} {action}", form)
        return _person_page(request, certificate.period.user, at=at, refused=refused, status=400)
    try:
        rulings.ACTS[rulings.Action(action)](certificate, by=request.user, at=at, **form.cleaned_data)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        messages.success(request, _("Done. %(person)s will be told.") % {"person": certificate.holder_name})
    return redirect("desk:person", user_id=certificate.period.user_id)


@for_coordinators
@require_POST
def answer_move(request: PersonRequest, user_id: int) -> HttpResponse:
    """Agree to a change of region, or not. Whoever agreed to one out of their regions no longer sees the person."""
    someone = person_of(request.user, user_id)
    move = moving.waiting_for(request.user).filter(user=someone).first()
    form = MoveForm(request.POST, auto_id="move-%s")
    at = timezone.now()
    if move is not None and not form.is_valid():
        return _person_page(request, someone, at=at, move_form=form, status=400)
    if move is None:
        messages.error(request, _("This request has been answered or withdrawn meanwhile."))
        return redirect("desk:person", user_id=someone.pk)
    return _answered(request, move, form, at)


def _answered(request: PersonRequest, move: RegionMove, form: MoveForm, at: datetime) -> HttpResponse:
    someone, agrees = move.user, form.cleaned_data["answer"] == "agree"
    try:
        moving.decide(move, grant=agrees, note=form.cleaned_data["note"], by=request.user, at=at)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    else:
        words = _("%(person)s is moved, and will be told.") if agrees else _("%(person)s stays, and will be told.")
        messages.success(request, words % {"person": someone.formal_name})
    if not roles.people_of(request.user).filter(pk=someone.pk).exists():
        return redirect("desk:roster")
    return redirect("desk:person", user_id=someone.pk)
