"""The question bank."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin
from wagtail.search import index

from courses.authoring import previewing
from courses.contents.blocks import OptionBlock
from evidence.models import Claim, key_validator


class Question(index.Indexed, PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """One question of the bank, with its own drafts and revisions. Quizzes draw on it."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("One right answer")
        MULTIPLE = "multiple", _("Several right answers")

    key = models.CharField(
        _("key"),
        max_length=80,
        unique=True,
        validators=[key_validator],
        help_text=_("Stays the same for ever, for example rebt-abc-b."),
    )
    topic = models.SlugField(_("topic"), max_length=80, help_text=_("Quizzes can draw questions by topic."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SINGLE)
    stem = models.TextField(_("question"))
    options = StreamField([("option", OptionBlock())], verbose_name=_("options"), min_num=2, max_num=8)

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("topic"), FieldPanel("kind")]),
        FieldPanel("stem"),
        FieldPanel("options"),
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
        return self.stem if len(self.stem) <= 100 else self.stem[:97] + "…"

    def clean(self) -> None:
        super().clean()
        correct = sum(bool(child.value["correct"]) for child in self.options)
        if self.kind == self.Kind.SINGLE and correct != 1:
            raise ValidationError({"options": _("Mark exactly one option as correct.")})
        if self.kind == self.Kind.MULTIPLE and not 0 < correct < len(self.options):
            raise ValidationError(
                {"options": _("Mark at least one option as correct and leave at least one unmarked.")}
            )

    @property
    def preview_modes(self):
        return [("", _("As learners see it")), ("answers", _("With answers and reasons"))]

    def serve_preview(self, request, mode_name):
        return previewing.show(_("question"), request, self, with_answers=mode_name == "answers")


class QuestionClaim(Orderable):
    """A claim that a question rests on."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="cites")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="questions", verbose_name=_("claim"))

    panels = [FieldPanel("claim")]
