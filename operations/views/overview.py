"""The operations page: what is wrong and what to do, and the two buttons for letters."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, for_administrators
from lms import organisation, places
from operations import checking, letters, parts


@for_administrators
@require_GET
def overview(request: PersonRequest) -> HttpResponse:
    """How every part of the site is, what asks for somebody first. A new site is set up before that."""
    if not organisation.now().is_decided and "set_up" in places.declared():
        return redirect(places.address("set_up"))
    at = timezone.now()
    post = letters.look(at)
    found = parts.look(post, at=at)
    context = {
        "asking": [part for part in found if part.state is parts.State.LOOK],
        "well": [part for part in found if part.state is parts.State.WELL],
        "letters": post,
        "check": checking.last(),
        "done": letters.done_lately(),
        "release": settings.RELEASE,
        "at": at,
    }
    return render(request, "operations/overview.html", context)


@for_administrators
@require_POST
def release(request: PersonRequest) -> HttpResponse:
    """Let the held letters go."""
    count = letters.release(by=request.user, at=timezone.now())
    said = ngettext("%(count)s letter leaves with the next run.", "%(count)s letters leave with the next run.", count)
    return _back(request, said, count)


@for_administrators
@require_POST
def retry(request: PersonRequest) -> HttpResponse:
    """Try again what was put off or given up."""
    count = letters.try_again(by=request.user, at=timezone.now())
    said = ngettext("%(count)s letter is tried again now.", "%(count)s letters are tried again now.", count)
    return _back(request, said, count)


def _back(request: PersonRequest, said: str, count: int) -> HttpResponse:
    if count:
        messages.success(request, said % {"count": number_format(count)})
    else:
        messages.info(request, _("No letter was waiting for that any more."))
    return redirect("operations:overview")
