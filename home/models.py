"""The public home page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from courses.learning import publicity


class HomePage(Page):
    """The first page a stranger sees."""

    headline = models.CharField(_("headline"), max_length=120)
    lead = models.TextField(_("lead"))

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["authoring.CurriculumIndexPage"]
    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead")]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Wagtail's context and the curricula that can be taken now."""
        cards = publicity.cards(at=timezone.now())
        return {
            **super().get_context(request, *args, **kwargs),
            "cards": [card for card in cards if card.release],
        }
