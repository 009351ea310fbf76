"""The question bank in the editor."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.authoring.models import Question
from courses.contents.questions import registry as types
from evidence.forms import KeyStaysForm


def _topics() -> list[tuple[str, str]]:
    return [(topic, topic) for topic in Question.objects.order_by("topic").values_list("topic", flat=True).distinct()]


class QuestionFilter(WagtailFilterSet):
    topic = django_filters.ChoiceFilter(choices=_topics, empty_label=_("All topics"))
    kind = django_filters.ChoiceFilter(choices=types.choices, label=_("Answers"), empty_label=_("All types"))

    class Meta:
        model = Question
        fields = ["topic", "kind", "live"]


def _status(question: Question) -> str | Promise:
    if not question.live:
        return _("draft")
    return _("published, with changes") if question.has_unpublished_changes else _("published")


class QuestionViewSet(SnippetViewSet):
    """Questions with their own drafts and revisions; quizzes choose them or draw them by topic."""

    model = Question
    icon = "help"
    menu_label = _("Question bank")
    menu_name = "question-bank"
    menu_order = 200
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("topic", label=_("Topic"), sort_key="topic"),
        Column("kind", label=_("Answers"), accessor="type_label"),
        StatusTagColumn(
            "status", label=_("Status"), accessor=_status, primary=lambda question: question.live, sort_key="live"
        ),
        UpdatedAtColumn(),
    ]
    list_per_page = 30
    filterset_class = QuestionFilter
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("key"), FieldPanel("topic")]),
            FieldPanel(
                "stem", help_text=_("Describe a situation and ask one thing. Avoid “not” and “all of the above”.")
            ),
            FieldPanel("body"),
            InlinePanel("cites", label=_("Claim"), heading=_("Claims this question rests on")),
        ],
        base_form_class=KeyStaysForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.select_related("latest_revision")
