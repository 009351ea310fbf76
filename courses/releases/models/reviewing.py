"""The work that an evidence update asks of trainers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.authoring.models.pages import CurriculumPage
from courses.authoring.models.questions import Question
from courses.releases.models.releases import Release


class ReviewTask(models.Model):
    """One page or question to look at because of one evidence update.

    It ends in "no change needed, because…" or in a changed page that a release carries.
    """

    class Outcome(models.TextChoices):
        NO_CHANGE = "no_change", _("No change needed")
        CHANGED = "changed", _("Changed")

    update = models.ForeignKey("evidence.EvidenceUpdate", on_delete=models.PROTECT, related_name="review_tasks")
    claim = models.ForeignKey("evidence.Claim", on_delete=models.PROTECT, related_name="+")
    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="review_tasks")
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    hash_before = models.CharField(max_length=64, blank=True, help_text="Of the words published when it was opened.")
    hash_after = models.CharField(
        max_length=64, blank=True, help_text="Of the words published when it was closed as changed."
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    release = models.ForeignKey(Release, null=True, on_delete=models.PROTECT, related_name="resolved_tasks")

    module = ""  # the title of the lesson's module, where reviewing.with_modules was asked for it

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "page"], condition=Q(page__isnull=False), name="review_page_once"
            ),
            models.UniqueConstraint(
                fields=["update", "curriculum", "question"],
                condition=Q(question__isnull=False),
                name="review_question_once",
            ),
            models.CheckConstraint(
                condition=Q(page__isnull=False, question__isnull=True) | Q(page__isnull=True, question__isnull=False),
                name="review_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="review_closed_with_outcome",
            ),
        ]

    @property
    def subject(self) -> Page | Question:
        """The page or question to review."""
        found = self.page or self.question
        assert found is not None  # a constraint says so
        return found

    @property
    def key(self) -> str:
        """The key under which the words of the page or question are frozen."""
        found = self.subject
        return found.key if isinstance(found, Question) else str(found.translation_key)
