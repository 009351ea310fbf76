"""Making a site out of an empty database: its pages, its regions, and what the organisation decides.

Everything here may be done again. What is there stays as people have made it; what is missing, or was left half done, is made.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, Site

from accounts import region_lists
from accounts.models import User
from courses.authoring.models import CurriculumIndexPage
from home import legal
from home.models import HomePage, HomePageTranslation, TextPage, TextPageTranslation
from lms import organisation

_WELCOME = "Welcome to your new Wagtail site!"


@dataclass(frozen=True)
class Made:
    """What setting up has made, for whoever asked for it."""

    pages: list[str]
    regions: int
    facts: organisation.Facts


@transaction.atomic
def set_up(
    decisions: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
    *,
    regions: str = "",
    by: User | None = None,
    zone_confirmed: bool = False,
) -> Made:
    """Make what is missing, keep these decisions, and add the regions of a list. Decisions that have pictures to keep first
    are given as a function.

    Raises Refusal with every reason when a decision cannot be kept or a row of the list cannot be read; then nothing is made.
    """
    wanted = decisions() if callable(decisions) else decisions
    facts = organisation.decide(wanted, by=by, zone_confirmed=zone_confirmed)
    return Made(pages=make_pages(), regions=region_lists.add(regions), facts=facts)


def undecided(given: Mapping[str, str]) -> dict[str, str]:
    """Those of the given values that say something nobody has decided yet: what was decided is not overwritten."""
    decided = asdict(organisation.kept())
    return {name: value for name, value in given.items() if value and not decided[name]}


def is_made() -> bool:
    """Whether the site has a home page: its addresses lead somewhere."""
    return bool(Site.objects.filter(root_page__in=HomePage.objects.all()).exists())


@transaction.atomic
def make_pages() -> list[str]:
    """The home page as the root of the site, the catalogue and the legal pages; the titles of those that were missing."""
    made: list[Page] = []
    home = HomePage.objects.first()
    if home is None:
        home = _make_home()
        made.append(home)
    _make_root(home)
    if not CurriculumIndexPage.objects.exists():
        made.append(_below(home, CurriculumIndexPage(title="Curricula", slug="curricula")))
    kept = set(TextPage.objects.values_list("subject", flat=True))
    made += [_make_legal(home, subject) for subject in legal.SUBJECTS if subject not in kept]
    return [page.title for page in made]


def _below(home: HomePage, page: Page) -> Page:
    return HomePage.objects.get(pk=home.pk).add_child(instance=page)


def _make_home() -> HomePage:
    root = Page.objects.get(depth=1)
    home: HomePage = root.add_child(
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
    return home


def _make_root(home: HomePage) -> None:
    """Let the site begin at the home page, where it still begins at Wagtail's own welcome page or nowhere."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True, hostname="localhost")
    elif not _is_welcome(site.root_page):
        return
    welcome, site.root_page, site.site_name = site.root_page_id, home, settings.SITE_NAME
    if site.hostname == "localhost":
        address = urlsplit(settings.SITE_URL)
        site.hostname = address.hostname or site.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    if welcome:
        Page.objects.get(pk=welcome).delete()


def _is_welcome(page: Page) -> bool:
    """Whether this is the page that Wagtail's first migration makes, as it made it."""
    plain = bool(page.content_type_id == ContentType.objects.get_for_model(Page).pk)
    return plain and bool(page.depth == 2 and page.title == _WELCOME and not page.numchild)


def _make_legal(home: HomePage, subject: str) -> Page:
    main, *others = legal.LANGUAGES
    words = legal.words(subject, main)
    made = _below(home, TextPage(title=words.title, slug=subject, subject=subject, body=words.body))
    for language in others:
        words = legal.words(subject, language)
        TextPageTranslation.objects.create(page=made, language=language, title=words.title, body=words.body)
    return made
