"""The question bank."""

import textwrap
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.blocks import StreamValue
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin
from wagtail.search import index

from courses.authoring import previewing
from courses.contents.fields import QuestionBodyField
from courses.contents.questions import registry as types
from evidence.models import Claim, key_validator


class Question(index.Indexed, PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel, models.Model):
    """One question of the bank, with its own drafts and revisions. Quizzes draw on it."""

    key = models.CharField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[key_validator],
        help_text=_("Stays the same for ever, for example rebt-abc-b."),
    )
    topic = models.SlugField(_("topic"), max_length=80, help_text=_("Quizzes can draw questions by topic."))
    kind = models.CharField(
        _("kind"), max_length=40, editable=False, help_text=_("The type, as its block in the body says.")
    )
    stem = models.TextField(_("question"))
    critical = models.BooleanField(
        _("critical"),
        default=False,
        help_text=_(
            "A wrong answer fails the attempt, whatever the total. It is always asked, also where questions are drawn."
        ),
    )
    corrective = models.ForeignKey(
        "authoring.LessonPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("lesson to read again"),
        help_text=_("Whoever misses a critical question reads this lesson before the next attempt."),
    )
    body: StreamValue = QuestionBodyField(verbose_name=_("answers"))

    use: Any  # where it is used and how it does, in lists that asked for it (authoring.bank)
    record: Any

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("topic")]),
        FieldPanel("stem"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("critical"), FieldPanel("corrective")]),
        InlinePanel("cites", label=_("Claim"), heading=_("Claims this question rests on")),
    ]
    search_fields = [
        index.SearchField("stem"),
        index.AutocompleteField("stem"),
        index.FilterField("topic"),
        index.FilterField("live"),
        index.SearchField("key"),
    ]

    class Meta:
        ordering = ["topic", "key"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return textwrap.shorten(self.stem, 100, placeholder="…")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._note_kind()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self._note_kind()
        if self.kind not in types.names():
            raise ValidationError({"body": _("Choose how this question is answered.")})
        found = types.named(self.kind).problems(self.body[0].value)
        if messages := [problem.message for problem in found if problem.blocking]:
            raise ValidationError({"body": messages})
        self._refuse_half_critical()

    def _refuse_half_critical(self) -> None:
        if self.corrective_id and not self.critical:
            raise ValidationError(
                {"corrective": _("Only a critical question leads to a lesson. Mark it as critical, or empty this.")}
            )

    def _note_kind(self) -> None:
        """The type is told by the block in the body; the column is there to be searched."""
        self.kind = self.body[0].block_type if self.body else ""

    def claims_behind(self) -> list[Claim]:
        """The claims it rests on."""
        return [cite.claim for cite in self.cites.all()]

    @property
    def type_label(self) -> str:
        """The type, in words."""
        return dict(types.choices()).get(self.kind, "")

    @property
    def preview_modes(self) -> list[tuple[str, Promise]]:
        return [("", _("As learners see it")), ("answers", _("With answers and reasons"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previewing.show("question", request, self, with_answers=mode_name == "answers")


class QuestionClaim(Orderable, models.Model):
    """A claim that a question rests on."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="cites")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="questions", verbose_name=_("claim"))

    panels = [FieldPanel("claim")]
