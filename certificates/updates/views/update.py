"""The updates a holder owes: what changed, word by word, and doing it."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest
from certificates.updates import access, holdings, obligations
from certificates.updates.models import Obligation
from courses.contents import changes
from courses.releases import current, reasons
from courses.releases.models import Release
from courses.releases.verdicts import Action
from lms import places
from lms.refusals import Refusal


@login_required
@require_http_methods(["GET", "POST"])
def update(request: PersonRequest, obligation_id: int) -> HttpResponse:
    """What changed, word by word, and the one thing to do about it."""
    owed = access.own_obligation(request.user, obligation_id)
    at = timezone.now()
    if request.method == "POST":
        return _do_update(request, owed, at)
    basis = obligations.basis_of(owed.certificate, owed.release)
    met = getattr(owed, "fulfilment", None)
    since = basis.release if met is None else current.release_before(owed.release)
    changed, other_reasons = _explained(owed.release, since)
    return render(
        request,
        "updates/update.html",
        {
            "owed": owed,
            "due": holdings.due(owed, timezone.localdate(at)),
            "met": met,
            "since": since,
            "changes": changed,
            "other_reasons": other_reasons,
            "asks_retake": owed.action == Action.REASSESS,
        },
    )


def _explained(release: Release, since: Release | None) -> tuple[list[changes.Described], list[reasons.Reason]]:
    """What changed, each lesson with what happened to the evidence behind it; and what happened behind anything else."""
    known = reasons.behind(current.releases_between(since, release))
    found = changes.between(since.outline if since else None, release.outline, with_neighbours=True)
    named = [replace(one, reasons=known.pop(one.change.item["key"], ())) for one in found]
    shown = {reason for one in named for reason in one.reasons}
    others = dict.fromkeys(reason for several in known.values() for reason in several if reason not in shown)
    return named, list(others)


def _do_update(request: PersonRequest, owed: Obligation, at: datetime) -> HttpResponse:
    try:
        if owed.action == Action.ACKNOWLEDGE:
            obligations.acknowledge(owed, at=at)
            messages.success(request, _("Thank you. Your certificate is shown as up to date."))
            return redirect(places.address("my_training"))
        enrolment = obligations.begin(owed, by=request.user, at=at)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("updates:update", obligation_id=owed.pk)
    if not enrolment.is_open:
        messages.success(request, _("There was nothing left to retake. Your certificate is shown as up to date."))
        return redirect(places.address("my_training"))
    return redirect("learning:training", enrolment_id=enrolment.pk)
