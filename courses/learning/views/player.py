"""Opening a lesson or a quiz of one's training, and finishing a lesson."""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
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
from courses.contents.outlines import outline_items, quiz_length
from courses.learning import access, allowances, attempts, completion, enrolling, headings, resuming
from courses.learning.models import Enrolment
from courses.learning.outlining import Outline, Step, outline_for
from evidence import standing
from evidence.standing import Flag
from lms import fragments, frame, places
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
    shown = items[number - 1]
    if not access.is_read_ahead(request):
        enrolling.note_opened(enrolment, shown["hash"], at=now)
    if shown["kind"] == "lesson":
        return _lesson_page(request, enrolment, number, done, at=now)
    outline = outline_for(enrolment.release.outline, done)
    step = _step(outline, number)
    context = {**_frame(enrolment, outline, step), **_quiz(enrolment, step)}
    return render(request, "learning/quiz_intro.html", {**context, "successor": enrolling.successor(enrolment)})


def _lesson_page(
    request: PersonRequest, enrolment: Enrolment, number: int, done: set[str], *, at: datetime
) -> HttpResponse:
    """The lesson: one page for all who take the release, are as far in it and are shown the same flags."""
    release, is_open = enrolment.release, enrolment.is_open
    hash_ = outline_items(release.outline)[number - 1]["hash"]
    flags = standing.flags(rendering.claims_of(hash_), at=at)

    def made(taken: Any, successor: Enrolment | None = None) -> dict[str, Any]:
        outline = outline_for(release.outline, done)
        step = _step(outline, number)
        context = {**_frame(taken, outline, step), **_lesson(step, release.outline["language"], flags)}
        return {**context, "successor": successor}

    if enrolment.closed_at:
        return render(request, "learning/lesson.html", made(enrolment, enrolling.successor(enrolment)))

    def for_all(marks: Mapping[str, Any]) -> dict[str, Any]:
        taken = SimpleNamespace(pk=marks["enrolment"], release=release, release_id=release.pk, is_open=is_open, closed_at=None)
        return made(taken)

    key = (release.pk, number, is_open, frozenset(done), tuple(sorted(flags.items())))
    return frame.page(request, "learning/lesson.html", key, for_all, {"enrolment": enrolment.pk})


def _step(outline: Outline, number: int) -> Step:
    step = outline.step(number)
    if step is None:
        raise Http404(_("There is no such lesson in this release."))
    return step


def _frame(enrolment: Any, outline: Outline, step: Step) -> dict[str, Any]:
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


def _outline_nav(enrolment: Any, outline: Outline, step: Step) -> SafeString:
    """The outline beside the item: one for all who read this item of the release and have done the same."""
    part, language = outline.part_of(step), enrolment.release.outline["language"]
    key = (enrolment.release_id, step.number, tuple(one.done for one in outline.steps))
    context = {"outline": outline, "part": part, "step": step, "language": language}
    own = {"training_url": reverse("learning:training", args=[enrolment.pk])}
    return fragments.rendered("learning/_outline.html", key, lambda marks: {**context, **marks}, own)


def _lesson(step: Step, language: str, flags: Mapping[str, Flag]) -> dict[str, Any]:
    rendered = rendering.lesson(step.hash)
    html, parts = headings.with_anchors(rendering.lesson_html(rendered, flags))
    listed = render_to_string("learning/_headings.html", {"headings": parts, "language": language}) if parts else ""
    return {
        "lesson": {"title": step.title, "summary": step.summary, "minutes": step.minutes},
        "html": format_html("{}{}", listed, html),
        "flagged": rendering.flagged_claims(rendered, flags),
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
    """Mark a lesson as done and go on to what is next; with the last one, to the page that says so."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    step = _step(outline_for(enrolment.release.outline, ()), number)
    try:
        enrolment = completion.complete_lesson(enrolment, step.hash, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("learning:item", enrolment_id, number)
    following = outline_for(enrolment.release.outline, completion.completed_hashes(enrolment), step.hash).next_step
    if enrolment.completed_at is not None:
        return redirect(places.address("finished", enrolment.pk))
    if following is None:
        return redirect("learning:training", enrolment.pk)
    return redirect("learning:item", enrolment.pk, following.number)
