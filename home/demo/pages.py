"""The demo's page tree: home, catalogue, and the six sample curricula."""

from pathlib import Path

from django.conf import settings
from wagtail.models import Page, Site

from courses.authoring.models import CurriculumIndexPage, CurriculumPage
from courses.bundles import importing
from home.models import HomePage, HomePageTranslation

SAMPLES = settings.BASE_DIR / "samples"
NAMES = ["rebt", "family-and-friends", "cbt", "motivational-interviewing", "mindfulness", "inside-out"]


def make_tree() -> HomePage:
    """The home page as the site's root, with the catalogue below it. Wagtail's own welcome page goes."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = root.add_child(
            instance=HomePage(
                title=settings.SITE_NAME,
                slug="cairn-home",
                headline="Learn to hold a good meeting. Stay current as the evidence moves.",
                lead=(
                    "Free training and certificates for the volunteers and clinicians who facilitate mutual-aid "
                    "recovery meetings, at their own pace, an evening at a time."
                ),
            )
        )
        HomePageTranslation.objects.create(
            page=home,
            language="fr",
            headline="Apprenez à bien animer une réunion. Restez à jour quand les données évoluent.",
            lead=(
                "Formation et certificats gratuits pour les bénévoles et les cliniciens et cliniciennes qui animent des "
                "réunions d’entraide en rétablissement, à leur rythme, une soirée à la fois."
            ),
        )
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
        welcome, site.root_page, site.site_name = site.root_page_id, home, settings.SITE_NAME
        site.save()
        if welcome:
            Page.objects.filter(pk=welcome, depth=2).exclude(pk=home.pk).first().delete()
    if not CurriculumIndexPage.objects.exists():
        HomePage.objects.get(pk=home.pk).add_child(
            instance=CurriculumIndexPage(
                title="Curricula",
                slug="curricula",
            )
        )
    return home


def load_samples(paths: list[Path] | None = None) -> list[CurriculumPage]:
    """Import the sample bundles; importing them again changes nothing."""
    for path in paths or [SAMPLES / name for name in NAMES]:
        importing.import_path(path)
    return list(CurriculumPage.objects.order_by("path"))
