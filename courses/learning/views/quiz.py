"""Taking a quiz: start, answer, hand in, read the result. Every door may be walked through twice without harm."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, personal
from courses.contents import quiz_rules
from courses.contents.assessment import needed
from courses.contents.sheets import values_sent
from courses.learning import (
    access,
    allowances,
    attempts,
    completion,
    corrective,
    enrolling,
    granting,
    saving,
    succession,
)
from courses.learning.answering import Page, page_of
from courses.learning.models import Attempt, Enrolment
from courses.learning.outlining import Outline, Step, outline_for
from lms import dates
from lms.refusals import Refusal

END = "end"


@require_POST
@personal
def start(request: PersonRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Open a new attempt, or the one that is under way."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    step = outline_for(enrolment.release.outline, ()).step(number)
    back = redirect("learning:item", enrolment_id, number)
    if step is None or not step.is_quiz:
        return back
    try:
        quiz, has_declared = attempts.quiz_of(step.hash), "declared" in request.POST
        found = attempts.start(enrolment, quiz, has_declared=has_declared, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, refusal, back)
    return redirect("learning:attempt", found.pk)


@require_POST
@personal
def ask(request: PersonRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Ask those who can for more attempts."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    step = outline_for(enrolment.release.outline, ()).step(number)
    back = redirect("learning:item", enrolment_id, number)
    try:
        people = granting.ask(enrolment, step.key if step else "", at=timezone.now())
    except Refusal as refusal:
        return _refused(request, refusal, back)
    names = ", ".join(str(one) for one in people)
    messages.success(request, _("We have asked for you: %(names)s. You hear from us here.") % {"names": names})
    return back


@require_safe
@personal
def attempt(request: PersonRequest, attempt_id: int) -> HttpResponse:
    """The questions, resumed where they were left; the overview before handing in; or the result once it is there."""
    found = access.own_attempt(request.user, attempt_id)
    if found.submitted_at is not None:
        return redirect("learning:result", found.pk)
    page = page_of(found)
    context = {**_about(found), "page": page, "sheet": page.sheet, "successor": enrolling.successor(found.enrolment)}
    place = request.GET.get("q", "")
    if place == END or (not place and page.sheet.first_open is None):
        return render(request, "learning/quiz_end.html", context)
    if found.quiz.data["layout"] == "all":
        return render(request, "learning/quiz_all.html", context)
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else page.sheet.first_open or 1
    card = page.cards[min(max(number, 1), len(page.cards)) - 1]
    return render(request, "learning/quiz_one.html", {**context, "card": card, "question": card.question})


def _about(found: Attempt) -> dict[str, Any]:
    """What every page of an attempt says."""
    outline = found.enrolment.release.outline
    step = next((step for step in outline_for(outline, ()).steps if step.hash == attempts.quiz_now(found)), None)
    return {
        "attempt": found,
        "quiz": found.quiz.data,
        "enrolment": found.enrolment,
        "release": found.enrolment.release,
        "step": step,
        "rules": quiz_rules.of(found.quiz.data),
        "needed": needed(found.quiz.data, len(found.shown)),
    }


@require_POST
@personal
def save(request: PersonRequest, attempt_id: int) -> HttpResponse:
    """Keep what was changed on the page; then go where the pressed button says, or answer the page's script in JSON."""
    found = access.own_attempt(request.user, attempt_id)
    sent, at = Sent(request.POST), timezone.now()
    found = attempts.save(found, sent.answers, flagged=sent.flagged, known=sent.known, page=sent.page, at=at)
    if found.submitted_at is not None:
        return _handed_in_before(request, found, sent)
    if sent.choice:
        found = attempts.choose(found, *sent.choice, page=sent.page, at=at)
    page = page_of(found)
    if _by_script(request):
        return JsonResponse(_saved(request, found, page, sent, at))
    look_at = page.first_contested(sent.answers) or (page.number_of(sent.choice[0]) if sent.choice else None)
    place = f"{look_at}#q-{look_at}" if look_at else _next_place(request.POST)
    return redirect(f"{reverse('learning:attempt', args=[found.pk])}?q={place}")


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


class Sent:
    """What a form of an attempt sent: the questions that stood on it, as they are answered now, and what it knew of them."""

    def __init__(self, posted: QueryDict) -> None:
        names = list(posted)
        self.answers = {hash_: values_sent(hash_, posted.getlist, names) for hash_ in posted.getlist("shown")}
        self.flagged = posted.getlist("flag")
        known = {hash_: saving.Known.from_json(posted.get(f"known-{hash_}", "")) for hash_ in self.answers}
        self.known = {hash_: one for hash_, one in known.items() if one is not None}
        turn = posted.get("turn", "")
        plain = turn.isascii() and turn.isdecimal() and len(turn) < 10
        self.page = saving.Page(posted.get("page", "")[:40], int(turn) if plain else None)
        question, chose, given_at = posted.get("choose", "").partition(" ")
        self.choice = (question, given_at) if chose else None


