"""The desks in the editor: its first page and its menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from desk.cms import CurriculaPanel, DeskMenuItem, WorkbenchPanel


@hooks.register("register_admin_menu_item")
def releases_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("Releases"),
        "desk:releases",
        permission="authoring.change_question",
        name="releases",
        icon_name="upload",
        order=220,
    )


@hooks.register("register_admin_menu_item")
def evidence_menu_item() -> MenuItem:
    return DeskMenuItem(
        _("Evidence updates"),
        "desk:evidence",
        permission="evidence.change_claim",
        name="evidence-updates",
        icon_name="history",
        order=215,
    )


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for the trainer stands on top of the first page, then the curricula they write."""
    panels[:0] = [WorkbenchPanel(), CurriculaPanel()]
