"""The page tree trainers author. Learners never read these pages: they read releases frozen from them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from courses.authoring import previewing
from courses.authoring.models.questions import Question
from courses.contents.fields import LessonBodyField


class CurriculumIndexPage(Page):
    """The public catalogue."""

    # What is published here is public: curricula are opened to everybody, or not published.
    private_page_options = []

    intro = models.TextField(blank=True)

    max_count = 1
    subpage_types = ["authoring.CurriculumPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]


class CurriculumPage(Page):
    """A curriculum: what is taught together, released together and certified together."""

    private_page_options = []

    code = models.CharField(
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z][A-Z0-9&-]*$", "Use capital letters, digits, & and hyphens.")],
        help_text='Short form in release names, for example "REBT" in "REBT 2.1.0".',
    )
    language = models.CharField(max_length=5, default="en", choices=[("en", "English"), ("fr", "French")])
    summary = models.TextField(help_text="One or two sentences for the catalogue.")
    audience = models.CharField(max_length=250, blank=True, help_text="Who this is for, in one sentence.")
    outcomes = StreamField(
        [("outcome", CharBlock(max_length=250))],
        blank=True,
        help_text="What a person can do afterwards. Behaviour somebody else could see works best.",
    )

    parent_page_types = ["authoring.CurriculumIndexPage"]
    subpage_types = ["authoring.ModulePage"]
    admin_default_ordering = "ord"
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("code"), FieldPanel("language")]),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("outcomes"),
    ]

    class Meta:
        permissions = [
            ("author_curriculum", "Can author this curriculum and prepare its releases"),
            ("approve_curriculum", "Can approve releases of this curriculum"),
            ("assess_curriculum", "Can assess trainees of this curriculum"),
        ]

    def serve_preview(self, request, mode_name):
        return previewing.show("page", request, self)


class ReleasedPage(Page):
    """Base of what is read only inside a release: its own address leads to the curriculum."""

    promote_panels = [FieldPanel("slug")]

    private_page_options = []

    class Meta:
        abstract = True

    def curriculum(self) -> CurriculumPage:
        return CurriculumPage.objects.ancestor_of(self).get()

    def serve_preview(self, request, mode_name):
        return previewing.show("page", request, self)


class ModulePage(ReleasedPage):
    """A group of lessons and a quiz: about an evening's work."""

    summary = models.TextField(blank=True)

    parent_page_types = ["authoring.CurriculumPage"]
    subpage_types = ["authoring.LessonPage", "authoring.QuizPage"]
    admin_default_ordering = "ord"
    content_panels = [*Page.content_panels, FieldPanel("summary")]


class LessonPage(ReleasedPage):
    """One sitting of reading, examples and practice."""

    summary = models.TextField(blank=True, help_text="One sentence, shown in the outline.")
    minutes = models.PositiveSmallIntegerField(
        default=15, validators=[MinValueValidator(1), MaxValueValidator(180)], help_text="How long it takes, honestly."
    )
    body = LessonBodyField(blank=True)

    parent_page_types = ["authoring.ModulePage"]
    subpage_types = []
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("minutes"), FieldPanel("body")]


class QuizPage(ReleasedPage):
    """A quiz: questions chosen from the bank, drawn from topics, or both."""

    class Layout(models.TextChoices):
        ONE = "one", "One question a screen"
        ALL = "all", "All questions on one page"

    intro = models.TextField(blank=True)
    pass_mark = models.PositiveSmallIntegerField(
        default=80, validators=[MinValueValidator(1), MaxValueValidator(100)], help_text="Per cent."
    )
    max_attempts = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="Leave empty for no limit."
    )
    layout = models.CharField(max_length=3, choices=Layout, default=Layout.ONE)

    parent_page_types = ["authoring.ModulePage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("max_attempts"), FieldPanel("layout")]),
        InlinePanel("chosen", label="Question", heading="Questions in every attempt"),
        InlinePanel("draws", label="Draw", heading="Questions drawn at random"),
    ]


class QuizQuestion(Orderable):
    """A question that stands in every attempt of a quiz."""

    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="chosen")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="quizzes")

    panels = [FieldPanel("question")]


class QuizDraw(Orderable):
    """So many questions of a topic, drawn anew for each attempt."""

    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="draws")
    topic = models.SlugField(max_length=80)
    count = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(50)])

    panels = [FieldRowPanel([FieldPanel("topic"), FieldPanel("count")])]

    def clean(self) -> None:
        if self.topic and not Question.objects.filter(topic=self.topic, live=True).exists():
            raise ValidationError({"topic": "No published question has this topic yet. Check the spelling."})
