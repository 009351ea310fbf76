"""A small curriculum, its two trainers, and a release of it being prepared."""

from courses.releases import proposing, verdicts
from courses.releases.models import ChangeClass, Release, ReleaseProposal
from tests import factories
from tests.factories import NOON
from tests.kept import kept


@kept
def curriculum():
    return factories.make_curriculum("skills", modules=1, lessons=1, questions=1)


@kept
def trainers(curriculum):
    return factories.trainers_of(curriculum)


@kept
def proposal(curriculum, trainers):
    return proposing.prepare(curriculum, by=trainers[0], at=NOON)


def words(change_class: str = ChangeClass.SUBSTANTIVE, **fields) -> proposing.Description:
    """The usual verdict of a change of this class."""
    usual = {"notes": "What we teach has changed.", "verdict": verdicts.default(change_class), "due_days": 60}
    return proposing.Description(change_class, **{**usual, **fields})


def handed_on(proposal: ReleaseProposal, by, *, at=NOON, **fields) -> ReleaseProposal:
    """Described as usual and handed on."""
    return proposing.hand_on(proposal, words(**fields), by=by, at=at)


def approved(proposal: ReleaseProposal, trainers, *, at=NOON, **fields) -> Release | None:
    """Handed on by the first trainer and approved by the second, as it stands."""
    proposal = handed_on(proposal, trainers[0], at=at, **fields)
    return factories.read_and_approve(proposal, by=trainers[1], at=at)


def another(curriculum, trainers, *, at, sentence: str = "One more thing.") -> ReleaseProposal:
    """The first lesson says more, and a proposal of that."""
    factories.edit_lesson(factories.lessons_of(curriculum)[0], sentence)
    return proposing.prepare(curriculum, by=trainers[0], at=at)
