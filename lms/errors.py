"""The page for a form we cannot be sure about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say it in the site's frame; Django's own view shows the template without knowing the request."""
    return render(request, "403_csrf.html", status=403)
