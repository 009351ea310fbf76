"""The question bank in the editor."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.authoring import bank, editing
from courses.authoring.editing import EvidencePanel
from courses.authoring.giveaway_panel import GiveawayPanel
from courses.authoring.models import Question
from courses.contents.questions import registry as types
from evidence.choosing import chooser_finding, list_finding
from evidence.forms import KeyStaysForm
from lms import phrases


def _topics() -> list[tuple[str, str]]:
    return [(topic, topic) for topic in Question.objects.order_by("topic").values_list("topic", flat=True).distinct()]


class QuestionFilter(WagtailFilterSet):
    topic = django_filters.ChoiceFilter(choices=_topics, empty_label=_("All topics"))
    kind = django_filters.ChoiceFilter(choices=types.choices, label=_("Answers"), empty_label=_("All types"))

    class Meta:
        model = Question
        fields = ["topic", "kind", "critical", "live"]


def _status(question: Question) -> str | Promise:
    if not question.live:
        return _("draft")
    return _("published, with changes") if question.has_unpublished_changes else _("published")


def _used_in(question: Question) -> str | Promise:
    return phrases.listed(question.use.quizzes, at_most=3) if question.use.quizzes else _("not used")


def _record(question: Question) -> str:
    """The share of first answers that were right, once there are enough of them; how many there are in any case."""
    record: bank.Record = question.record
    if not record.answered:
        return "–"
    if record.percent is None:
        return gettext("%(count)s answers, too few to say") % {"count": record.answered}
    return gettext("%(share)s %% of %(count)s") % {"share": record.percent, "count": record.answered}


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
        Column("key", label=_("Key"), sort_key="key", classname="on-wide-desks"),
        Column("topic", label=_("Topic"), sort_key="topic", classname="on-desks"),
        Column("kind", label=_("Answers"), accessor="type_label", classname="on-desks"),
        StatusTagColumn(
            "status",
            label=_("Status"),
            classname="on-desks",
            accessor=_status,
            primary=lambda question: question.live,
            sort_key="live",
        ),
        Column(
            "curricula",
            label=_("Curriculum"),
            accessor=lambda question: ", ".join(question.use.curricula) or "–",
            classname="on-desks",
        ),
        Column("used", label=_("Used in"), accessor=_used_in, classname="on-desks"),
        Column("record", label=_("Right at first"), accessor=_record),
    ]
    list_per_page = 30
    filterset_class = QuestionFilter
    index_view_class = list_finding(bank.find, bank.prepare, bank.ways)
    chooser_viewset_class = chooser_finding(
        bank.find, lambda: Question.objects.all(), [Column("key", label=_("Key")), Column("topic", label=_("Topic"))]
    )
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            EvidencePanel(),
            GiveawayPanel(),
            FieldRowPanel([FieldPanel("key"), FieldPanel("topic")]),
            FieldPanel(
                "stem", help_text=_("Describe a situation and ask one thing. Avoid “not” and “all of the above”.")
            ),
            FieldPanel("body"),
            FieldRowPanel([FieldPanel("critical"), FieldPanel("corrective", widget=editing.LessonChooser())]),
            InlinePanel("cites", label=_("Claim"), heading=_("Claims this question rests on")),
        ],
        base_form_class=KeyStaysForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.select_related("latest_revision")
