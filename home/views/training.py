"""My training: the first page after logging in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import confirming, roles
from accounts.access import PersonRequest
from certificates.ledger import waiting
from certificates.updates import holdings as certificates
from home import my_training as rules
from lms import organisation
from notices import inbox

_NOTICES = 3


@login_required
@require_safe
def my_training(request: PersonRequest) -> HttpResponse:
    """What is next, what is under way, what I hold, what I was told."""
    if roles.is_administrator(request.user) and not organisation.now().is_decided:
        return redirect("home:set_up")
    now = timezone.now()
    holdings = certificates.of(request.user, at=now)
    trainings, completed = rules.trainings_of(request.user)
    waits_for_name = confirming.waits_for_name(request.user)
    waits = rules.Waiting(waiting.of_person(request.user), waits_for_name, not organisation.now().is_decided)
    return render(
        request,
        "home/my_training.html",
        {
            "next": rules.next_thing(holdings, trainings, waits),
            "holdings": holdings,
            "owed": rules.owed_by(holdings),
            "trainings": trainings,
            "completed": completed,
            "waiting": waits,
            "asks_for_name": waits_for_name and not waits.names and rules.leads_to_certificate(trainings),
            "notices": list(inbox.notices_of(request.user)[:_NOTICES]),
        },
    )
