"""The numbered releases made of frozen content."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.authoring.models import CurriculumPage
from courses.contents.models import Content
from lms.append_only import AppendOnly, AppendOnlyQuerySet


class ChangeClass(models.TextChoices):
    EDITORIAL = "editorial", _("Editorial: spelling, layout, links")
    CLARIFYING = "clarifying", _("Clarifying: same practice, clearer words")
    SUBSTANTIVE = "substantive", _("Substantive: what people are taught to do has changed")
    SAFETY = "safety", _("Safety: a technique is withdrawn or a risk was found")


class ReleaseQuerySet(AppendOnlyQuerySet["Release"]):
    def effective(self, at: datetime) -> "ReleaseQuerySet":
        """Releases that learners may read at that instant."""
        return self.filter(effective_at__lte=at)

    def newest_first(self) -> "ReleaseQuerySet":
        return self.order_by("-major", "-minor", "-patch")


class Release(AppendOnly):
    """An immutable, numbered list of contents of one curriculum: "REBT 2.1.0".

    It is written at the hour it takes effect, so its number and its hour never disagree; until then there is a proposal.
    """

    proposal = models.OneToOneField("releases.ReleaseProposal", on_delete=models.PROTECT, related_name="release")
    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="releases")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField()
    patch = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12)
    change_class = models.CharField(max_length=12, choices=ChangeClass)
    notes = models.TextField(help_text=_("What changed, for learners, word for word as mailed."))
    verdict = models.JSONField(help_text=_("Learner state → action."))
    due_days = models.PositiveSmallIntegerField(help_text=_("Days that people have to catch up."))
    outline = models.JSONField(help_text=_("Title, summary and ordered modules with their items."))
    schema = models.PositiveSmallIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    effective_at = models.DateTimeField()

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["curriculum", "major", "minor", "patch"], name="release_number_once"),
            models.CheckConstraint(condition=~Q(author=F("approved_by")), name="release_approved_by_another"),
            models.CheckConstraint(
                condition=Q(effective_at__gte=F("approved_at")), name="release_effective_after_approval"
            ),
        ]
        indexes = [models.Index(fields=["curriculum", "effective_at"], name="release_current")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    @property
    def version(self) -> tuple[int, int, int]:
        """The number as something to compare: a later release is greater."""
        return self.major, self.minor, self.patch

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


class ReleaseItem(AppendOnly):
    """A content's place in a release. Questions have places too, after the lessons and quizzes."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="items")
    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="release_position_once"),
            models.UniqueConstraint(fields=["release", "content"], name="release_content_once"),
        ]
