"""The result of an observation, for whoever was observed and whoever observed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import PersonRequest, personal
from courses.practice import access, scoring, sheets


@require_safe
@personal
def result(request: PersonRequest, observation_id: int) -> HttpResponse:
    """What was decided, the feedback, which rules held, and every item."""
    found = access.signed_observation(request.user, observation_id)
    scored = scoring.score(found.data, found.marks)
    context = {
        "observation": found,
        "data": found.data,
        "result": scored,
        "sections": sheets.sections_of(found, scored),
        "is_mine": found.person_id == request.user.pk,
        "state": f"observation-{found.outcome}",
    }
    return render(request, "practice/result.html", context)
