"""In the editor, what releases and records rest on is not deleted; the reason is said instead."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.authoring.models import CurriculumPage
from courses.releases import keeping


def _refuse(request: HttpRequest, things: Iterable[Model], back: str) -> HttpResponse | None:
    things = list(things)
    found = keeping.all_reasons(things)
    if not found and not request.user.is_superuser and any(_is_curriculum(thing) for thing in things):
        found = [_("A whole curriculum is deleted by an administrator only.")]
    if not found:
        return None
    messages.error(request, " ".join([_("This cannot be deleted."), *found]))
    return redirect(back)


def _is_curriculum(thing: Model) -> bool:
    return isinstance(thing, Page) and issubclass(thing.specific_class or Page, CurriculumPage)


@hooks.register("before_delete_page")
def keep_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Pages that releases, enrolments or reviews rest on are unpublished, not deleted."""
    return _refuse(request, [page], reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_delete_snippet")
def keep_snippet(request: HttpRequest, things: Iterable[Model]) -> HttpResponse | None:
    """Questions, claims and sources that something rests on stay."""
    chosen: list[Any] = list(things)
    return _refuse(request, chosen, reverse(type(chosen[0]).snippet_viewset.get_url_name("list"))) if chosen else None


@hooks.register("before_bulk_action")
def keep_several(
    request: HttpRequest, action_type: str, things: Iterable[Model], action: BulkAction
) -> HttpResponse | None:
    """The same for pages, images and documents that are ticked in a list."""
    if action_type != "delete" or not issubclass(action.model, (Page, get_image_model(), get_document_model())):
        return None
    return _refuse(request, things, action.next_url or reverse("wagtailadmin_home"))
