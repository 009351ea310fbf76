"""The release desk: what changed at the left, whom it touches at the right, and somebody else's approval."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import for_trainers
from certificates.updates import reach as deskwork
from certificates.updates.models import Obligation
from courses.contents import changes
from courses.releases import releasing, telling
from courses.releases.access import curricula_of, curriculum_of, proposal_of
from courses.releases.models import Release, ReleaseProposal
from desk.forms import DecisionNoteForm, VerdictForm
from lms.refusals import Refusal


@for_trainers
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """Every curriculum one is responsible for: its release in effect, and what is being prepared."""
    curricula = list(curricula_of(request.user))
    at = timezone.now()
    newest: dict[int, Release] = {}
    for release in Release.objects.filter(curriculum__in=curricula).newest_first().defer("outline"):
        newest.setdefault(release.curriculum_id, release)
    open_states = [state for state in ReleaseProposal.State if state not in ("approved", "withdrawn")]
    proposals = ReleaseProposal.objects.filter(curriculum__in=curricula, state__in=open_states)
    open_ones = {one.curriculum_id: one for one in proposals.select_related("author").defer("outline", "contents")}
    rows = [{"curriculum": one, "release": newest.get(one.pk), "proposal": open_ones.get(one.pk)} for one in curricula]
    return render(request, "desk/releases.html", {"rows": rows, "now": at})


@for_trainers
@require_POST
def prepare(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze what is published now into a proposal."""
    curriculum = curriculum_of(request.user, slug)
    try:
        made = releasing.prepare(curriculum, by=request.user, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.warning(request, reason)
        return redirect("desk:releases")
    return redirect("desk:release_desk", proposal_id=made.pk)


@for_trainers
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal. Saving keeps the verdict; submitting hands it to an approver."""
    found = proposal_of(request.user, proposal_id)
    if request.method == "GET" and found.release is not None:
        return redirect("desk:release", slug=found.curriculum.slug, number=found.release.number)
    form = VerdictForm(request.POST or None, instance=found)
    if request.method == "POST":
        if form.is_valid():
            return _save(request, found, form)
        found.refresh_from_db()
    return _desk(request, found, form, status=400 if form.errors else 200)


def _save(request: HttpRequest, found: ReleaseProposal, form: VerdictForm) -> HttpResponse:
    fresh = proposal_of(request.user, found.pk)
    at = timezone.now()
    try:
        releasing.describe(
            fresh,
            change_class=form.cleaned_data["change_class"],
            notes=form.cleaned_data["notes"],
            verdict=form.verdict(),
            due_days=form.cleaned_data["due_days"],
            effective_at=form.effective_at(),
            loosened_because=form.cleaned_data["loosened_because"],
        )
        if "submit" in request.POST:
            releasing.submit(fresh, by=request.user, at=at)
            telling.approval_wanted(fresh, by=request.user, at=at)
            messages.success(request, "Handed on for approval. The other trainers of this curriculum have been told.")
        else:
            messages.success(request, "Saved.")
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect("desk:release_desk", proposal_id=found.pk)


def _desk(request: HttpRequest, found: ReleaseProposal, form: VerdictForm, *, status: int = 200) -> HttpResponse:
    at = timezone.now()
    day = timezone.localdate(at)
    previous = releasing.latest_release(found.curriculum)
    return render(
        request,
        "desk/release_desk.html",
        {
            "proposal": found,
            "form": form,
            "previous": previous,
            "changes": changes.between(previous.outline if previous else None, found.outline),
            "findings": releasing.findings(found, at=at),
            "cells": deskwork.cells(found.curriculum, found.verdict, day=day),
            "letters": deskwork.letters_of(found, day=day) if found.change_class else [],
            "is_scheduled": deskwork.is_scheduled(found, at=at),
            "editable": found.state in (ReleaseProposal.State.DRAFT, ReleaseProposal.State.SENT_BACK),
            "why_not_submit": releasing.why_not_submit(found, at=at),
            "why_not_approve": releasing.why_not_approve(found, by=request.user, at=at),
            "decision_form": DecisionNoteForm(),
            "is_author": found.author_id == request.user.pk,
        },
        status=status,
    )


@for_trainers
@require_POST
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Approve, send back with a question, or withdraw."""
    found = proposal_of(request.user, proposal_id)
    at = timezone.now()
    try:
        if "approve" in request.POST:
            made = releasing.approve(found, by=request.user, at=at)
            telling.decided(proposal_of(request.user, found.pk), by=request.user, at=at)
            messages.success(request, f"{made} is approved.")
            return redirect("desk:release", slug=found.curriculum.slug, number=made.number)
        if "send_back" in request.POST:
            releasing.send_back(found, note=request.POST.get("note", ""), by=request.user, at=at)
            telling.decided(proposal_of(request.user, found.pk), by=request.user, at=at)
            messages.success(request, "Sent back to its author, with your question.")
        elif "withdraw" in request.POST:
            releasing.withdraw(found, by=request.user, at=at)
            messages.success(request, "Withdrawn. Nothing goes out.")
            return redirect("desk:releases")
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect("desk:release_desk", proposal_id=found.pk)


@for_trainers
@require_GET
def release(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One release as it went out: what changed, who approved it, what it meant for whom, how far people are."""
    curriculum = curriculum_of(request.user, slug)
    parts = number.split(".")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        raise Http404("There is no such release.")
    major, minor, patch = map(int, parts)
    found = get_object_or_404(
        Release.objects.select_related("author", "approved_by", "rollout"),
        curriculum=curriculum,
        major=major,
        minor=minor,
        patch=patch,
    )
    previous = releasing.release_before(found)
    owed = Obligation.objects.filter(release=found)
    return render(
        request,
        "desk/release.html",
        {
            "release": found,
            "curriculum": curriculum,
            "previous": previous,
            "changes": changes.between(previous.outline if previous else None, found.outline),
            "outcomes": deskwork.outcomes(found),
            "rollout": getattr(found, "rollout", None),
            "owed": owed.count(),
            "done": owed.filter(fulfilment__isnull=False).count(),
            "tasks": found.resolved_tasks.select_related("update__source", "update__claim", "page", "question"),
            "in_effect": found.effective_at <= timezone.now(),
        },
    )
