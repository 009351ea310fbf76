"""What visitors get at the addresses of the page tree: releases, never the pages that are being written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from courses.authoring.models import CurriculumIndexPage, CurriculumPage
from courses.authoring.models.pages import ReleasedPage
from courses.learning.views import catalogue


@hooks.register("before_serve_page")
def show_releases(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """The catalogue and its curricula; what is read only inside a release leads to its curriculum."""
    if isinstance(page, CurriculumIndexPage):
        return catalogue.catalogue(request)
    if isinstance(page, CurriculumPage):
        return catalogue.curriculum(request, page.slug)
    if isinstance(page, ReleasedPage):
        return redirect("learning:curriculum", page.curriculum().slug)
    return None
