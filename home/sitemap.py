"""The public pages, for search engines: what can be learned and earned here, and who runs it."""

from django.conf import settings
from django.urls import reverse

from certificates.ledger.models import Certification
from courses.authoring.models import CurriculumPage
from home import legal


def addresses() -> list[str]:
    """Every public page that does not speak of one person. Two queries."""
    curricula = CurriculumPage.objects.live().order_by("path").values_list("slug", flat=True)
    schemes = Certification.objects.filter(active=True, curricula__isnull=False).order_by("slug").distinct()
    paths = [
        "/",
        reverse("learning:catalogue"),
        *(reverse("learning:curriculum", args=[slug]) for slug in curricula),
        reverse("ledger:paths"),
        *(reverse("ledger:path", args=[slug]) for slug in schemes.values_list("slug", flat=True)),
        *(reverse(f"home:{subject}") for subject in legal.SUBJECTS),
        reverse("home:help"),
    ]
    return [settings.SITE_URL.rstrip("/") + path for path in paths]
