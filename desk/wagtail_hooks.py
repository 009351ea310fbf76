"""The desks in the editor: its first page and its menu."""

from collections.abc import Iterator

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets import Button
from wagtail.admin.widgets.button import BaseButton, ListingButton
from wagtail.models import Page
from wagtail.snippets.action_menu import ActionMenuItem

from accounts import roles
from accounts.models import User
from courses.authoring import bank
from courses.authoring.models import CurriculumPage, Question
from courses.bundles.exchange import uploading
from courses.releases import checking
from desk import question_records
from desk.cms import CorrectReleased, CurriculaPanel, DeskMenuItem, WorkbenchPanel


@hooks.register("register_admin_menu_item")
def releases_menu_item() -> MenuItem:
    return DeskMenuItem(
        gettext_lazy("Releases"),
        "desk:releases",
        permission="authoring.change_question",
        name="releases",
        icon_name="upload",
        order=220,
    )


@hooks.register("register_admin_menu_item")
def evidence_menu_item() -> MenuItem:
    return DeskMenuItem(
        gettext_lazy("Evidence updates"),
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


@bank.leads_to
def ways_from_the_bank(user: User) -> list[Button]:
    """Above the list of the bank: what to look at in it, and questions to and from other systems."""
    found = []
    if roles.is_trainer(user):
        label = _("What gives answers away")
        found.append(Button(label, url=reverse("desk:bank_check"), icon_name="glasses", priority=20))
    if uploading.may(user):
        label = _("Questions to and from other systems")
        found.append(Button(label, url=reverse("desk:exchange"), icon_name="download", priority=30))
    return found


@hooks.register("register_snippet_listing_buttons")
def statistics_of_question(snippet: Model, user: User, next_url: str | None = None) -> Iterator[BaseButton]:
    """In the list of the bank, to the figures of a question that one's own curricula ask."""
    use = getattr(snippet, "use", None)
    if isinstance(snippet, Question) and use and not question_records.codes_of(user).isdisjoint(use.curricula):
        label = _("Statistics of “%(question)s”") % {"question": snippet}
        yield ListingButton(
            _("Statistics"), url=reverse("desk:question_statistics", args=[snippet.key]), attrs={"aria-label": label}
        )


@hooks.register("register_snippet_action_menu_item")
def correct_released(model: type[Model]) -> ActionMenuItem | None:
    """Where a question of the bank is edited, to correcting the version of it that was released last."""
    return CorrectReleased(order=200) if model is Question else None


@hooks.register("after_publish_page")
def say_what_comes_next(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After publishing: the page as learners will read it, the way to a release, and what one would find wrong with it."""
    curriculum = page if isinstance(page, CurriculumPage) else getattr(page, "curriculum", lambda: None)()
    if curriculum is None or not page.live or page.has_unpublished_changes:  # that one is scheduled for later
        return None
    messages.success(
        request,
        _("“%(title)s” is published, ready for the next release. Learners see it once that has gone out.")
        % {"title": page.title},
        buttons=[
            messages.button(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), _("See it as learners will")),
            messages.button(reverse("desk:releases") + f"#{curriculum.slug}", _("Prepare a release")),
            messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Go on writing")),
        ],
    )
    for finding in checking.page_findings(page):
        messages.warning(request, finding.message)
    return redirect(
        get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    )


@hooks.register("construct_homepage_panels")
def first_steps(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for the trainer stands on top of the first page, then the curricula they write."""
    panels[:0] = [WorkbenchPanel(), CurriculaPanel()]
