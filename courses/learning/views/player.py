"""Opening a lesson or a quiz of one's training, and finishing a lesson."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, personal
from courses.contents import quiz_rules
from courses.contents.assessment import needed
from courses.contents.models import Content
from courses.contents.outlines import outline_items, quiz_length
from courses.learning import access, allowances, attempts, completion, corrective, enrolling, resuming
from courses.learning.models import Enrolment
from courses.learning.outlining import Outline, Step, outline_for
from courses.learning.views import reading
from lms import places
from lms.refusals import Refusal


@require_safe
@personal
def item(request: PersonRequest, enrolment_id: int, number: int) -> HttpResponse:
    """The lesson at this place, or the introduction of the quiz at it."""
    now = timezone.now()
    enrolment = access.own_enrolment(request.user, enrolment_id)
    done, items = completion.completed_hashes(enrolment), outline_items(enrolment.release.outline)
    if not 1 <= number <= len(items):
        raise Http404(_("There is no such lesson in this release."))
    if not access.is_read_ahead(request):
        enrolling.note_opened(enrolment, items[number - 1]["hash"], at=now)
    if items[number - 1]["kind"] == "lesson":
        return reading.page(request, enrolment, number, done, at=now)
    outline = outline_for(enrolment.release.outline, done)
    step = _step(outline, number)
    context = {**reading.around(enrolment, outline, step), **_quiz(enrolment, outline, step, now)}
    return render(request, "learning/quiz_intro.html", {**context, "successor": enrolling.successor(enrolment)})


def _step(outline: Outline, number: int) -> Step:
    step = outline.step(number)
    if step is None:
        raise Http404(_("There is no such lesson in this release."))
    return step


def _quiz(enrolment: Enrolment, outline: Outline, step: Step, at: datetime) -> dict[str, Any]:
    """The quiz in numbers and words, and the person's attempts at it so far."""
    quiz = Content.objects.get(pk=step.hash)
    submitted, under_way = attempts.tried(enrolment, quiz.hash)
    keys = [] if under_way else corrective.waiting(enrolment.release.outline, submitted)
    allowed, length = allowances.limit(enrolment, quiz), quiz_length(quiz.data)
    return {
        "quiz": quiz.data,
        "length": length,
        "needed": needed(quiz.data, length),
        "attempts": submitted,
        "attempts_left": None if allowed is None else max(allowed - len(submitted), 0),
        "attempts_allowed": allowed,
        "under_way": under_way,
        "to_study": [one for one in outline.steps if one.key in keys],
        "rules": quiz_rules.of(quiz.data),
        "begun": resuming.of(under_way) if under_way else None,
        "refusal": None if under_way else attempts.why_not_start(enrolment, quiz, submitted, at=at),
    }


@require_POST
@personal
def complete(request: PersonRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Mark a lesson as done and go on to what is next; with the last one, to the page that says so. A page that can wait for
    a connection is told in JSON where that is.
    """
    following = _completed(request, access.own_enrolment(request.user, enrolment_id), number)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"following": following})
    return redirect(following)


def _completed(request: PersonRequest, enrolment: Enrolment, number: int) -> str:
    """The address of what comes after a lesson that is done now."""
    step = _step(outline_for(enrolment.release.outline, ()), number)
    try:
        enrolment = completion.complete_lesson(enrolment, step.hash, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return reverse("learning:item", args=[enrolment.pk, number])
    following = outline_for(enrolment.release.outline, completion.completed_hashes(enrolment), step.hash).next_step
    if enrolment.completed_at is not None:
        return places.address("finished", enrolment.pk)
    if following is None:
        return reverse("learning:training", args=[enrolment.pk])
    return reverse("learning:item", args=[enrolment.pk, following.number])
