"""Whom to ask: by name where somebody answers for a person, and the organisation's own address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import roles


@require_safe
def whom_to_ask(request: HttpRequest) -> HttpResponse:
    """The people who answer for whoever asks, if they are known here, and where anybody can write."""
    person = request.user if request.user.is_authenticated else None
    return render(
        request,
        "home/whom_to_ask.html",
        {
            "region": person.region if person else None,
            "coordinators": roles.answering_for(person) if person else [],
        },
    )
