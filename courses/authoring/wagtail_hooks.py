"""What authoring adds to the editor: the question bank; and documents, which only those who write fetch here."""

from django.db.models import Model, Q
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import PageQuerySet
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet

from courses.authoring.access import may_author
from courses.authoring.cms import QuestionViewSet

register_snippet(QuestionViewSet)


@hooks.register("insert_global_admin_css")
def whole_titles() -> SafeString:
    """Titles that are not cut off, and lists that fit a phone."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))


@hooks.register("construct_main_menu")
def leave_out_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """The editor's own news are about its makers' releases, not about ours."""
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("construct_page_chooser_queryset")
def offer_no_drafts_of_others(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Whoever links to a page chooses among what is published and what they may work on themselves."""
    own = page_permission_policy.explorable_instances(request.user).values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=own))


@hooks.register("before_serve_document")
def keep_drafts_private(document: Model, request: HttpRequest) -> None:
    """Learners fetch the files of releases; whatever else was uploaded is for those who write."""
    if not may_author(request.user):
        raise Http404
