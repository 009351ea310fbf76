"""What authoring adds to the editor: the question bank."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from courses.authoring.cms import QuestionViewSet

register_snippet(QuestionViewSet)


@hooks.register("construct_main_menu")
def leave_out_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """The editor's own news are about its makers' releases, not about ours."""
    items[:] = [item for item in items if item.name != "help"]
