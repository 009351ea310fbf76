"""Claims and sources in the editor."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from evidence import finding
from evidence.choosing import chooser_finding, list_finding
from evidence.forms import KeyStaysForm, SourceForm
from evidence.models import Claim, Source
from lms import dates


def _review_by(claim: Claim) -> str:
    """The day in full: what counts is which day, not how long it is until then."""
    return dates.full(claim.review_by)


def _sources(claim: Claim) -> str:
    """The publications a claim rests on, as people cite them."""
    return "; ".join(f"{row.source.author_text} ({row.source.issued[:4]})" for row in claim.support.all())


class ClaimFilter(WagtailFilterSet):
    class Meta:
        model = Claim
        fields = {"certainty": ["exact"], "review_by": ["lte"]}


class ClaimViewSet(SnippetViewSet):
    """One statement of practice, how certain it is, and what it rests on."""

    model = Claim
    icon = "openquote"
    menu_label = _("Claims")
    list_display = [
        "statement",
        Column("key", label=_("Key"), sort_key="key", classname="on-desks"),
        Column("certainty", label=_("Certainty"), accessor="get_certainty_display", sort_key="certainty"),
        Column("review_by", label=_("Review by"), accessor=_review_by, sort_key="review_by"),
        Column("sources", label=_("Sources"), accessor=lambda claim: len(claim.support.all()), classname="on-desks"),
        UpdatedAtColumn(label=_("Updated"), classname="on-desks"),
    ]
    list_per_page = 30
    filterset_class = ClaimFilter
    index_view_class = list_finding(finding.claims)
    chooser_viewset_class = chooser_finding(
        finding.claims,
        lambda: Claim.objects.prefetch_related("support__source"),
        [Column("key", label=_("Key")), Column("sources", label=_("Sources"), accessor=_sources)],
    )
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=format_lazy(
                    "<p>{}</p>",
                    _(
                        "Lessons and questions cite claims by key, so that a change reaches everybody it concerns. "
                        "If the evidence has changed, record an evidence update as well: it opens review tasks and "
                        "tells people."
                    ),
                )
            ),
            FieldPanel("key", help_text=_("Chosen once, for example: rebt-outcomes")),
            FieldPanel(
                "statement", help_text=_("One sentence that a learner can read aloud. No more than the sources show.")
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "certainty", help_text=_("How likely it is that further research leaves this as it is (GRADE).")
                    ),
                    FieldPanel("certainty_note"),
                    FieldPanel("review_by", help_text=_("When somebody should look at the evidence again.")),
                ],
                heading=_("Certainty"),
            ),
            InlinePanel(
                "support",
                label=_("Source"),
                heading=_("What it rests on"),
                help_text=_("The publications, the strongest first, and what each one says about this claim."),
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
    index_view_class = list_finding(finding.sources)
    chooser_viewset_class = chooser_finding(
        finding.sources, lambda: Source.objects.all(), [Column("key", label=_("Key"))]
    )
    icon = "doc-full"
    menu_label = _("Sources")
    list_display = [
        Column("__str__", label=_("Publication")),
        Column("issued", label=_("Published"), sort_key="issued"),
        Column("key", label=_("Key"), sort_key="key", classname="on-desks"),
        Column("doi", label=_("DOI"), classname="on-desks"),
        Column("claims", label=_("Claims"), accessor=lambda source: len(source.supports.all()), classname="on-desks"),
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
                    FieldPanel("doi", help_text=_("Paste the DOI or its address; it is kept in one form.")),
                    FieldPanel("pmid"),
                    FieldPanel("url"),
                ],
                heading=_("Where to find it"),
            ),
        ],
        base_form_class=SourceForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return Source.objects.prefetch_related("supports")


class EvidenceGroup(SnippetViewSetGroup):
    """Claims, sources, and the updates to either."""

    items = (ClaimViewSet, SourceViewSet)
    menu_label = _("Evidence")
    menu_icon = "openquote"
    menu_name = "evidence"
    menu_order = 210
