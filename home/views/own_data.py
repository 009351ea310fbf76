"""Taking one's own data along."""

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import PersonRequest
from home import exporting


@login_required
@require_GET
def own_data(request: PersonRequest) -> StreamingHttpResponse:
    """Everything the database holds about whoever asks, as one archive."""
    at = timezone.now()
    response = StreamingHttpResponse(exporting.archive(request.user, at=at), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.localdate(at).isoformat()}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
