"""The demo's page tree: what every site begins with, and the six sample curricula."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from wagtail.models import Page

from courses.authoring.models import CurriculumIndexPage, CurriculumPage
from courses.bundles import importing
from home import starting

SAMPLES = settings.BASE_DIR / "samples"
NAMES = ["rebt", "family-and-friends", "cbt", "motivational-interviewing", "mindfulness", "inside-out"]
_ORGANISATION = {
    "name": "Cairn Community Training",
    "time_zone": settings.TIME_ZONE,
    "letters_name": settings.SITE_NAME,
    "letters_address": "training@example.org",
    "signatory_name": "Noor Lindqvist",
    "signatory_title": "Director of Training",
}


def make_site() -> None:
    """Set the site up as its administrator would, for an organisation that is invented."""
    starting.set_up(starting.undecided(_ORGANISATION))


def load_samples(paths: list[Path] | None = None) -> list[CurriculumPage]:
    """Import the sample bundles; importing them again changes nothing."""
    for path in paths or [SAMPLES / name for name in NAMES]:
        importing.import_path(path)
    return list(CurriculumPage.objects.order_by("path"))


def publish_long_ago(*, at: datetime) -> None:
    """The releases of the demo are dated back, and so is what they were frozen from: nothing waits for a release."""
    days = dict.fromkeys(("first_published_at", "last_published_at", "latest_revision_created_at"), at)
    Page.objects.descendant_of(CurriculumIndexPage.objects.get()).update(**days)
