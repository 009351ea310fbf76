"""The public home page."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class HomePage(Page):
    """The first page a stranger sees."""

    headline = models.CharField(max_length=120)
    lead = models.TextField()

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CurriculumIndexPage"]
    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lead")]
