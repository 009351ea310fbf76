"""What a proposal would release, as one can know it again: so that what is approved is what was read."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from courses.authoring.models import CurriculumPage
from courses.contents.hashing import canonical
from courses.releases import line
from courses.releases.models import ProposalPart, ReleaseProposal
from lms.locking import Kind, lock_one


def locked(proposal: ReleaseProposal) -> ReleaseProposal:
    """The proposal as it stands now, locked with its curriculum until the end of the transaction."""
    lock_one(Kind.CURRICULUM, CurriculumPage.objects.filter(pk=proposal.curriculum_id))
    rows = ReleaseProposal.objects.select_related("curriculum", "author", "release")
    return lock_one(Kind.PROPOSAL, rows.filter(pk=proposal.pk))


def mark(proposal: ReleaseProposal) -> str:
    """A mark of everything an approver is shown: one hash for each part, in the order of `_parts`."""
    return ".".join(_hash(part) for part in _parts(proposal).values())


def digest(proposal: ReleaseProposal) -> str:
    """The SHA-256 of all of it, kept with the approval."""
    return _hash(mark(proposal))


def changed_since(shown: str, proposal: ReleaseProposal) -> list[str]:
    """What is not as it was when this mark was made, in words; empty when everything is."""
    was, now = shown.split("."), mark(proposal).split(".")
    words = _words()
    if len(was) != len(now):
        return list(words.values())
    return [words[name] for name, old, new in zip(_parts(proposal), was, now, strict=True) if old != new]


def _parts(proposal: ReleaseProposal) -> dict[str, Any]:
    previous = line.before(proposal)
    return {
        "pages": {"outline": proposal.outline, "contents": proposal.contents},
        "compared": [previous.name, previous.outline, previous.contents] if previous else None,
        "notes": proposal.notes,
        "verdict": [proposal.change_class, proposal.verdict, proposal.due_days, proposal.loosened_because],
        "day": proposal.effective_at.timestamp() if proposal.effective_at else None,
    }


def _words() -> dict[str, str]:
    return {
        "pages": _("the lessons, quizzes and questions"),
        "compared": _("the release it is compared with"),
        "notes": _("the words people will read"),
        "verdict": _("what is asked of whom"),
        "day": _("the day it takes effect"),
    }


def _hash(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def wrote(proposal: ReleaseProposal, person_id: int) -> bool:
    """Whether somebody had a hand in writing a proposal."""
    return ProposalPart.objects.filter(proposal=proposal, person=person_id, part=ProposalPart.Part.WROTE).exists()
