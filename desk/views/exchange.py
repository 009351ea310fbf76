"""Questions from other systems, looked at and then brought into the bank; and questions of the bank taken away."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, View, personal
from courses.bundles.exchange import bringing, registry, taking, uploading
from courses.bundles.exchange.base import FileRefused
from courses.bundles.exchange.uploading import Upload
from desk import exchange_pages
from desk.exchange_forms import QuestionsFileForm, TakeQuestionsForm
from lms.refusals import Refusal

_PER_PAGE = 25


def for_writers_of_questions(view: View) -> View:
    """Only for people who write in the question bank; others get the 403 page."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not uploading.may(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return personal(guarded)


@for_writers_of_questions
@require_http_methods(["GET", "POST"])
def exchange(request: PersonRequest) -> HttpResponse:
    """Bring in a file of questions, or take questions away."""
    if request.method != "POST":
        return _page(request, QuestionsFileForm())
    form = QuestionsFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    try:
        kept = uploading.keep(form.cleaned_data["questions"], topic=form.cleaned_data["topic"], by=request.user)
    except Refusal as refusal:
        form.add_error("questions", refusal.reasons)
        return _page(request, form, status=400)
    return redirect(f"{reverse('desk:exchange_check', args=[kept.sha256])}?{_query(kept)}")


def _page(
    request: PersonRequest, form: QuestionsFileForm, take: TakeQuestionsForm | None = None, *, status: int = 200
) -> HttpResponse:
    shown = {"form": form, "take": take or TakeQuestionsForm(), "formats": registry.formats()}
    return render(request, "desk/exchange.html", shown, status=status)


def _query(upload: Upload) -> str:
    return urlencode({"name": upload.name, "topic": upload.topic})


@for_writers_of_questions
@require_GET
def take(request: PersonRequest) -> HttpResponse:
    """The questions asked for, as a file; or first what it would not carry."""
    form = TakeQuestionsForm(request.GET)
    if not form.is_valid():
        return _page(request, QuestionsFileForm(), form, status=400)
    format, topic = registry.named(form.cleaned_data["format"]), form.cleaned_data["take_topic"]
    try:
        written = taking.take(
            format, taking.chosen(topics=[topic] if topic else [], drafts=form.cleaned_data["drafts"])
        )
    except Refusal as refusal:
        form.add_error("take_topic", refusal.reasons)
        return _page(request, QuestionsFileForm(), form, status=400)
    left, changed = exchange_pages.groups(written)
    if (left or changed) and "anyway" not in request.GET:
        shown = {
            "format": format,
            "left": left,
            "changed": changed,
            "left_count": sum(bool(one.reason) for one in written.gone),
            "changed_count": sum(bool(one.remarks) for one in written.gone),
            "total": len(written.gone),
            "written": sum(not one.reason for one in written.gone),
            "query": urlencode({**request.GET.dict(), "anyway": "1"}),
        }
        return render(request, "desk/exchange_take.html", shown)
    taking.note(written, format, topic=topic, by=request.user, at=timezone.now())
    name = f"{topic or 'questions'}.{format.extension}"
    return HttpResponse(
        written.data,
        content_type=f"{format.media_type}; charset=utf-8"
        if format.media_type.startswith("text/")
        else format.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@for_writers_of_questions
@require_http_methods(["GET", "POST"])
def check(request: PersonRequest, sha256: str) -> HttpResponse:
    """What importing an uploaded file would bring, question by question; then import it, or leave it."""
    topic = request.GET.get("topic", "")
    upload = Upload(
        sha256, request.GET.get("name", "")[:100] or _("The file"), topic if bringing.is_topic(topic) else ""
    )
    if "leave" in request.POST:
        uploading.discard(upload, by=request.user)
        messages.success(request, _("The upload was removed. Nothing was changed."))
        return redirect("desk:exchange")
    if request.method == "POST":
        try:
            count = uploading.import_kept(upload, shown=request.POST.get("shown", ""), by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.reasons[0])
        else:
            messages.success(request, _imported(count))
            return redirect(f"{reverse('wagtailsnippets_authoring_question:list')}?{urlencode({'live': 'false'})}")
    return _checked(request, upload, status=400 if request.method == "POST" else 200)


def _imported(count: int) -> str:
    told = ngettext(
        "Imported: %(count)d question, as a draft. Read it, then publish it.",
        "Imported: %(count)d questions, as drafts. Read them, then publish them.",
        count,
    )
    return told % {"count": count}


def _checked(request: PersonRequest, upload: Upload, *, status: int) -> HttpResponse:
    """The page as things stand now."""
    try:
        plan = uploading.plan(upload, by=request.user)
    except (FileRefused, Refusal) as refusal:
        messages.error(request, refusal.reasons[0])
        return redirect("desk:exchange")
    state = request.GET.get("show", "")
    lines = plan.in_state(state) if state in bringing.STATES else list(plan.lines)
    page = Paginator(lines, _PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "plan": plan,
        "format": registry.named(plan.format),
        "counts": plan.counts,
        "coming": len(plan.coming),
        "unwritten": sum(line.found.is_unwritten for line in plan.coming if line.found),
        "chips": exchange_pages.chips(plan, state if state in bringing.STATES else "", _query(upload)),
        "page": page,
        "items": exchange_pages.shown(list(page.object_list)),
        "mark": plan.mark,
    }
    return render(request, "desk/exchange_check.html", shown, status=status)
