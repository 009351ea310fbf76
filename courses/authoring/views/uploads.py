"""The door to uploaded files, open to those who write: learners fetch what releases froze."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from courses.authoring.access import may_author


@require_safe
def uploaded(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded image, in whatever size the editor asks for, or a document."""
    if not may_author(request.user):
        raise Http404
    try:
        return FileResponse(default_storage.open(path))
    except (OSError, SuspiciousFileOperation, ValueError):
        raise Http404
