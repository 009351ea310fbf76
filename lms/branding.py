"""The logo and the colours of the organisation, for pages: only those that count now, kept by browsers for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lms import colours, organisation, pictures
from lms.models import Picture

_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def logo(request: HttpRequest, sha256: str) -> HttpResponse:
    """The logo. No other picture is handed out: a signature is printed, never shown."""
    if not sha256 or sha256 != organisation.now().logo:
        raise Http404
    try:
        content = pictures.content(sha256)
    except Picture.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": _FOR_EVER})


@require_safe
def accents(request: HttpRequest, version: int) -> HttpResponse:
    """The tokens of the accent colour, in place of ours."""
    facts = organisation.now()
    if not facts.accent or version != facts.version:
        raise Http404
    css = colours.stylesheet(facts.accent, facts.accent_dark)
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": _FOR_EVER})
