"""The certificates anybody can earn, and the path to one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.ledger import paths, ways
from certificates.ledger.models import Certification, DateMode
from lms.shared_pages import shared


@shared
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """Every certificate that is issued, by what it is for."""
    return render(request, "ledger/paths.html", {"paths": paths.offered(at=timezone.now())})


@shared
@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """What one certificate is for, what it asks, how long it holds; for somebody logged in, how far they are."""
    at = timezone.now()
    scheme = get_object_or_404(Certification, slug=slug, active=True)
    found = paths.to(scheme, at=at)
    way = ways.of(request.user, found, at=at) if request.user.is_authenticated else None
    context = {"path": found, "scheme": scheme, "way": way, "legs": way.legs if way else (), "modes": DateMode}
    return render(request, "ledger/path.html", context)
