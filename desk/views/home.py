"""The first page of the desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import moving
from accounts.access import PersonRequest, for_coordinators
from desk import waiting


@for_coordinators
@require_GET
def home(request: PersonRequest) -> HttpResponse:
    """What waits for the coordinator, and how things stand."""
    if request.GET:  # the roster stood here once, and bookmarks of its filters did
        return redirect(f"{reverse('desk:roster')}?{request.GET.urlencode()}")
    needs, stands = waiting.numbers(request.user, day=timezone.localdate())
    moves = list(moving.waiting_for(request.user))
    quiet = not moves and not any(one.count for one in needs)
    return render(request, "desk/home.html", {"needs": needs, "stands": stands, "moves": moves, "quiet": quiet})
