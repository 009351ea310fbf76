"""The release desk: what changed at the left, whom it touches at the right, and somebody else's approval."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, for_administrators, for_trainers
from certificates.updates import reach as deskwork
from certificates.updates.models import Obligation
from courses.authoring.models import CurriculumIndexPage, CurriculumPage
from courses.contents import changes
from courses.contents.outlines import outline_items
from courses.releases import (
    approving,
    behind,
    candidates,
    checking,
    current,
    examining,
    line,
    proposing,
    reviewing,
    scheduling,
)
from courses.releases.access import curricula_of, curriculum_of, proposal_of, release_of
from courses.releases.models import ProposalPart, Release, ReleaseProposal
from desk import workbench
from desk.forms import DecisionNoteForm, ScheduleForm, VerdictForm
from lms import places
from lms.refusals import Refusal

State = ReleaseProposal.State
_CURRICULUM = (CurriculumPage._meta.app_label, CurriculumPage._meta.model_name)


@for_trainers
@require_GET
def releases(request: PersonRequest) -> HttpResponse:
    """Every curriculum one is responsible for: its release in effect, what waits for its day, what is being prepared."""
    curricula = list(curricula_of(request.user))
    newest = workbench.newest_of(curricula)
    published = workbench.published_since(curricula, newest)
    proposals = ReleaseProposal.objects.filter(curriculum__in=curricula).defer("outline", "contents")
    open_ones = {one.curriculum_id: one for one in proposals.open().select_related("author")}
    waiting: dict[int, list[ReleaseProposal]] = {}
    for one in proposals.scheduled():
        waiting.setdefault(one.curriculum_id, []).append(one)
    rows = [
        {
            "curriculum": one,
            "release": newest.get(one.pk),
            "waiting": waiting.get(one.pk, []),
            "proposal": open_ones.get(one.pk),
            "published": published.get(one.pk, 0),
        }
        for one in curricula
    ]
    return render(request, "desk/releases.html", {"rows": rows})


@for_administrators
@require_GET
def new_curriculum(request: PersonRequest) -> HttpResponse:
    """To the editor's form for a curriculum; where there is no catalogue to put it in yet, to what makes one."""
    catalogue = CurriculumIndexPage.objects.first()
    if catalogue is None:
        return redirect(places.address("set_up"))
    return redirect("wagtailadmin_pages:add", *_CURRICULUM, catalogue.pk)


