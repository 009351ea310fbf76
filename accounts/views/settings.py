"""My account: names, region, language, letters, logging in, and who looked at my record."""

from contextlib import nullcontext

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import access_log, languages, roles
from accounts.access import PersonRequest
from accounts.forms import ProfileForm
from accounts.models import RegionMove, User
from lms.languages import reading

_PER_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    """Show everything about the account; posting saves names, region and language."""
    # a second instance, so that names refused by the form do not show up in the header
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        move = form.save_at(timezone.now())
        code = form.instance.language
        with reading(code) if code else nullcontext():
            messages.success(request, _saved(move))
        response = redirect("accounts:settings")
        if "language" in form.changed_data:
            languages.remember(response, code)
        return response
    page = Paginator(access_log.about(request.user), _PER_PAGE).get_page(request.GET.get("page"))
    looks = [(entry, access_log.in_words(entry)) for entry in page]
    asked = _asked(form.waiting)
    return render(request, "accounts/settings.html", {"form": form, "page": page, "looks": looks, **asked})


def _saved(move: RegionMove | None) -> str:
    if move is not None and move.decided_at is None:
        return _("Your details are saved. Your change of region waits for an answer.")
    return _("Your details are saved.")


def _asked(move: RegionMove | None) -> dict[str, object]:
    """The change of region that waits, and who answers."""
    answering = roles.answering_for(move.user) if move else []
    return {"move": move, "answering": get_text_list([one.get_full_name() for one in answering], _("or"))}
