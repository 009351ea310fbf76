"""The public home page."""

from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from courses.learning import publicity

_MAIN = settings.LANGUAGE_CODE.split("-")[0]  # what the page itself is written in
_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


class Text(NamedTuple):
    """A page of words as it is shown, and the language it is in."""

    title: str
    body: str
    language: str


class Words(NamedTuple):
    """What the page says on top, and the language it is in."""

    headline: str
    lead: str
    language: str


class HomePage(Page, models.Model):
    """The first page a stranger sees."""

    objects: ClassVar[models.Manager["HomePage"]]  # Wagtail's manager has no types.

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"))

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["authoring.CurriculumIndexPage", "home.TextPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("headline"),
        FieldPanel("lead"),
        InlinePanel("translations", heading=_("In other languages"), label=_("Language")),
    ]

    def words(self, language: str) -> Words:
        """The headline and the lead in this language; where nobody has translated them, as they were written."""
        found = self.translations.filter(language=language).first() if language != _MAIN else None
        return Words(found.headline, found.lead, language) if found else Words(self.headline, self.lead, _MAIN)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context and the curricula that can be taken now."""
        cards = publicity.cards(at=timezone.now())
        return {
            **super().get_context(request, *args, **kwargs),
            "words": self.words((get_language() or _MAIN).split("-")[0]),
            "cards": [card for card in cards if card.release],
        }


class HomePageTranslation(Orderable, models.Model):
    """The top of the home page in another language."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"))

    class Meta(Orderable.Meta):
        verbose_name = _("translation of the home page")
        verbose_name_plural = _("translations of the home page")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="home_words_once_a_language")]


class TextPage(Page, models.Model):
    """A page of words: privacy, terms, accessibility. Where nobody has translated it, it is shown as it was written."""

    objects: ClassVar[models.Manager["TextPage"]]  # Wagtail's manager has no types.
    private_page_options: list[str] = []

    class Subject(models.TextChoices):
        PRIVACY = "privacy", _("Privacy")
        TERMS = "terms", _("Terms of use")
        ACCESSIBILITY = "accessibility", _("Accessibility")
        OTHER = "other", _("Something else")

    subject = models.CharField(
        _("subject"),
        max_length=15,
        choices=Subject,
        default=Subject.OTHER,
        help_text=_("The links at the foot of every page lead to the first published page on each subject."),
    )
    body = RichTextField(_("text"), features=_FEATURES)

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("subject"),
        FieldPanel("body"),
        InlinePanel("translations", heading=_("In other languages"), label=_("Language")),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context with the title and the text in the reader's language."""
        language = (get_language() or _MAIN).split("-")[0]
        found = self.translations.filter(language=language).first() if language != _MAIN else None
        shown = Text(found.title, found.body, language) if found else Text(self.title, self.body, _MAIN)
        return {**super().get_context(request, *args, **kwargs), "text": shown}


class TextPageTranslation(Orderable, models.Model):
    """A page of words in another language."""

    page = ParentalKey(TextPage, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=120)
    body = RichTextField(_("text"), features=_FEATURES)

    class Meta(Orderable.Meta):
        verbose_name = _("translation of a page of text")
        verbose_name_plural = _("translations of pages of text")
        constraints = [models.UniqueConstraint(fields=["page", "language"], name="text_words_once_a_language")]
