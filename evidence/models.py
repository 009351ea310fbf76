"""What the teaching rests on: sources, claims, and the dated updates to either."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from lms.append_only import AppendOnly

key_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use small letters, digits and single hyphens."))


class Source(index.Indexed, models.Model):
    """A publication, with the fields of CSL-JSON."""

    key = models.CharField(
        _("key"), max_length=80, unique=True, validators=[key_validator], help_text=_("For example: david-2018")
    )
    type = models.CharField(_("type"), max_length=40, default="article-journal")
    title = models.CharField(_("title"), max_length=500, blank=True)
    author = models.JSONField(
        _("author"), default=list, blank=True, help_text=_("CSL names: family and given, or literal.")
    )
    container_title = models.CharField(_("journal or book"), max_length=300, blank=True)
    issued = models.CharField(_("published"), max_length=10, help_text=_("2018, 2018-03 or 2018-03-09"))
    volume = models.CharField(_("volume"), max_length=20, blank=True)
    issue = models.CharField(_("issue"), max_length=20, blank=True)
    page = models.CharField(_("page"), max_length=40, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    doi = models.CharField(_("DOI"), max_length=200, null=True, blank=True, unique=True)
    pmid = models.CharField(_("PubMed number"), max_length=20, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.SearchField("doi")]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.author_text} ({self.issued[:4]})" + (f". {self.title}" if self.title else "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        from evidence.citing import normal_doi

        self.doi = normal_doi(self.doi) if self.doi else None
        super().save(*args, **kwargs)

    @property
    def author_text(self) -> str:
        from evidence.citing import authors_in_words

        return authors_in_words(self.author)


class Certainty(models.TextChoices):
    """GRADE levels (Guyatt et al. 2008)."""

    HIGH = "high", _("High certainty")
    MODERATE = "moderate", _("Moderate certainty")
    LOW = "low", _("Low certainty")
    VERY_LOW = "very_low", _("Very low certainty")


class Claim(index.Indexed, RevisionMixin, ClusterableModel, models.Model):
    """One statement of practice that lessons and questions cite."""

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[key_validator])
    statement = models.TextField(_("statement"))
    certainty = models.CharField(_("certainty"), max_length=10, choices=Certainty)
    certainty_note = models.TextField(_("certainty note"), blank=True, help_text=_("Why this level, in a sentence."))
    review_by = models.DateField(_("review by"), null=True, blank=True)

    search_fields = [index.SearchField("statement"), index.AutocompleteField("statement"), index.SearchField("key")]

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.statement


class ClaimSource(Orderable, models.Model):
    """A source that supports a claim, and how."""

    claim = ParentalKey(Claim, on_delete=models.CASCADE, related_name="support", verbose_name=_("claim"))
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="supports", verbose_name=_("source"))
    note = models.TextField(_("note"), blank=True, help_text=_("What this source says about the claim."))

    class Meta(Orderable.Meta):
        verbose_name = _("supporting source")
        verbose_name_plural = _("supporting sources")
        constraints = [models.UniqueConstraint(fields=["claim", "source"], name="claim_source_once")]


class FrozenSupport(AppendOnly):
    """A source stood behind a claim when a text that cites the claim was frozen.

    So what happens to the source concerns that text, whatever is edited about the claim afterwards.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="frozen_support")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="frozen_supports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "source"], name="frozen_support_once")]


class UpdateKind(models.TextChoices):
    CORRECTED = "corrected", _("Corrected")
    CONCERN = "concern", _("Expression of concern")
    RETRACTED = "retracted", _("Retracted")
    SUPERSEDED = "superseded", _("Superseded by newer work")
    REINSTATED = "reinstated", _("Reinstated")
    STRENGTHENED = "strengthened", _("Claim strengthened")
    WEAKENED = "weakened", _("Claim weakened")
    WITHDRAWN = "withdrawn", _("Claim withdrawn")
    REVIEWED = "reviewed", _("Reviewed, stands as it is")


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

    kind = models.CharField(_("kind"), max_length=15, choices=UpdateKind)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="updates", verbose_name=_("source")
    )
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="updates", verbose_name=_("claim")
    )
    happened_on = models.DateField(_("date of the change"))
    summary = models.TextField(
        _("summary"), help_text=_("What changed and why it matters, in plain words. Trainers read this.")
    )
    link = models.URLField(_("notice or publication"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("evidence update")
        verbose_name_plural = _("evidence updates")
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False, claim__isnull=True, kind__in=SOURCE_KINDS)
                | Q(source__isnull=True, claim__isnull=False, kind__in=CLAIM_KINDS),
                name="evidence_update_on_one_thing",
            )
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s: %(thing)s") % {"kind": self.get_kind_display(), "thing": self.source or self.claim}
