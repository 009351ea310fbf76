"""What the desks add to the editor: a trainer's curricula on its first page, and the ways to the desks in its menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.action_menu import ActionMenuItem

from accounts import roles
from courses.authoring.models import CurriculumPage
from courses.learning import correcting
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


class CorrectReleased(ActionMenuItem):
    """Beside saving a question: correcting the version of it that was released last, for whoever may."""

    name = "action-correct-released"
    label = gettext_lazy("Correct the released version")
    icon_name = "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and self._released(context) is not None

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("desk:correct_question", args=[parent_context["instance"].key, self._released(parent_context)])

    @staticmethod
    def _released(context: dict[str, Any]) -> str | None:
        return correcting.newest_open_to(context["request"].user, context["instance"].key)


class DeskMenuItem(MenuItem):
    """A way to a desk, for people whose role opens it."""

    def __init__(self, label: str | Promise, view: str, *, permission: str, **options: Any) -> None:
        super().__init__(label, reverse_lazy(view), **options)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)
