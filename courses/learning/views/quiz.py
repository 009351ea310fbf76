"""Taking a quiz: start, answer, hand in, read the result. Every door may be walked through twice without harm."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import personal
from courses.contents.assessment import needed
from courses.contents.models import Content
from courses.contents.sheets import Sheet, sheet
from courses.learning import access, attempts, completion, enrolling
from courses.learning.models import Attempt, Enrolment
from courses.learning.outlining import Outline, outline_for
from lms import dates
from lms.refusals import Refusal

END = "end"


@require_POST
@personal
def start(request: HttpRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Open a new attempt, or the one that is under way."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    step = outline_for(enrolment.release.outline, ()).step(number)
    back = redirect("learning:item", enrolment_id, number)
    if step is None or not step.is_quiz:
        return back
    try:
        found = attempts.start(enrolment, Content.objects.get(pk=step.hash), at=timezone.now())
    except Refusal as refusal:
        return _refused(request, refusal, back)
    return redirect("learning:attempt", found.pk)


@require_safe
@personal
def attempt(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The questions, resumed where they were left; the overview before handing in; or the result once it is there."""
    found = access.own_attempt(request.user, attempt_id)
    if found.submitted_at is not None:
        return redirect("learning:result", found.pk)
    shown = _sheet(found)
    context = {**_about(found), "sheet": shown, "successor": enrolling.successor(found.enrolment)}
    place = request.GET.get("q", "")
    if place == END or (not place and shown.first_open is None):
        return render(request, "learning/quiz_end.html", context)
    if found.quiz.data["layout"] == "all":
        return render(request, "learning/quiz_all.html", context)
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else shown.first_open or 1
    question = shown.asked[min(max(number, 1), len(shown.asked)) - 1]
    return render(request, "learning/quiz_one.html", {**context, "question": question})


def _sheet(found: Attempt) -> Sheet:
    return sheet(found.shown, attempts.shown_questions(found), found.answers, found.flagged)


def _about(found: Attempt) -> dict[str, Any]:
    """What every page of an attempt says."""
    outline = found.enrolment.release.outline
    step = next((step for step in outline_for(outline, ()).steps if step.hash == found.quiz_id), None)
    return {
        "attempt": found,
        "quiz": found.quiz.data,
        "enrolment": found.enrolment,
        "release": found.enrolment.release,
        "step": step,
        "needed": needed(found.quiz.data["pass_mark"], len(found.shown)),
    }


@require_POST
@personal
def save(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Keep what is on the page; then go where the pressed button says, or answer the page's script in JSON."""
    found = access.own_attempt(request.user, attempt_id)
    by_script = request.headers.get("Accept", "") == "application/json"
    raw, flagged = _answers(request.POST)
    found = attempts.save(found, raw, flagged=flagged, at=timezone.now())
    if found.submitted_at is not None:
        result_url = reverse("learning:result", args=[found.pk])
        return JsonResponse({"result": result_url}) if by_script else redirect(result_url)
    if by_script:
        return JsonResponse({"saved": dates.time_of_day(found.saved_at)})
    return redirect(f"{reverse('learning:attempt', args=[found.pk])}?q={_next_place(request.POST)}")


def _answers(posted: QueryDict) -> tuple[dict[str, list[str]], list[str]]:
    """The answers on a page by question: a question shown without an answer counts as unanswered."""
    return {hash_: posted.getlist(f"q-{hash_}") for hash_ in posted.getlist("shown")}, posted.getlist("flag")


def _next_place(posted: QueryDict) -> str:
    place = posted.get("go", "")
    return place if place == END or (place.isascii() and place.isdecimal()) else "1"


@require_POST
@personal
def submit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Hand in. Handing in twice shows the one result."""
    found = access.own_attempt(request.user, attempt_id)
    try:
        attempts.submit(found, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, refusal, redirect("learning:attempt", found.pk))
    return redirect("learning:result", found.pk)


@require_safe
@personal
def result(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The score in words, every answer explained, and what is next."""
    found = access.own_attempt(request.user, attempt_id)
    if found.submitted_at is None:
        return redirect("learning:attempt", found.pk)
    enrolment = found.enrolment
    outline = outline_for(enrolment.release.outline, completion.completed_hashes(enrolment), found.quiz_id)
    context = {**_about(found), "sheet": _sheet(found), "outline": outline, **_after(found, enrolment, outline)}
    return render(request, "learning/quiz_result.html", context)


def _after(found: Attempt, enrolment: Enrolment, outline: Outline) -> dict[str, Any]:
    """What a result leads to: the next step, or the lessons to look at before another try."""
    if found.passed:
        return {"following": outline.next_step}
    submitted, under_way = attempts.tried(enrolment, found.quiz_id)
    part = next((part for part in outline.parts if any(step.hash == found.quiz_id for step in part.steps)), None)
    limit = found.quiz.data["max_attempts"]
    return {
        "lessons": [step for step in part.steps if not step.is_quiz] if part else [],
        "refusal": None if under_way else attempts.why_not_start(enrolment, found.quiz, submitted),
        "attempts_left": None if limit is None else max(limit - len(submitted), 0),
        "passed_since": any(one.passed for one in submitted),
    }


def _refused(request: HttpRequest, refusal: Refusal, answer: HttpResponse) -> HttpResponse:
    for reason in refusal.reasons:
        messages.error(request, reason)
    return answer
