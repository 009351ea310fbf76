"""The path to a certificate, as anybody may read it: what it is for, what has to be completed, how long that takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse

from certificates.ledger.models import Certification
from courses.authoring.models import CurriculumPage
from courses.learning import leading, publicity
from courses.releases.models import Release


@dataclass(frozen=True)
class Path:
    """One scheme with its curricula in the order in which they are taken."""

    scheme: Certification
    stages: tuple[publicity.Card, ...]

    @property
    def minutes(self) -> int:
        """How long all of it takes, as far as it is released."""
        return sum(stage.minutes for stage in self.stages)

    @property
    def is_open(self) -> bool:
        """Whether everything it asks for can be taken now."""
        return bool(self.stages) and all(stage.release for stage in self.stages)

    @property
    def allows(self) -> list[str]:
        return _lines(self.scheme.allows)

    @property
    def does_not_allow(self) -> list[str]:
        return _lines(self.scheme.does_not_allow)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def offered(*, at: datetime) -> list[Path]:
    """The path to every certificate that is issued now, in the order of the curricula they begin with. Three queries, however
    many there are.
    """
    through = Certification.curricula.through.objects.filter(certification__active=True)
    asked: dict[int, set[int]] = {}
    for scheme, curriculum in through.values_list("certification", "curriculumpage"):
        asked.setdefault(scheme, set()).add(curriculum)
    schemes = Certification.objects.filter(pk__in=asked).order_by("name", "pk")
    cards = _cards({curriculum for curricula in asked.values() for curriculum in curricula}, at=at)
    found = [Path(scheme, tuple(card for card in cards if card.page in asked[scheme.pk])) for scheme in schemes]
    place = {card.page: number for number, card in enumerate(cards)}
    return sorted(found, key=lambda path: min(place[page] for page in asked[path.scheme.pk]))


def to(scheme: Certification, *, at: datetime) -> Path:
    """The path to one certificate."""
    return Path(scheme, tuple(_cards(set(scheme.curricula.values_list("pk", flat=True)), at=at)))


def _cards(curricula: Collection[int], *, at: datetime) -> list[publicity.Card]:
    """These curricula as they are taught now, in the order of the page tree; one that is not published has no release."""
    pages = list(publicity.with_current(CurriculumPage.objects.filter(pk__in=curricula), at=at).order_by("path"))
    releases = Release.objects.in_bulk([page.current for page in pages if page.live and page.current])
    return [publicity.card(page, releases.get(page.current), place) for place, page in enumerate(pages)]


@leading.declare
def goals(curricula: Collection[int]) -> Mapping[int, tuple[leading.Goal, ...]]:
    """The certificates that each of these curricula counts towards. One query."""
    asking = Certification.curricula.through.objects.filter(certification__active=True, curriculumpage__in=curricula)
    of_scheme = ("certification__name", "certification__purpose", "certification__slug")
    rows = asking.order_by("certification__name", "certification").values_list(
        "curriculumpage", *of_scheme, Count("certification__curricula"), "certification__rubric"
    )
    found: dict[int, tuple[leading.Goal, ...]] = {}
    for curriculum, name, purpose, slug, asks, rubric in rows:
        goal = leading.Goal(name, purpose or name, reverse("ledger:path", args=[slug]), asks == 1 and rubric is None)
        found[curriculum] = (*found.get(curriculum, ()), goal)
    return found


def address(scheme: Certification) -> str:
    """Where the path to this certificate is shown."""
    return reverse("ledger:path", args=[scheme.slug])
