"""One training under way: its outline, what is next, and the way out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import confirming
from accounts.access import PersonRequest, personal
from accounts.forms import NameForm
from accounts.models import User
from courses.learning import access, completion, enrolling, leading, resuming
from courses.learning.models import Enrolment
from courses.learning.outlining import Outline, outline_for
from lms.refusals import Refusal


@require_safe
@personal
def training(request: PersonRequest, enrolment_id: int) -> HttpResponse:
    """What is done, what is next, and how long the rest takes."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    outline = outline_for(enrolment.release.outline, completion.completed_hashes(enrolment))
    step = outline.next_step if enrolment.is_open else None
    return render(
        request,
        "learning/training.html",
        {
            "enrolment": enrolment,
            "release": enrolment.release,
            "outline": outline,
            "stones": _stones(outline),
            "begun": resuming.begun([(enrolment, step)]).get(enrolment.pk),
            "successor": enrolling.successor(enrolment),
            "name_form": _name_form(request.user, enrolment),
        },
    )


def _name_form(person: User, enrolment: Enrolment) -> NameForm | None:
    """The question for the name while there is time, where a certificate follows and the name is not known yet."""
    if not enrolment.is_open or not confirming.waits_for_name(person):
        return None
    return NameForm.for_person(person) if leading.goals([enrolment.curriculum_id]) else None


def _stones(outline: Outline) -> list[dict[str, object]]:
    return [
        {
            "title": part.title,
            "done": part.progress.done,
            "total": part.progress.total,
            "url": f"#module-{part.number}",
        }
        for part in outline.parts
    ]


@require_POST
@personal
def leave(request: PersonRequest, enrolment_id: int) -> HttpResponse:
    """Stop this training; its record stays."""
    enrolment = access.own_enrolment(request.user, enrolment_id)
    title, slug = enrolment.release.outline["title"], enrolment.release.outline["slug"]
    try:
        enrolling.leave(enrolment, at=timezone.now())
    except Refusal as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("learning:training", enrolment.pk)
    messages.success(
        request,
        _("You have left %(curriculum)s. What you did is kept, and you can go on whenever you like.")
        % {"curriculum": title},
    )
    return redirect(reverse("learning:curriculum", args=[slug]))
