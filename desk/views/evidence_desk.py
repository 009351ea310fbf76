"""Evidence updates: record one, see what and whom it touches, decide page by page, and read the whole chain."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from accounts.access import PersonRequest, for_trainers
from certificates.updates import audience
from courses.learning import impact
from courses.releases import foreseeing, reviewing
from courses.releases.access import curricula_of
from courses.releases.models import ReviewTask
from courses.releases.verdicts import STATE_LABELS
from desk.forms import EvidenceUpdateForm, NoChangeForm
from evidence import updating
from evidence.models import Claim, EvidenceUpdate, UpdateKind
from lms.refusals import Refusal

_PER_PAGE = 25


@for_trainers
@require_GET
def updates(request: PersonRequest) -> HttpResponse:
    """Everything that was recorded, newest first, and the review tasks that wait for the person who looks."""
    found = EvidenceUpdate.objects.select_related("source", "claim", "recorded_by").annotate(
        tasks=Count("review_tasks"), open_tasks=Count("review_tasks", filter=Q(review_tasks__closed_at__isnull=True))
    )
    found = found.order_by("-recorded_at", "-pk")
    mine = ReviewTask.objects.filter(closed_at__isnull=True, curriculum__in=curricula_of(request.user))
    return render(
        request,
        "desk/evidence.html",
        {
            "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "waiting": reviewing.with_modules(
                mine.select_related("update", "curriculum", "page", "question").order_by("due_on", "pk")[:20]
            ),
            "waiting_count": mine.count(),
            "today": timezone.localdate(),
        },
    )


@for_trainers
@require_http_methods(["GET", "POST"])
def record(request: PersonRequest) -> HttpResponse:
    """Record an update: it flags its claims at once and opens review tasks for the trainers who own the pages.

    Nothing is recorded before whoever records it has been shown what that touches.
    """
    form = EvidenceUpdateForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        at, about = timezone.now(), {name: form.cleaned_data[name] for name in ("kind", "source", "claim")}
        foreseen = foreseeing.foresee(**about, at=at)
        if request.POST.get("shown") != foreseen.mark:
            return _foreseen(request, form, foreseen)
        made = reviewing.record_update(**form.cleaned_data, by=request.user, at=at)
        tasks = made.review_tasks.count()
        opened = _("Nothing cites it, so there is nothing to review.")
        if tasks:
            opened = ngettext(
                "%(count)d review task is open, and its trainers have been told.",
                "%(count)d review tasks are open, and their trainers have been told.",
                tasks,
            ) % {"count": tasks}
        messages.success(request, _("Recorded. %(more)s") % {"more": opened})
        return redirect("desk:evidence_update", update_id=made.pk)
    return render(request, "desk/record_update.html", {"form": form}, status=400 if form.errors else 200)


def _foreseen(request: PersonRequest, form: EvidenceUpdateForm, foreseen: foreseeing.Foreseen) -> HttpResponse:
    """What recording it would touch, with what was typed kept in the form."""
    if "shown" in request.POST:
        messages.warning(request, _("What it touches has changed since you looked. Look again, then record it."))
    shown = {
        "form": form,
        "kind": UpdateKind(form.cleaned_data["kind"]).label,
        "subject": form.cleaned_data["source"] or form.cleaned_data["claim"],
        "foreseen": foreseen,
        "resting": _resting(foreseen.claims, timezone.localdate()),
    }
    return render(request, "desk/record_update_foreseen.html", shown)


def _resting(claims: list[Claim], day: date) -> list[dict[str, object]]:
    """What and who rests on some claims, curriculum by curriculum; the people add up."""
    rows: list[dict[str, object]] = []
    for one in impact.of(claims):
        people = _people(one, day)
        rows.append({"impact": one, "people": people, "total": sum(count for _label, count in people)})
    return rows


@for_trainers
@require_GET
def update(request: PersonRequest, update_id: int) -> HttpResponse:
    """One update: the claims, everything that rests on them, how many people, and the chain of what was done."""
    found = get_object_or_404(EvidenceUpdate.objects.select_related("source", "claim", "recorded_by"), pk=update_id)
    return _update_page(request, found)


def _update_page(
    request: PersonRequest, found: EvidenceUpdate, *, refused: tuple[int, NoChangeForm] | None = None, status: int = 200
) -> HttpResponse:
    claims = list(updating.claims_touched(found))
    day = timezone.localdate()
    edit_url = AdminURLFinder(request.user).get_edit_url
    mine = {curriculum.pk for curriculum in curricula_of(request.user)}
    tasks = found.review_tasks.select_related(
        "page", "question", "curriculum", "closed_by", "release__approved_by", "claim"
    )
    return render(
        request,
        "desk/evidence_update.html",
        {
            "update": found,
            "claims": claims,
            "resting": _resting(claims, day),
            "tasks": [
                {
                    "task": task,
                    "form": _form(task, refused),
                    "mine": task.curriculum_id in mine,
                    "edit_url": edit_url(task.subject) if task.curriculum_id in mine and not task.closed_at else None,
                }
                for task in reviewing.with_modules(tasks)
            ],
            "today": day,
        },
        status=status,
    )


def _form(task: ReviewTask, refused: tuple[int, NoChangeForm] | None) -> NoChangeForm:
    return refused[1] if refused and refused[0] == task.pk else NoChangeForm(auto_id=f"task{task.pk}_%s")


def _people(one: impact.CurriculumImpact, day: date) -> list[tuple[str, int]]:
    """How many people there are in each state, when a release they learn from or hold rests on the claims."""
    if not one.releases:
        return []
    counts = audience.counts(one.curriculum, day=day)
    return [(str(STATE_LABELS[state]), count) for state, count in counts.items() if count]


@for_trainers
@require_POST
def close_task(request: PersonRequest, task_id: int) -> HttpResponse:
    """End a review task: no change needed, because …; or changed and published."""
    task = get_object_or_404(
        ReviewTask.objects.select_related("update", "page", "question", "curriculum"),
        pk=task_id,
        curriculum__in=curricula_of(request.user),
    )
    at = timezone.now()
    try:
        if "changed" in request.POST:
            reviewing.close_as_changed(task, by=request.user, at=at)
            messages.success(request, _("Noted as changed. The next release carries it to the people concerned."))
        else:
            form = NoChangeForm(request.POST, auto_id=f"task{task.pk}_%s")
            if not form.is_valid():
                return _update_page(request, task.update, refused=(task.pk, form), status=400)
            reviewing.close_without_change(task, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, _("Noted: no change needed."))
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    return redirect("desk:evidence_update", update_id=task.update_id)
