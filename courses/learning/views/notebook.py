"""What a person keeps in a lesson for themself, and all of their notes."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import PersonRequest, personal
from courses.contents.models import Content
from courses.learning import access, notebook, notes
from courses.learning.notebook import Change
from courses.learning.outlining import outline_for
from lms import dates
from lms.refusals import Refusal

_FIELD, _KNOWN = "own-", "known-"
_LONGEST_NAME = 24


@require_POST
@personal
def keep(request: PersonRequest, enrolment_id: int, number: int) -> HttpResponse:
    """Keep what the page of a lesson sends; pages that save by themselves get an answer in JSON."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    step = outline_for(enrolment.release.outline, ()).step(number)
    if step is None or step.is_quiz:
        raise Http404(_("There is no such lesson in this release."))
    content = Content.objects.get(pk=step.hash)
    at, page = timezone.now(), request.POST.get("page", "")[:_LONGEST_NAME]
    wants_json = request.headers.get("Accept") == "application/json"
    try:
        kept = notebook.keep(enrolment, content, _changes(request), page=page, at=at)
    except Refusal as refusal:
        if wants_json:
            return JsonResponse({"refused": " ".join(refusal.reasons)}, status=400)
        messages.error(request, " ".join(refusal.reasons))
        return redirect("learning:item", enrolment_id, number)
    if wants_json:
        known = {name: notebook.known_of(entry) for name, entry in kept.items()}
        told = {name: entry.kept for name, entry in kept.items()}
        return JsonResponse({"saved": dates.time_of_day(at), "known": known, "kept": told})
    here = request.POST.get("at", "")
    anchor = f"#own-{here}" if here in kept else ""
    return redirect(reverse("learning:item", args=[enrolment_id, number]) + anchor)


def _changes(request: PersonRequest) -> dict[str, Change]:
    names = [field.removeprefix(_FIELD) for field in request.POST if field.startswith(_FIELD)]
    return {name: Change(request.POST.getlist(_FIELD + name), request.POST.get(_KNOWN + name, "")) for name in names}


@require_safe
@personal
def my_notes(request: PersonRequest) -> HttpResponse:
    """Everything the person wrote for themself."""
    return render(request, "learning/notes.html", {"curricula": notes.of(request.user)})
