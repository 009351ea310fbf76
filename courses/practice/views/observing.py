"""Observing somebody: who waits, the declaration, the form, and signing."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import roles
from accounts.access import PersonRequest, for_assessors, personal
from courses.practice import access, assessors, observing, scoring, sheets, waiting
from courses.practice.forms import SignForm
from courses.practice.models import Observation
from lms import dates
from lms.refusals import Refusal

_MARK, _NOTE = "mark-", "note-"
_PER_PAGE = 50


@require_safe
@personal
def waiting_page(request: PersonRequest) -> HttpResponse:
    """Who waits for this assessor; for trainers and administrators the way to who may observe."""
    observes = roles.is_assessor(request.user)
    names_assessors = roles.is_trainer(request.user) or roles.is_administrator(request.user)
    if not observes and not names_assessors:
        raise PermissionDenied
    day = timezone.localdate()
    own = list(assessors.of_person(request.user, day)) if observes else []
    waits = waiting.for_assessor(request.user, day=day) if observes else []
    signed = Observation.objects.filter(assessor=request.user, signed_at__isnull=False)
    return render(
        request,
        "practice/waiting.html",
        {
            "observes": observes,
            "names_assessors": names_assessors,
            "page": Paginator(waits, _PER_PAGE).get_page(request.GET.get("page")),
            "own": [(one.curriculum.title, assessors.words_of(one)) for one in own],
            "signed": signed.select_related("person", "rubric").order_by("-signed_at")[:20],
        },
    )


@for_assessors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: PersonRequest, completion_id: int, rubric_id: int) -> HttpResponse:
    """What is to be observed, and the declaration that opens the form."""
    at = timezone.now()
    found = access.waiting_for(request.user, completion_id, rubric_id, day=timezone.localdate(at))
    if found.open is not None:
        return redirect("practice:form", found.open.pk)
    status = 200
    if request.method == "POST":
        is_free = request.POST.get("free_of_conflict") == "yes"
        try:
            opened = observing.begin(found, free_of_conflict=is_free, by=request.user, at=at)
            return redirect("practice:form", opened.pk)
        except Refusal as refusal:
            status = _say(request, refusal)
    return render(request, "practice/begin.html", {"waits": found, "data": found.version.content.data}, status=status)


@for_assessors
@never_cache
@require_safe
def form(request: PersonRequest, observation_id: int) -> HttpResponse:
    """The sheet; a signed one leads to its result."""
    found = access.own_observation(request.user, observation_id)
    return redirect("practice:result", found.pk) if found.signed_at else _form(request, found)


def _form(request: PersonRequest, found: Observation, *, status: int = 200) -> HttpResponse:
    context = {"observation": found, "data": found.data, "sections": sheets.sections_of(found)}
    return render(request, "practice/form.html", context, status=status)


@require_POST
@for_assessors
def keep(request: PersonRequest, observation_id: int) -> HttpResponse:
    """Keep what the form sends; pages that save by themselves get an answer in JSON, others go on to the result."""
    found = access.own_observation(request.user, observation_id)
    at, wants_json = timezone.now(), request.headers.get("Accept") == "application/json"
    change = _change(found, request.POST)
    try:
        observing.keep(found, change, at=at)
    except Refusal as refusal:
        if wants_json:
            return JsonResponse({"refused": " ".join(refusal.reasons)}, status=400)
        status = _say(request, refusal)
        if found.signed_at:
            return redirect("practice:result", found.pk)
        found.marks |= {key: mark for key, mark in change.marks.items() if mark is not None}
        found.notes |= dict(change.notes)
        return _form(request, found, status=status)
    if wants_json:
        return JsonResponse({"saved": dates.time_of_day(at)})
    return redirect("practice:sign", found.pk)


@for_assessors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: PersonRequest, observation_id: int) -> HttpResponse:
    """The result so far, and the decision that seals it."""
    found = access.own_observation(request.user, observation_id)
    if found.signed_at:
        return redirect("practice:result", found.pk)
    result = scoring.score(found.data, found.marks)
    sent = request.POST if request.method == "POST" else None
    asked = SignForm(sent, observation=found, may_pass=result.passes)
    if asked.is_valid():
        told = asked.cleaned_data
        change = observing.Change({}, {}, told["feedback"], told["observed_on"])
        try:
            observing.sign(found, change, observing.Decision(told["outcome"], told["signature"]), at=timezone.now())
        except Refusal as refusal:
            _say(request, refusal)
        else:
            messages.success(
                request, _("Signed. %(person)s is told, and reads your feedback.") % {"person": found.person}
            )
            return redirect("practice:waiting")
    lines = [line for section in sheets.sections_of(found, result) for line in section.lines]
    missing = [line for line in lines if line.key in result.missing]
    context = {"observation": found, "data": found.data, "result": result, "missing": missing, "form": asked}
    return render(request, "practice/sign.html", context, status=400 if asked.is_bound else 200)


def _change(observation: Observation, sent: QueryDict) -> observing.Change:
    """What a form sent: only what it knew of."""
    values = {name.removeprefix(_MARK): sent.getlist(name) for name in sent if name.startswith(_MARK)}
    notes = {name.removeprefix(_NOTE): str(sent[name]) for name in sent if name.startswith(_NOTE)}
    return observing.Change(
        sheets.sent_marks(observation, values), notes, sent.get("feedback"), _day(sent.get("observed_on", ""))
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _say(request: PersonRequest, refusal: Refusal) -> int:
    for reason in refusal.reasons:
        messages.error(request, reason)
    return 400