def _saved(request: HttpRequest, found: Attempt, page: Page, sent: Sent, at: datetime) -> dict[str, Any]:
    """What the page's script is told: when, what is kept of every question now, which of it is its own, and the choices."""
    return {
        "saved": dates.time_of_day(at),
        "known": {card.question.hash: card.known for card in page.cards},
        "fields": {card.question.hash: card.fields for card in page.cards},
        "mine": [hash_ for hash_, save in found.saves.items() if save["page"] == sent.page.name],
        "choices": {
            card.question.hash: render_to_string(
                "learning/_quiz_choice.html",
                {"card": card, "language": found.enrolment.release.outline["language"]},
                request,
            )
            for card in page.cards
            if card.others
        },
    }


def _handed_in_before(request: HttpRequest, found: Attempt, sent: Sent) -> HttpResponse:
    """An answer that comes after handing in does not count, and its person is told so."""
    result_url = reverse("learning:result", args=[found.pk])
    late = attempts.comes_late(found, sent.answers, sent.known)
    handed_in = dates.time_of_day(found.submitted_at)
    words = _("This quiz was handed in at %(time)s, so the last answer on this page did not count.") % {
        "time": handed_in
    }
    if _by_script(request):
        answer = {"result": result_url, **({"words": words} if late else {})}
        return JsonResponse(answer, status=HTTPStatus.CONFLICT)
    if late:
        messages.warning(request, words)
    return redirect(result_url)


def _next_place(posted: QueryDict) -> str:
    place = posted.get("go", "")
    return place if place == END or (place.isascii() and place.isdecimal()) else "1"


@require_POST
@personal
def submit(request: PersonRequest, attempt_id: int) -> HttpResponse:
    """Hand in. Handing in twice shows the one result."""
    found = access.own_attempt(request.user, attempt_id)
    try:
        attempts.submit(found, at=timezone.now())
    except Refusal as refusal:
        return _refused(request, refusal, redirect("learning:attempt", found.pk))
    return redirect("learning:result", found.pk)


@require_safe
@personal
def result(request: PersonRequest, attempt_id: int) -> HttpResponse:
    """The score in words, every answer explained, and what is next."""
    found = access.own_attempt(request.user, attempt_id)
    if found.submitted_at is None:
        return redirect("learning:attempt", found.pk)
    enrolment = found.enrolment
    quiz_hash = attempts.quiz_now(found)
    outline = outline_for(enrolment.release.outline, completion.completed_hashes(enrolment), quiz_hash)
    page = page_of(found)
    after = _after(found, enrolment, outline, timezone.now())
    context = {**_about(found), "page": page, "sheet": page.sheet, "outline": outline, **after}
    context["result"], context["missed"] = found.result, sum(card.is_missed for card in page.cards)
    context["needed"] = needed(found.quiz.data, found.result.out_of)
    is_settled = after["passed_since"] or after.get("attempts_left") == 0 or not enrolment.is_open
    context["explains"] = context["rules"].explains_now(is_settled=bool(is_settled))
    return render(request, "learning/quiz_result.html", context)


def _after(found: Attempt, enrolment: Enrolment, outline: Outline, at: datetime) -> dict[str, Any]:
    """What a result leads to: the next step, or the lessons to look at before another try."""
    if found.result.passed:
        return {"following": outline.next_step, "passed_since": True}
    quiz_hash = attempts.quiz_now(found)
    quiz = found.quiz if quiz_hash == found.quiz_id else attempts.quiz_of(quiz_hash)
    submitted, under_way = attempts.tried(enrolment, quiz_hash)
    part = next((part for part in outline.parts if any(step.hash == quiz_hash for step in part.steps)), None)
    return {
        "to_study": [] if under_way else _to_study(enrolment, outline, submitted),
        "lessons": [step for step in part.steps if not step.is_quiz] if part else [],
        "refusal": None if under_way else attempts.why_not_start(enrolment, quiz, submitted, at=at),
        "attempts_left": allowances.left(enrolment, quiz, len(submitted)),
        "passed_since": any(one.result.passed for one in submitted),
    }


def _to_study(enrolment: Enrolment, outline: Outline, submitted: list[Attempt]) -> list[Step]:
    keys = corrective.waiting(enrolment.release.outline, submitted)
    return [step for step in outline.steps if step.key in keys]


@require_POST
@personal
def studied(request: PersonRequest, enrolment_id: int, number: int, attempt_id: int) -> HttpResponse:
    """The lesson at this place was read again after the attempt, which may have been made before a move to this release;
    back to the quiz, or to what else is to be read.
    """
    enrolment, found = access.own_enrolment(request.user, enrolment_id), access.own_attempt(request.user, attempt_id)
    outline = outline_for(enrolment.release.outline, ())
    step = outline.step(number)
    quiz = succession.standing_for(enrolment.release, found.quiz_id)
    back = next((one.number for one in outline.steps if one.hash == quiz), number)
    answer = redirect("learning:item", enrolment.pk, back)
    try:
        corrective.study(found, step.key if step else "", at=timezone.now())
    except Refusal as refusal:
        return _refused(request, refusal, answer)
    return answer


def _refused(request: HttpRequest, refusal: Refusal, answer: HttpResponse) -> HttpResponse:
    for reason in refusal.reasons:
        messages.error(request, reason)
    return answer