@for_trainers
@require_POST
def prepare(request: PersonRequest, slug: str) -> HttpResponse:
    """Freeze what is published now into a proposal."""
    curriculum = curriculum_of(request.user, slug)
    try:
        made = proposing.prepare(curriculum, by=request.user, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.warning(request, reason)
        return redirect("desk:releases")
    return redirect("desk:release_desk", proposal_id=made.pk)


@for_trainers
@require_http_methods(["GET", "POST"])
def proposal(request: PersonRequest, proposal_id: int) -> HttpResponse:
    """One proposal. Saving keeps the verdict; submitting hands it to an approver."""
    found = proposal_of(request.user, proposal_id)
    at = timezone.now()
    if request.method == "GET" and hasattr(found, "release"):
        return redirect("desk:release", slug=found.curriculum.slug, number=found.release.number)
    if request.method == "GET":
        return _desk(request, found, at=at)
    form = VerdictForm(request.POST, instance=found)
    read = request.POST.get("shown", "")
    if form.is_valid():
        rule = proposing.hand_on if "submit" in request.POST else proposing.describe
        try:
            rule(found, form.description(), shown=read or None, by=request.user, at=at)
        except Refusal as refusal:
            form.add_error(None, refusal.reasons)
            read = ""  # they have been told; what they see now is what is there
        else:
            told = _("Handed on for approval. The other trainers of this curriculum have been told.")
            messages.success(request, told if "submit" in request.POST else _("Saved."))
            return redirect("desk:release_desk", proposal_id=found.pk)
    return _desk(request, proposal_of(request.user, proposal_id), form=form, read=read, at=at, status=400)


@for_trainers
@require_POST
def decide(request: PersonRequest, proposal_id: int) -> HttpResponse:
    """Approve, send back with a question, or withdraw."""
    found = proposal_of(request.user, proposal_id)
    at = timezone.now()
    note = DecisionNoteForm(request.POST if "send_back" in request.POST else None)
    try:
        if "approve" in request.POST:
            made = approving.approve(found, shown=request.POST.get("shown", ""), by=request.user, at=at)
            return _approved(request, found, made)
        if "send_back" in request.POST:
            proposing.send_back(found, note=request.POST.get("note", ""), by=request.user, at=at)
            messages.success(request, _("Sent back to its author, with your question."))
        elif "withdraw" in request.POST:
            proposing.withdraw(found, by=request.user, at=at)
            messages.success(request, _("Withdrawn. Nothing goes out."))
            return redirect("desk:releases")
    except Refusal as refusal:
        return _refused(request, proposal_id, refusal, at=at, note=note)
    return redirect("desk:release_desk", proposal_id=found.pk)


def _approved(request: PersonRequest, found: ReleaseProposal, made: Release | None) -> HttpResponse:
    if made is None:
        messages.success(request, _("Approved. It waits for its day, and can be moved or cancelled until then."))
        return redirect("desk:release_desk", proposal_id=found.pk)
    messages.success(request, _("%(name)s is approved.") % {"name": made})
    return redirect("desk:release", slug=found.curriculum.slug, number=made.number)


@for_trainers
@require_POST
def reschedule(request: PersonRequest, proposal_id: int) -> HttpResponse:
    """Move an approved release to another day before it takes effect, or cancel it."""
    found = proposal_of(request.user, proposal_id)
    at = timezone.now()
    cancels = "cancel" in request.POST
    form = ScheduleForm(request.POST, cancels=cancels)
    if not form.is_valid():
        return _desk(request, found, at=at, schedule=form, status=400)
    because = form.cleaned_data["because"]
    try:
        if cancels:
            scheduling.cancel(found, because=because, by=request.user, at=at)
            messages.success(request, _("Cancelled. Everybody who had a part in it has been told."))
        else:
            scheduling.move(found, to=form.takes_effect_at(), because=because, by=request.user, at=at)
            messages.success(request, _("Moved. Everybody who had a part in it has been told."))
    except Refusal as refusal:
        return _refused(request, proposal_id, refusal, at=at, schedule=form)
    return redirect("desk:release_desk", proposal_id=found.pk)


def _refused(
    request: PersonRequest,
    proposal_id: int,
    refusal: Refusal,
    *,
    at: datetime,
    note: DecisionNoteForm | None = None,
    schedule: ScheduleForm | None = None,
) -> HttpResponse:
    """The desk as it stands now, with the reasons on top and what was typed in its place."""
    for reason in refusal.reasons:
        messages.error(request, reason)
    found = proposal_of(request.user, proposal_id)
    return _desk(request, found, at=at, note=note, schedule=schedule, status=400)


def _desk(
    request: PersonRequest,
    found: ReleaseProposal,
    *,
    at: datetime,
    form: VerdictForm | None = None,
    read: str = "",
    note: DecisionNoteForm | None = None,
    schedule: ScheduleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    previous, mark = line.before(found), candidates.mark(found)
    submitted = found.state == State.SUBMITTED
    parts = list(found.parts.select_related("person"))
    findings = checking.findings_of(found, at=at) if found.is_open else []
    writers = [part.person for part in parts if part.part == ProposalPart.Part.WROTE]
    return render(
        request,
        "desk/release_desk.html",
        {
            "proposal": found,
            "mark": mark,
            "read": read or mark,
            "form": form or VerdictForm(instance=found),
            "previous": previous,
            "changes": changes.between(previous.outline if previous else None, found.outline),
            "findings": findings,
            **_touched(found, at=at),
            **_reading(request, found, previous),
            "why_not_submit": line.why_not_next(found, at=at) if found.is_editable else [],
            "must_mend": found.is_editable and any(finding.blocking for finding in findings),
            "behind": behind.since_frozen(found) if found.is_open else [],
            "why_not_approve": approving.why_not_approve(found, by=request.user, at=at) if submitted else [],
            "decision_form": note or DecisionNoteForm(),
            "others": [person for person in writers if person.pk != found.author_id],
            "is_author": request.user in writers,
            **_schedule(request, found, schedule, at=at),
        },
        status=status,
    )


def _reading(request: PersonRequest, found: ReleaseProposal, previous: line.Place | None) -> dict[str, object]:
    """What there is to read in it, what this person has read of that, and what was remarked."""
    items, done = examining.all_of(found, previous), examining.read_by(found, request.user)
    asked = [one for one in items if one.is_asked_for]
    return {
        "to_read": [(one, one.hash in done) for one in asked],
        "unchanged": [one for one in items if not one.is_asked_for],
        "read_count": sum(one.hash in done for one in asked),
        "to_read_next": next((one for one in asked if one.hash not in done), None),
        "threads": examining.threads(found),
    }


def _touched(found: ReleaseProposal, *, at: datetime) -> dict[str, object]:
    """How many people each cell touches today, and the letters as they will read on the day it takes effect."""
    today = timezone.localdate(at)
    day = max(today, timezone.localdate(found.effective_at)) if found.effective_at else today
    return {
        "cells": deskwork.cells(found.curriculum, found.verdict, day=today),
        "letters": deskwork.letters_of(found, day=day) if found.change_class else [],
        "waits_for": day if day > today else None,
    }


def _schedule(
    request: PersonRequest, found: ReleaseProposal, form: ScheduleForm | None, *, at: datetime
) -> dict[str, object]:
    """What happened to an approved proposal since, and what may still be done about its day."""
    history = list(found.schedule_changes.select_related("by"))
    cancelled = any(change.is_cancelled for change in history)
    shown: dict[str, object] = {"schedule_changes": history, "state": "cancelled" if cancelled else found.state}
    waiting = ReleaseProposal.objects.scheduled().filter(pk=found.pk).first()
    if waiting is None:
        return shown
    return {
        **shown,
        "state": "scheduled",
        "takes_effect_at": waiting.takes_effect_at,
        "name": line.number_of(found),
        "why_not_move": scheduling.why_not_move(found, by=request.user),
        "why_not_cancel": scheduling.why_not_cancel(found, by=request.user),
        "move_form": form if form and not form.cancels else ScheduleForm(cancels=False),
        "cancel_form": form if form and form.cancels else ScheduleForm(cancels=True),
    }


@for_trainers
@require_GET
def release(request: PersonRequest, slug: str, number: str) -> HttpResponse:
    """One release as it went out: what changed, who approved it, what it meant for whom, how far people are."""
    found = release_of(request.user, slug, number)
    previous = current.release_before(found)
    owed = Obligation.objects.filter(release=found)
    wrote = ProposalPart.objects.filter(proposal=found.proposal_id, part=ProposalPart.Part.WROTE)
    return render(
        request,
        "desk/release.html",
        {
            "release": found,
            "curriculum": found.curriculum,
            "quizzes": [item for item in outline_items(found.outline) if item["kind"] == "quiz"],
            "previous": previous,
            "changes": changes.between(previous.outline if previous else None, found.outline),
            "writers": [part.person for part in wrote.select_related("person")],
            "readings": found.proposal.readings.select_related("person", "content"),
            "threads": examining.threads(found.proposal),
            "schedule_changes": found.proposal.schedule_changes.select_related("by"),
            "outcomes": deskwork.outcomes(found),
            "rollout": getattr(found, "rollout", None),
            "owed": owed.count(),
            "done": owed.filter(fulfilment__isnull=False).count(),
            "tasks": reviewing.with_modules(
                found.resolved_tasks.select_related("update__source", "update__claim", "page", "question")
            ),
        },
    )
