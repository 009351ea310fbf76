"""Frozen content, stored once under the hash of its words."""

from django.db import models
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from lms.append_only import AppendOnly


class Content(AppendOnly):
    """One frozen lesson, quiz or question, stored once under the SHA-256 of its canonical JSON."""

    class Kind(models.TextChoices):
        LESSON = "lesson", "Lesson"
        QUIZ = "quiz", "Quiz"
        QUESTION = "question", "Question"

    hash = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(
        max_length=100, db_index=True, help_text="The page's translation key, or the question's key."
    )
    schema = models.PositiveSmallIntegerField()
    data = models.JSONField()

    class Meta:
        verbose_name_plural = "contents"

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.hash[:8]}"


class ContentClaim(AppendOnly):
    """A frozen content rests on a claim."""

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="claims")
    claim = models.ForeignKey("evidence.Claim", on_delete=models.PROTECT, related_name="contents")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content", "claim"], name="content_claim_once")]


class ContentImage(AppendOnly):
    """A frozen content shows an image, which therefore stays."""

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="images")
    image = models.ForeignKey(get_image_model_string(), on_delete=models.PROTECT, related_name="+")


class ContentDocument(AppendOnly):
    """A frozen content offers a document, which therefore stays."""

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(get_document_model_string(), on_delete=models.PROTECT, related_name="+")
