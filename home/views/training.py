"""My training: the first page after logging in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from accounts import confirming, roles
from accounts.access import PersonRequest
from certificates.ledger import waiting
from certificates.updates import holdings as certificates
from courses.practice import waiting as observing
from home import my_training as rules
from lms import fragments, organisation
from notices import inbox


@login_required
@require_safe
def my_training(request: PersonRequest) -> HttpResponse:
    """What is next, what is under way, what I hold, what I was told."""
    is_decided = organisation.now().is_decided
    if roles.is_administrator(request.user) and not is_decided:
        return redirect("home:set_up")
    now = timezone.now()
    holdings = certificates.of(request.user, at=now)
    trainings, completed = rules.trainings_of(request.user)
    waits_for_name = confirming.waits_for_name(request.user)
    waits = rules.Waiting(waiting.of_person(request.user), waits_for_name, not is_decided)
    practised = rules.practised_in(completed)
    to_observe = observing.of_person(request.user, practised)
    return render(
        request,
        "home/my_training.html",
        {
            "next": rules.next_thing(holdings, trainings, waits, to_observe),
            "to_observe": to_observe,
            "observations": rules.observations_of(request.user) if practised else [],
            "holdings": holdings,
            "owed": rules.owed_by(holdings),
            "cards": [_card(training) for training in trainings],
            "completed": completed,
            "waiting": waits,
            "asks_for_name": waits_for_name and not waits.names and rules.leads_to_certificate(trainings),
            "notices": inbox.newest(request.user),
        },
    )


def _card(training: rules.Training) -> SafeString:
    own = {"address": reverse("learning:training", args=[training.enrolment.pk])}
    return fragments.rendered(
        "home/_training.html", training.looks_like, lambda marks: {"training": training, **marks}, own
    )
