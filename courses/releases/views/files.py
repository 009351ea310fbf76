"""The door to the files of releases."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import PersonRequest
from courses.contents import sending
from courses.contents.models import FrozenFile
from courses.releases import reading


@require_safe
@login_required
def frozen_file(request: PersonRequest, sha256: str, name: str) -> HttpResponseBase:
    """One frozen file. Whether there is one that this person may not fetch is not said."""
    file = get_object_or_404(FrozenFile, pk=sha256)
    if not reading.may_fetch(request.user, file, at=timezone.now()):
        raise Http404
    return sending.response(request, file, name)
