"""What an evidence update would bring about, before it is recorded: it can never be taken back."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from courses.authoring.models import CurriculumPage, Question
from courses.releases import reviewing
from evidence import standing, updating
from evidence.models import Claim, EvidenceUpdate, Source


@dataclass(frozen=True)
class Asked:
    """What the trainers of one curriculum would be asked to look at, and who they are."""

    curriculum: CurriculumPage
    subjects: list[Page | Question]
    trainers: list[User]


@dataclass(frozen=True)
class Foreseen:
    """What would follow. `flags`: the claims carry a banner at once, wherever learners read them."""

    claims: list[Claim]
    flags: bool
    asked: list[Asked]
    due_on: date | None

    @property
    def tasks(self) -> int:
        return sum(len(one.subjects) for one in self.asked)

    @property
    def trainers(self) -> list[User]:
        """Everybody who would be told, once."""
        return list({person.pk: person for one in self.asked for person in one.trainers}.values())

    @property
    def mark(self) -> str:
        """The same as long as the same would follow."""
        seen = [
            sorted(claim.key for claim in self.claims),
            [(one.curriculum.pk, sorted(_named(each) for each in one.subjects)) for one in self.asked],
            sorted(person.pk for person in self.trainers),
        ]
        return hashlib.sha256(repr([seen, self.flags]).encode()).hexdigest()


def _named(subject: Page | Question) -> str:
    return f"{type(subject).__name__} {subject.pk}"


def foresee(*, kind: str, source: Source | None, claim: Claim | None, at: datetime) -> Foreseen:
    """What recording this would bring about now. Nothing is written."""
    claims = list(updating.claims_touched(EvidenceUpdate(kind=kind, source=source, claim=claim)))
    days = reviewing.REVIEW_DAYS.get(kind)
    found: dict[int, Asked] = {}
    for one in claims if days is not None else []:
        for curriculum, subject in reviewing.citing(one):
            asked = found.setdefault(curriculum.pk, Asked(curriculum, [], reviewing.authors_of(curriculum)))
            if subject not in asked.subjects:
                asked.subjects.append(subject)
    rows = sorted(found.values(), key=lambda asked: asked.curriculum.path)
    due_on = timezone.localdate(at) + timedelta(days=days) if days is not None and rows else None
    return Foreseen(claims, kind in standing.FLAGGING and bool(claims), rows, due_on)
