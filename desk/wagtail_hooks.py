"""The desks in the editor: its first page and its menu."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.models import User
from courses.authoring.models import CurriculumPage
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


@hooks.register("register_page_header_buttons")
def curriculum_as_files(page: Page, user: User, view_name: str, **options: object) -> Iterator[Button]:
    """Beside a curriculum's own page: its bundle, to take away or to bring in."""
    if isinstance(page.specific_deferred, CurriculumPage) and user.has_perm(
        "authoring.author_curriculum", page.specific_deferred
    ):
        yield Button(
            _("Download or upload as bundle"),
            url=reverse("desk:bundle", args=[page.slug]),
            icon_name="download",
            priority=45,
        )


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for the trainer stands on top of the first page, then the curricula they write."""
    panels[:0] = [WorkbenchPanel(), CurriculaPanel()]
