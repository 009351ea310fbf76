"""Rubrics in the editor."""

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.practice import assessors
from courses.practice.models import Rubric
from evidence.forms import KeyStaysForm


class RubricForm(KeyStaysForm):
    """Trainers write rubrics for the curricula they author."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            self.fields["curriculum"].queryset = assessors.curricula_of(self.for_user)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean()
        before = self.instance.curriculum_id
        if before and not self.fields["curriculum"].queryset.filter(pk=before).exists():
            self.add_error(None, gettext("This rubric belongs to a curriculum of other trainers. They can change it."))
        return found


def _status(rubric: Rubric) -> str | Promise:
    if not rubric.live:
        return _("draft")
    return _("published, with changes") if rubric.has_unpublished_changes else _("published")


class RubricViewSet(SnippetViewSet):
    """What is observed in practice. Publishing freezes a rubric as its next version."""

    model = Rubric
    icon = "tasks"
    menu_label = _("Rubrics")
    menu_name = "rubrics"
    menu_order = 205
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "title",
        Column("curriculum", label=_("Curriculum"), accessor="curriculum.code"),
        Column("versions", label=_("Version"), accessor=lambda rubric: rubric.version_count or "–"),
        StatusTagColumn("status", label=_("Status"), accessor=_status, primary=lambda rubric: rubric.live),
    ]
    list_per_page = 30
    search_fields = ["title", "key"]
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=_(
                    "Publishing freezes the rubric as its next version. Observations that have begun keep the version they "
                    "began with."
                )
            ),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("key"), FieldPanel("curriculum", widget=forms.Select)]),
            FieldPanel("intro"),
            FieldPanel("sections"),
            FieldPanel("rules"),
        ],
        base_form_class=RubricForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rubric]:
        rubrics = Rubric.objects.select_related("latest_revision", "curriculum")
        return rubrics.annotate(version_count=Count("versions"))
