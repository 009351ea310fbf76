"""Opening a lesson or a quiz of one's training, and finishing a lesson."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, personal
from courses.contents import rendering
from courses.contents.assessment import needed
from courses.contents.models import Content
from courses.contents.outlines import quiz_length
from courses.learning import access, allowances, attempts, completion, enrolling, headings, notebook, resuming, updating
from courses.learning.models import Enrolment
from courses.learning.outlining import Outline, Step, outline_for
from evidence import standing
from lms import fragments, places
from lms.refusals import Refusal


@require_safe
@personal
def item(request: PersonRequest, enrolment_id: int, number: int) -> HttpResponse:
    """The lesson at this place, or the introduction of the quiz at it."""
    now = timezone.now()
    enrolment = access.own_enrolment(request.user, enrolment_id)
    outline = outline_for(enrolment.release.outline, completion.completed_hashes(enrolment))
    step = _step(outline, number)
    if not access.is_read_ahead(request):
        enrolling.note_opened(enrolment, step.hash, at=now)
    context = {**_frame(enrolment, outline, step), "successor": enrolling.successor(enrolment)}
    if step.is_quiz:
        return render(request, "learning/quiz_intro.html", {**context, **_quiz(enrolment, step)})
    return render(request, "learning/lesson.html", {**context, **_lesson(enrolment, step, at=now)})


def _step(outline: Outline, number: int) -> Step:
    step = outline.step(number)
    if step is None:
        raise Http404(_("There is no such lesson in this release."))
    return step


def _frame(enrolment: Enrolment, outline: Outline, step: Step) -> dict[str, Any]:
    """What the player shows around every item."""
    previous, following = outline.around(step)
    part = outline.part_of(step)
    return {
        "enrolment": enrolment,
        "release": enrolment.release,
        "outline": outline,
        "outline_nav": _outline_nav(enrolment, outline, step),
        "step": step,
        "part": part,
        "place": part.steps.index(step) + 1,
        "previous": previous,
        "following": following,
    }


def _outline_nav(enrolment: Enrolment, outline: Outline, step: Step) -> SafeString:
    """The outline beside the item: one for all who read this item of the release and have done the same."""
    part, language = outline.part_of(step), enrolment.release.outline["language"]
    key = (enrolment.release_id, step.number, tuple(one.done for one in outline.steps))
    context = {"outline": outline, "part": part, "step": step, "language": language}
    own = {"training_url": reverse("learning:training", args=[enrolment.pk])}
    return fragments.rendered("learning/_outline.html", key, context, own)


def _lesson(enrolment: Enrolment, step: Step, *, at: datetime) -> dict[str, Any]:
    language = enrolment.release.outline["language"]
    rendered = rendering.lesson(step.hash, language)
    flags = standing.flags({key for key, _ in rendered.claims}, at=at)
    kept = notebook.of_lesson(enrolment, step.key, rendered.notebook)
    given = notebook.given(enrolment, rendered.notebook, kept)
    was = updating.earlier(enrolment, step)
    if was is not None:
        body = updating.marked_html(was, step, flags, given, language=language)
    else:
        body = rendering.lesson_html(rendered, flags, given)
    html, parts = headings.with_anchors(body)
    listed = render_to_string("learning/_headings.html", {"headings": parts, "language": language}) if parts else ""
    return {
        "lesson": {"title": step.title, "summary": step.summary, "minutes": step.minutes},
        "html": format_html("{}{}", listed, html),
        "flagged": rendering.flagged_claims(rendered, flags),
        "notebook": notebook.page_for(rendered.notebook, kept),
    }


def _quiz(enrolment: Enrolment, step: Step) -> dict[str, Any]:
    """The quiz in numbers and words, and the person's attempts at it so far."""
    quiz = Content.objects.get(pk=step.hash)
    submitted, under_way = attempts.tried(enrolment, quiz.hash)
    allowed, length = allowances.limit(enrolment, quiz), quiz_length(quiz.data)
    return {
        "quiz": quiz.data,
        "length": length,
        "needed": needed(quiz.data["pass_mark"], length),
        "attempts": submitted,
        "attempts_left": None if allowed is None else max(allowed - len(submitted), 0),
        "attempts_allowed": allowed,
        "under_way": under_way,
        "begun": resuming.of(under_way) if under_way else None,
        "refusal": None if under_way else attempts.why_not_start(enrolment, quiz, submitted),
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
