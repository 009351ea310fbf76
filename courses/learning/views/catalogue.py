"""The public catalogue, one curriculum's page, and enrolling."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from courses.authoring.models import CurriculumIndexPage, CurriculumPage
from courses.learning import access, enrolling, leading, publicity
from courses.learning.models import Enrolment
from evidence import standing
from lms.refusals import Refusal
from lms.shared_pages import shared

_RELEASES_SHOWN = 3
_CLAIMS_SHOWN = 6


@shared
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every published curriculum; what has no release yet is in preparation."""
    cards = publicity.cards(at=timezone.now())
    open_cards = [card for card in cards if card.release]
    return render(
        request,
        "learning/catalogue.html",
        {
            "page": CurriculumIndexPage.objects.live().first(),
            "open_cards": open_cards,
            "goals": publicity.by_goal(open_cards),
            "coming_cards": [card for card in cards if not card.release],
        },
    )


@shared
@require_safe
def curriculum(request: HttpRequest, slug: str) -> HttpResponse:
    """What a curriculum teaches, what it rests on, how it changed, and the way in."""
    now = timezone.now()
    page = access.public_curriculum(slug)
    history = publicity.history(page, at=now)
    context: dict[str, Any] = {
        "page": page,
        "slug": slug,
        "history": history[:_RELEASES_SHOWN],
        "older": history[_RELEASES_SHOWN:],
    }
    if history:
        shown = publicity.poster(history[0])
        flags = standing.flags([claim["block"]["key"] for claim in shown.claims], at=now)
        claims = [{**claim, "flag": flags.get(claim["block"]["key"])} for claim in shown.claims]
        claims.sort(key=lambda claim: claim["flag"] is None)  # what is under review stands first
        context |= {
            "release": history[0],
            "outline": shown.outline,
            "claims": claims[:_CLAIMS_SHOWN],
            "more_claims": claims[_CLAIMS_SHOWN:],
            "flagged": len(flags),
            "enrolment": _enrolment_shown(request, page),
            "goals": leading.goals([page.pk]).get(page.pk, ()),
        }
    return render(request, "learning/curriculum.html", context)


def _enrolment_shown(request: HttpRequest, page: CurriculumPage) -> Enrolment | None:
    if not request.user.is_authenticated:
        return None
    return enrolling.latest_enrolment(request.user, page)


@require_POST
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """Start, or go on with, the current release. Somebody not logged in comes back to the curriculum afterwards."""
    page = access.public_curriculum(slug)
    back = reverse("learning:curriculum", args=[slug])
    if not request.user.is_authenticated:
        return redirect_to_login(back)
    return _enrolled(request, page, request.user, back, at=timezone.now())


def _enrolled(request: HttpRequest, page: CurriculumPage, user: User, back: str, *, at: datetime) -> HttpResponse:
    try:
        enrolment = enrolling.enrol(user, page, by=user, at=at)
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect(back)
    return redirect("learning:training", enrolment.pk)
