"""One line of time: a curriculum's release in effect, then the approved ones that wait, in the order of their days.

What is released next was frozen after everything before it, and carries that with it. So nothing takes effect before
what stands in front of it, and the numbers, given at the hour a release takes effect, run the same way.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.authoring.models import CurriculumPage
from courses.releases import current, numbering
from courses.releases.models import ReleaseProposal
from lms import dates


@dataclass(frozen=True)
class Place:
    """A release in effect, or one that is approved and waits: what comes after it is compared with it."""

    name: str
    version: numbering.Version
    outline: dict[str, Any]
    contents: list[str]
    takes_effect_at: datetime
    proposal_id: int
    waits: bool

    def __str__(self) -> str:
        return self.name

    @property
    def day(self) -> str:
        """The day it takes effect, in words."""
        return dates.full(timezone.localdate(self.takes_effect_at))


def places(curriculum: CurriculumPage) -> list[Place]:
    """The latest release and everything that waits behind it. Three queries at most."""
    found = []
    if latest := current.latest_release(curriculum):
        contents = current.contents_of(latest)
        found.append(
            Place(str(latest), latest.version, latest.outline, contents, latest.effective_at, latest.proposal_id, False)
        )
    for one in ReleaseProposal.objects.filter(curriculum=curriculum).scheduled():
        version = numbering.next_number(found[-1].version if found else None, one.change_class)
        name = numbering.named(one.outline["code"], version)
        found.append(Place(name, version, one.outline, one.contents, one.takes_effect_at, one.pk, True))
    return found


def before(proposal: ReleaseProposal) -> Place | None:
    """What a proposal is compared with: the place in front of its own, or the end of the line."""
    found = places(proposal.curriculum)
    own = next((n for n, place in enumerate(found) if place.proposal_id == proposal.pk), len(found))
    return found[own - 1] if own else None


def number_of(proposal: ReleaseProposal) -> str:
    """The name it will have when it is released: REBT 2.1.0."""
    previous = before(proposal)
    version = numbering.next_number(previous.version if previous else None, proposal.change_class)
    return numbering.named(proposal.outline["code"], version)


def why_not_next(proposal: ReleaseProposal, *, at: datetime) -> list[str]:
    """Why an open proposal cannot take effect on the day it asks for: something in front of it takes effect later."""
    last = before(proposal)
    if last is None or not last.waits or max(proposal.effective_at or at, at) > last.takes_effect_at:
        return []
    words = {"name": last.name, "day": last.day}
    return [
        _(
            "%(name)s is approved and takes effect on %(day)s, and this proposal carries what it changes. Choose a day "
            "after that, or move or cancel %(name)s first."
        )
        % words
    ]
