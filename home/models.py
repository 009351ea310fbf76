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
from wagtail.models import Orderable, Page

from courses.learning import publicity

_MAIN = settings.LANGUAGE_CODE.split("-")[0]  # what the page itself is written in


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
    subpage_types = ["authoring.CurriculumIndexPage"]
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
