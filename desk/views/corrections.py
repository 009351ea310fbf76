"""Correcting a released question that was wrong: how, what that would change, and what it changed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, for_trainers
from courses.authoring.models import Question
from courses.contents import assessment, sheets
from courses.contents.correcting import Counting
from courses.contents.models import Content
from courses.learning import access, corrected_results, correcting, correction_preview, correction_words, corrections
from courses.learning.asked_versions import lines
from courses.learning.correction_preview import Change, Preview
from courses.learning.models import CorrectedResult, Correction
from desk import correction_pages
from lms.refusals import Refusal

_PER_PAGE = 50


@for_trainers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PersonRequest, key: str, hash_: str) -> HttpResponse:
    """The form; with a choice made in the address, what it would change; sent with a reason, the correction.

    For whoever approves every curriculum that asked the question.
    """
    question = access.released_question(request.user, key, hash_)
    if strange := correcting.not_approved_by(request.user, question):
        raise PermissionDenied(correcting.who_may([str(one) for one in strange]))
    sent = request.POST if request.method == "POST" else request.GET
    context, status = _about(question, sent), 200
    try:
        if request.method == "POST":
            return _corrected(request, question)
    except Refusal as refusal:
        context["refusals"], status = refusal.reasons, 400
    try:
        if "how" in sent:
            context |= _foreseen(request, correcting.proposed(question, sent["how"], _raw(question, sent)), sent)
    except Refusal as refusal:
        context["unclear"], status = refusal.reasons, 400
    return render(request, "desk/correct_question.html", context, status=status)


def _raw(question: Content, sent: QueryDict) -> Any:
    return sheets.values_sent(question.hash, sent.getlist, list(sent))


def _about(question: Content, sent: QueryDict) -> dict[str, Any]:
    """The question as it is asked and as it counts, and where it was asked."""
    asked_in = lines(items__content=question)
    book = corrections.book({question.hash: question.data})
    counting = book.counting().get(question.hash, Counting((question.data,)))
    typed = assessment.clean_answers({question.hash: _raw(question, sent)}, book.questions).get(question.hash, ())
    return {
        "question": question,
        "asked": sheets.asked(question.hash, question.data, answer=typed),
        "key": sheets.asked(question.hash, question.data, counting=counting),
        "language": asked_in[-1].language if asked_in else "",
        "asked_in": asked_in,
        "in_bank": Question.objects.filter(key=question.key).first(),
        "made": [(one, correction_words.told(one)) for one in corrected_results.of_question(question.hash)],
        "ways": correction_pages.ways(sent.get("how", "")),
        "reason": sent.get("reason", ""),
        "longest": correcting.LONGEST_REASON,
    }


def _foreseen(request: PersonRequest, correction: Correction, sent: QueryDict) -> dict[str, Any]:
    only = sent.get("list", "")
    only = only if only in list(Change) else ""
    preview: Preview = correction_preview.of(
        correction, by=request.user, only=only, after=correction_pages.place(sent.get("after", ""))
    )
    fields = sheets.fields_filled(correction.question_id, correction.question.data, correction.answer)
    chosen = [("how", correction.how), *((name, one) for name, values in fields.items() for one in values)]
    return {
        "preview": preview,
        "said": correction_pages.sentences(preview),
        "chosen": chosen if correction.answer else chosen[:1],
        "chips": correction_pages.chips(preview, chosen, only),
        "in_list": bool(only or sent.get("after")),
        "further": correction_pages.further(preview, chosen, only),
        "told": correction_words.told(correction),
        "own": correcting.own_result() if preview.touches_own else "",
    }


def _corrected(request: PersonRequest, question: Content) -> HttpResponse:
    sent, at = request.POST, timezone.now()
    made = correcting.correct(
        question,
        sent.get("how", ""),
        _raw(question, sent),
        reason=sent.get("reason", ""),
        by=request.user,
        at=at,
    )
    messages.success(
        request, _("The question is corrected. Whoever has a better result for it gets a letter within minutes.")
    )
    return redirect("desk:correction", made.pk)


@for_trainers
@never_cache
@require_GET
def correction(request: PersonRequest, correction_id: int) -> HttpResponse:
    """One correction: who made it, when and why, and every result that it raised, from what to what."""
    found = access.correction_of(request.user, correction_id)
    results = CorrectedResult.objects.filter(correction=found).select_related("attempt__quiz", "attempt__enrolment")
    page = Paginator(results.order_by("pk"), _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "desk/correction.html",
        {
            "correction": found,
            "told": correction_words.told(found),
            "stem": found.question.data["stem"],
            "language": "".join(line.language for line in lines(items__content=found.question)[-1:]),
            "page": page,
            "rows": corrected_results.rows(list(page), by=request.user),
            "in_bank": Question.objects.filter(key=found.question.key).first(),
            "is_applied": hasattr(found, "applied"),
        },
    )
