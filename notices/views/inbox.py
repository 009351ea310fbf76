"""The inbox: what I was told."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import PersonRequest
from notices import inbox as rules
from notices.access import own_notice

_PER_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: PersonRequest) -> HttpResponse:
    """Every notice, newest first; posting marks all of them as read."""
    if request.method == "POST":
        rules.read_all(request.user, at=timezone.now())
        messages.success(request, _("All notices are marked as read."))
        return redirect("notices:inbox")
    page = Paginator(rules.notices_of(request.user), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page": page})


@login_required
@require_safe
def notice(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """One notice; opening it marks it as read."""
    found = own_notice(request, uuid)
    rules.read(found, at=timezone.now())
    return render(request, "notices/notice.html", {"notice": found})
