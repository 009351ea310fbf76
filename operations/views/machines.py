"""Doors for machines: alive, ready, and numbers."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from operations import health, metrics


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers at all: it asks nothing else, so that a restart is for what a restart mends."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when requests may come here, 503 and what is wrong otherwise; a part without which things only wait degrades."""
    needed = health.needed()
    ready = all(state == health.OK for state in needed.values())
    helpful = health.helpful() if ready else {}
    well = all(state == health.OK for state in helpful.values())
    status = "failing" if not ready else "ok" if well else "degraded"
    return JsonResponse({"status": status, **needed, **helpful}, status=200 if ready else 503)


@require_safe
@never_cache
def numbers(request: HttpRequest) -> HttpResponse:
    """For whoever has METRICS_TOKEN; for others there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(metrics.text(at=timezone.now()), content_type=CONTENT_TYPE_LATEST)
