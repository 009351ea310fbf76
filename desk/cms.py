"""What the desks add to the editor: a trainer's curricula on its first page, and the ways to the desks in its menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from accounts import roles
from courses.authoring.models import CurriculumPage
from desk import workbench


class CurriculaPanel(Component):
    """The curricula a trainer writes, with the way to their pages and to their releases."""

    name = "curricula"
    template_name = "desk/cms_curricula.html"
    order = 10

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        own = CurriculumPage.objects.order_by("title")
        if not user.is_superuser:
            own = own.filter(pk__in=roles.granted(user, "author_curriculum"))
        return {"curricula": own, "request": parent_context["request"]}


class WorkbenchPanel(Component):
    """What waits for the trainer."""

    name = "workbench"
    template_name = "desk/cms_workbench.html"
    order = 5

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        at, request = timezone.now(), parent_context["request"]
        return {"bench": workbench.of(request.user, at=at), "today": timezone.localdate(at), "request": request}


class DeskMenuItem(MenuItem):
    """A way to a desk, for people whose role opens it."""

    def __init__(self, label: str | Promise, view: str, *, permission: str, **options: Any) -> None:
        super().__init__(label, reverse_lazy(view), **options)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)
