"""The page tree trainers author. Learners never read these pages: they read releases frozen from them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.blocks import CharBlock, StreamValue
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PagePermissionTester

from accounts.models import User
from courses.authoring import editing, previewing
from courses.authoring.models.questions import Question
from courses.contents import quiz_rules
from courses.contents.fields import LessonBodyField
from evidence.models import Claim


class WritersMay(PagePermissionTester):
    """As everywhere, but a module may be deleted with its lessons: what was released stays, and says so (releases.keeping)."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk=True))


class OpenPage(Page, models.Model):
    """Base of every page here. What is published is public: curricula are opened to everybody, or not published."""

    private_page_options: list[str] = []
    copy_form_class = editing.CopyOnly

    objects: ClassVar[Any]  # Wagtail's manager has no types.

    class Meta:
        abstract = True

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return WritersMay(user, self)


class CurriculumIndexPage(OpenPage):
    """The public catalogue."""

    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("Shown on top. Leave empty for the usual words, in every language.")
    )

    max_count = 1
    subpage_types = ["authoring.CurriculumPage"]
    edit_handler = editing.tabs([editing.title(), FieldPanel("intro")], editing.IN_THE_CATALOGUE)

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")


class CurriculumPage(OpenPage):
    """A curriculum: what is taught together, released together and certified together."""

    code = models.CharField(
        _("code"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9&-]*$", _("Use capital letters, digits, & and hyphens."))],
        help_text=_('Short form in release names, for example "REBT" in "REBT 2.1.0".'),
    )
    language = models.CharField(
        _("language"), max_length=5, default="en", choices=[("en", _("English")), ("fr", _("French"))]
    )
    summary = models.TextField(_("summary"), help_text=_("One or two sentences for the catalogue."))
    audience = models.CharField(
        _("for whom"), max_length=250, blank=True, help_text=_("Who this is for, in one sentence.")
    )
    outcomes: StreamValue = StreamField(
        [("outcome", CharBlock(max_length=250))],
        verbose_name=_("outcomes"),
        blank=True,
        help_text=_("What a person can do afterwards. Behaviour somebody else could see works best."),
    )

    parent_page_types = ["authoring.CurriculumIndexPage"]
    subpage_types = ["authoring.ModulePage"]
    admin_default_ordering = "ord"
    edit_handler = editing.tabs(
        [
            editing.title(),
            FieldRowPanel([FieldPanel("code"), FieldPanel("language")]),
            FieldPanel("summary"),
            FieldPanel("audience"),
            FieldPanel("outcomes"),
        ],
        editing.IN_THE_CATALOGUE,
    )

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")
        permissions = [
            ("author_curriculum", _("Can author this curriculum and prepare its releases")),
            ("approve_curriculum", _("Can approve releases of this curriculum")),
            ("assess_curriculum", _("Can assess trainees of this curriculum")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previewing.show("page", request, self)


class ReleasedPage(OpenPage):
    """Base of what is read only inside a release: its own address leads to the curriculum."""

    class Meta:
        abstract = True

    def curriculum(self) -> CurriculumPage:
        found: CurriculumPage = CurriculumPage.objects.ancestor_of(self).get()
        return found

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previewing.show("page", request, self)


class ModulePage(ReleasedPage):
    """A group of lessons and a quiz: about an evening's work."""

    summary = models.TextField(_("summary"), blank=True)

    parent_page_types = ["authoring.CurriculumPage"]
    subpage_types = ["authoring.LessonPage", "authoring.QuizPage"]
    admin_default_ordering = "ord"
    edit_handler = editing.tabs([editing.title(), FieldPanel("summary")], editing.ADDRESS)

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")


class LessonPage(ReleasedPage):
    """One sitting of reading, examples and practice."""

    summary = models.TextField(_("summary"), blank=True, help_text=_("One sentence, shown in the outline."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
        help_text=_("How long it takes, honestly."),
    )
    body: StreamValue = LessonBodyField(verbose_name=_("body"), blank=True)

    parent_page_types = ["authoring.ModulePage"]
    subpage_types: list[str] = []
    edit_handler = editing.tabs(
        [
            editing.EvidencePanel(),
            editing.title(_("What learners read on top.")),
            FieldPanel("summary"),
            FieldPanel("minutes"),
            FieldPanel("body"),
        ],
        editing.ADDRESS,
    )

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def claims_behind(self) -> list[Claim]:
        """The claims that its present text shows."""
        return editing.claims_in(self.body)


class QuizPage(ReleasedPage):
    """A quiz: questions chosen from the bank, drawn from topics, or both."""

    class Layout(models.TextChoices):
        ONE = "one", _("One question a screen")
        ALL = "all", _("All questions on one page")

    class Explains(models.TextChoices):
        EACH = quiz_rules.AFTER_EACH, _("After each attempt")
        SETTLED = quiz_rules.WHEN_SETTLED, _("Once it is passed, or no attempt is left")

    intro = models.TextField(_("introduction"), blank=True)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)], help_text=_("Per cent.")
    )
    max_attempts = models.PositiveSmallIntegerField(
        _("most attempts"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty for no limit."),
    )
    layout = models.CharField(_("layout"), max_length=3, choices=Layout, default=Layout.ONE)
    wait_hours = models.PositiveSmallIntegerField(
        _("hours between attempts"),
        default=0,
        validators=[MaxValueValidator(24 * 14)],
        help_text=_("How long somebody who did not pass waits before the next attempt. 0: not at all."),
    )
    explains = models.CharField(
        _("answers are explained"),
        max_length=8,
        choices=Explains,
        default=Explains.EACH,
        help_text=_("Before that, people see which of their answers were right, not which answers are."),
    )
    shuffles = models.BooleanField(_("questions in an order of chance"), default=False)
    honour = models.TextField(
        _("declaration"),
        blank=True,
        help_text=_("What people declare before an attempt, in one sentence: “I answer by myself, without help.”"),
    )

    parent_page_types = ["authoring.ModulePage"]
    subpage_types: list[str] = []
    edit_handler = editing.tabs(
        [
            editing.EvidencePanel(),
            editing.title(_("What learners read on top.")),
            FieldPanel("intro"),
            FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("max_attempts"), FieldPanel("wait_hours")]),
            FieldRowPanel([FieldPanel("layout"), FieldPanel("shuffles"), FieldPanel("explains")]),
            FieldPanel("honour"),
            InlinePanel("chosen", label=_("Question"), heading=_("Questions in every attempt")),
            InlinePanel("draws", label=_("Draw"), heading=_("Questions drawn at random")),
        ],
        editing.ADDRESS,
    )

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    @property
    def rules(self) -> quiz_rules.Rules:
        """How it is taken."""
        return quiz_rules.Rules(self.wait_hours, self.explains, self.shuffles, self.honour.strip())

    def claims_behind(self) -> list[Claim]:
        """The claims on which the questions rest that an attempt may ask."""
        chosen = Q(questions__question__in=[row.question_id for row in self.chosen.all()])
        drawn = Q(questions__question__topic__in=[draw.topic for draw in self.draws.all()])
        return list(Claim.objects.filter(chosen | drawn).distinct())


class QuizQuestion(Orderable, models.Model):
    """A question that stands in every attempt of a quiz."""

    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="chosen")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="quizzes", verbose_name=_("question"))

    panels = [FieldPanel("question")]


class QuizDraw(Orderable, models.Model):
    """So many questions of a topic, drawn anew for each attempt."""

    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="draws")
    topic = models.SlugField(_("topic"), max_length=80)
    count = models.PositiveSmallIntegerField(_("how many"), validators=[MinValueValidator(1), MaxValueValidator(50)])

    panels = [FieldRowPanel([FieldPanel("topic"), FieldPanel("count")])]

    def clean(self) -> None:
        if self.topic and not Question.objects.filter(topic=self.topic, live=True).exists():
            raise ValidationError({"topic": _("No published question has this topic yet. Check the spelling.")})
