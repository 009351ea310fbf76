"""Frozen content, stored once under the hash of its words, and the files it shows, under the hash of their bytes."""

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.contents.files import DOCUMENT, IMAGE
from lms.append_only import AppendOnly


class Content(AppendOnly):
    """One frozen lesson, quiz, question or rubric, stored once under the SHA-256 of its canonical JSON."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        QUIZ = "quiz", _("Quiz")
        QUESTION = "question", _("Question")
        RUBRIC = "rubric", _("Rubric")

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


class FrozenFile(AppendOnly):
    """The bytes of an image, document, audio or video, stored once under their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.media_type} {self.sha256[:8]}"

    @property
    def place(self) -> str:
        """Where the bytes lie in the storage of frozen files."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def open(self) -> "File[bytes]":
        """The bytes."""
        return storages["frozen"].open(self.place)


class FrozenRendition(AppendOnly):
    """A frozen image as it is shown, in the size that was asked for; made once, whatever makes images later."""

    original = models.ForeignKey(FrozenFile, on_delete=models.PROTECT, related_name="renditions")
    asked_width = models.PositiveSmallIntegerField()
    file = models.ForeignKey(FrozenFile, on_delete=models.PROTECT, related_name="shows")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["original", "asked_width"], name="frozen_rendition_once"),
        ]


class ContentFile(AppendOnly):
    """A frozen content shows a file, which therefore stays."""

    class Role(models.TextChoices):
        IMAGE = IMAGE, _("Image")
        DOCUMENT = DOCUMENT, _("Document")

    content = models.ForeignKey(Content, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(FrozenFile, on_delete=models.PROTECT, related_name="contents")
    role = models.CharField(max_length=8, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content", "file", "role"], name="content_file_once")]
