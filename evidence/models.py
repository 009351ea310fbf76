"""What the teaching rests on: sources, claims, and the dated updates to either."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from lms.append_only import AppendOnly

key_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and single hyphens.")


class Source(index.Indexed, models.Model):
    """A publication, with the fields of CSL-JSON."""

    key = models.CharField(max_length=80, unique=True, validators=[key_validator], help_text="For example: david-2018")
    type = models.CharField(max_length=40, default="article-journal")
    title = models.CharField(max_length=500, blank=True)
    author = models.JSONField(default=list, blank=True, help_text="CSL names: family and given, or literal.")
    container_title = models.CharField("journal or book", max_length=300, blank=True)
    issued = models.CharField("published", max_length=10, help_text="2018, 2018-03 or 2018-03-09")
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    page = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    doi = models.CharField("DOI", max_length=200, null=True, blank=True, unique=True)
    pmid = models.CharField("PubMed number", max_length=20, blank=True)
    url = models.URLField("address", max_length=500, blank=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.SearchField("doi")]

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.author_text} ({self.issued[:4]})" + (f". {self.title}" if self.title else "")

    def save(self, *args, **kwargs):
        from evidence.citing import normal_doi

        self.doi = normal_doi(self.doi) if self.doi else None
        super().save(*args, **kwargs)

    @property
    def author_text(self) -> str:
        from evidence.citing import authors_in_words

        return authors_in_words(self.author)


class Certainty(models.TextChoices):
    """GRADE levels (Guyatt et al. 2008)."""

    HIGH = "high", "High certainty"
    MODERATE = "moderate", "Moderate certainty"
    LOW = "low", "Low certainty"
    VERY_LOW = "very_low", "Very low certainty"


class Claim(index.Indexed, RevisionMixin, ClusterableModel):
    """One statement of practice that lessons and questions cite."""

    key = models.CharField(max_length=80, unique=True, validators=[key_validator])
    statement = models.TextField()
    certainty = models.CharField(max_length=10, choices=Certainty)
    certainty_note = models.TextField(blank=True, help_text="Why this level, in a sentence.")
    review_by = models.DateField(null=True, blank=True)

    search_fields = [index.SearchField("statement"), index.AutocompleteField("statement"), index.SearchField("key")]

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.statement


class ClaimSource(Orderable):
    """A source that supports a claim, and how."""

    claim = ParentalKey(Claim, on_delete=models.CASCADE, related_name="support")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="supports")
    note = models.TextField(blank=True, help_text="What this source says about the claim.")

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["claim", "source"], name="claim_source_once")]


class UpdateKind(models.TextChoices):
    CORRECTED = "corrected", "Corrected"
    CONCERN = "concern", "Expression of concern"
    RETRACTED = "retracted", "Retracted"
    SUPERSEDED = "superseded", "Superseded by newer work"
    REINSTATED = "reinstated", "Reinstated"
    STRENGTHENED = "strengthened", "Claim strengthened"
    WEAKENED = "weakened", "Claim weakened"
    WITHDRAWN = "withdrawn", "Claim withdrawn"
    REVIEWED = "reviewed", "Reviewed, stands as it is"


SOURCE_KINDS = [
    UpdateKind.CORRECTED,
    UpdateKind.CONCERN,
    UpdateKind.RETRACTED,
    UpdateKind.SUPERSEDED,
    UpdateKind.REINSTATED,
]
CLAIM_KINDS = [UpdateKind.STRENGTHENED, UpdateKind.WEAKENED, UpdateKind.WITHDRAWN, UpdateKind.REVIEWED]


class EvidenceUpdate(AppendOnly):
    """Something happened to a source or to a claim. Recorded once, never changed."""

    kind = models.CharField(max_length=15, choices=UpdateKind)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="updates")
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="updates")
    happened_on = models.DateField("date of the change")
    summary = models.TextField(help_text="What changed and why it matters, in plain words. Trainers read this.")
    link = models.URLField("notice or publication", max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False, claim__isnull=True, kind__in=SOURCE_KINDS)
                | Q(source__isnull=True, claim__isnull=False, kind__in=CLAIM_KINDS),
                name="evidence_update_on_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source or self.claim}"
