"""Privacy, terms and accessibility: the pages that people have edited, or the words every site begins with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home import legal
from home.models import TextPage


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, and who sees it."""
    return _shown(request, "privacy")


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """On what terms people learn here."""
    return _shown(request, "terms")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the site aims for, and whom to tell about what stands in the way."""
    return _shown(request, "accessibility")


def _shown(request: HttpRequest, subject: str) -> HttpResponse:
    page = TextPage.objects.filter(subject=subject, live=True).order_by("path").first()
    if page is not None:
        context = page.get_context(request)
    else:
        context = {"text": legal.words(subject, (get_language() or "").split("-")[0])}
    return render(request, "home/text_page.html", context)
