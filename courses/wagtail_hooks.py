"""What the courses add to the editor: the question bank, the release desk, and what may not be deleted."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from courses import keeping
from courses.cms import CurriculaPanel, QuestionViewSet

register_snippet(QuestionViewSet)


class ReleasesMenuItem(MenuItem):
    """The release desk; shown to trainers where the site has that page."""

    def is_shown(self, request: HttpRequest) -> bool:
        try:
            str(self.url)
        except NoReverseMatch:
            return False
        return request.user.has_perm("courses.change_question")


@hooks.register("register_admin_menu_item")
def releases_menu_item() -> MenuItem:
    return ReleasesMenuItem(
        "Releases", reverse_lazy("certificates:releases"), name="releases", icon_name="upload", order=220
    )


@hooks.register("construct_main_menu")
def leave_out_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """The editor's own news are about its makers' releases, not about ours."""
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Component]) -> None:
    """The trainer's own curricula stand on top of the first page."""
    panels.insert(0, CurriculaPanel())


# ----------------------------------------------------------------------------------------------- what may not be deleted
def _refuse(request: HttpRequest, things: Iterable[Model], back: str) -> HttpResponse | None:
    found = keeping.all_reasons(things)
    if not found:
        return None
    messages.error(request, "This cannot be deleted. " + " ".join(found))
    return redirect(back)


@hooks.register("before_delete_page")
def keep_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Pages that releases, enrolments or reviews rest on are unpublished, not deleted."""
    return _refuse(request, [page], reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_delete_snippet")
def keep_snippet(request: HttpRequest, things: Iterable[Model]) -> HttpResponse | None:
    """Questions, claims and sources that something rests on stay."""
    things = list(things)
    return _refuse(request, things, reverse(type(things[0]).snippet_viewset.get_url_name("list"))) if things else None


@hooks.register("before_bulk_action")
def keep_several(request: HttpRequest, action_type: str, things: Iterable[Model], action) -> HttpResponse | None:
    """The same for pages, images and documents that are ticked in a list."""
    if action_type != "delete" or not issubclass(action.model, (Page, get_image_model(), get_document_model())):
        return None
    return _refuse(request, things, action.next_url or reverse("wagtailadmin_home"))
