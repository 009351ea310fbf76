"""Claims and sources in the editor."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateformat import format as date_format
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from evidence.forms import KeyStaysForm, SourceForm
from evidence.models import Claim, Source


def _review_by(claim: Claim) -> str:
    """The day in full: what counts is which day, not how long it is until then."""
    return date_format(claim.review_by, "j F Y") if claim.review_by else ""


class ClaimFilter(WagtailFilterSet):
    class Meta:
        model = Claim
        fields = {"certainty": ["exact"], "review_by": ["lte"]}


class ClaimViewSet(SnippetViewSet):
    """One statement of practice, how certain it is, and what it rests on."""

    model = Claim
    icon = "openquote"
    menu_label = "Claims"
    list_display = [
        "statement",
        Column("certainty", label="Certainty", accessor="get_certainty_display", sort_key="certainty"),
        Column("review_by", label="Review by", accessor=_review_by, sort_key="review_by"),
        Column("sources", label="Sources", accessor=lambda claim: len(claim.support.all())),
        UpdatedAtColumn(),
    ]
    list_per_page = 30
    filterset_class = ClaimFilter
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(
                content="<p>Lessons and questions cite claims by key, so that a change reaches everybody it concerns. "
                "If the evidence has changed, record an evidence update as well: it opens review tasks and tells people.</p>"
            ),
            FieldPanel("key", help_text="Chosen once, for example: rebt-outcomes"),
            FieldPanel(
                "statement", help_text="One sentence that a learner can read aloud. No more than the sources show."
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "certainty", help_text="How likely it is that further research leaves this as it is (GRADE)."
                    ),
                    FieldPanel("certainty_note"),
                    FieldPanel("review_by", help_text="When somebody should look at the evidence again."),
                ],
                heading="Certainty",
            ),
            InlinePanel(
                "support",
                label="Source",
                heading="What it rests on",
                help_text="The publications, the strongest first, and what each one says about this claim.",
                panels=[FieldPanel("source"), FieldPanel("note")],
            ),
        ],
        base_form_class=KeyStaysForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return Claim.objects.prefetch_related("support")


class SourceFilter(WagtailFilterSet):
    class Meta:
        model = Source
        fields = {"type": ["exact"]}


class SourceViewSet(SnippetViewSet):
    """A publication, with the fields of CSL-JSON."""

    model = Source
    icon = "doc-full"
    menu_label = "Sources"
    list_display = [
        Column("__str__", label="Publication"),
        Column("issued", label="Published", sort_key="issued"),
        Column("doi", label="DOI"),
        Column("claims", label="Claims", accessor=lambda source: len(source.supports.all())),
    ]
    list_per_page = 30
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("type"),
            FieldPanel("title"),
            FieldPanel("authors"),
            FieldRowPanel([FieldPanel("issued"), FieldPanel("container_title")]),
            FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("page")]),
            FieldPanel("publisher"),
            MultiFieldPanel(
                [
                    FieldPanel("doi", help_text="Paste the DOI or its address; it is kept in one form."),
                    FieldPanel("pmid"),
                    FieldPanel("url"),
                ],
                heading="Where to find it",
            ),
        ],
        base_form_class=SourceForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return Source.objects.prefetch_related("supports")


class EvidenceGroup(SnippetViewSetGroup):
    """Claims, sources, and the updates to either."""

    items = (ClaimViewSet, SourceViewSet)
    menu_label = "Evidence"
    menu_icon = "openquote"
    menu_name = "evidence"
    menu_order = 210
