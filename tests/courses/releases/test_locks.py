"""Rules about one curriculum that meet wait for each other in one order: none deadlocks, and what is decided is decided once."""

from datetime import timedelta

import pytest

from accounts import roles
from courses.bundles import importing
from courses.bundles.exporting import export
from courses.bundles.files import load
from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.releases import approving, candidates, examining, proposing, releasing, scheduling
from courses.releases.models import Release, ReleaseProposal, ScheduleChange
from lms.refusals import Refusal
from tests import factories
from tests.at_once import at_once, lingering, needs_row_locks
from tests.courses.releases.conftest import approved, handed_on, words
from tests.factories import NOON

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LATER = NOON + timedelta(days=10)


def outcome(call):
    """What a rule did: its answer, or the refusal; anything else, a deadlock above all, is raised."""

    def run():
        try:
            return call()
        except Refusal as refusal:
            return refusal

    return lingering(run)


def refusals(results) -> list[Refusal]:
    return [one for one in results if isinstance(one, Refusal)]


def test_preparing_while_somebody_approves_ends_in_one_of_both(curriculum, proposal, trainers):
    proposal = handed_on(proposal, trainers[0])
    factories.read_all(proposal, by=trainers[1], at=NOON)
    shown = candidates.mark(proposal)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    at_once(
        outcome(lambda: proposing.prepare(curriculum, by=trainers[0], at=LATER)),
        outcome(lambda: approving.approve(proposal, shown=shown, by=trainers[1], at=LATER)),
    )
    kept = ReleaseProposal.objects.get(pk=proposal.pk)
    if kept.state == "approved":
        assert kept.release.outline == proposal.outline
        assert ReleaseProposal.objects.open().count() == 1  # what was published meanwhile, in a proposal of its own
    else:
        assert kept.state == "draft"
        assert kept.contents != proposal.contents
        assert not Release.objects.exists()


def test_a_remark_made_while_somebody_approves_comes_before_it_or_not_at_all(curriculum, proposal, trainers):
    """No release goes out over a remark that nobody settled."""
    proposal = handed_on(proposal, trainers[0])
    factories.read_all(proposal, by=trainers[1], at=NOON)
    shown, hash_ = candidates.mark(proposal), proposal.outline["modules"][0]["items"][0]["hash"]
    results = at_once(
        outcome(lambda: examining.remark(proposal, hash_, "Wait: which study?", by=trainers[0], at=LATER)),
        outcome(lambda: approving.approve(proposal, shown=shown, by=trainers[1], at=LATER)),
    )
    assert len(refusals(results)) == 1
    assert Release.objects.exists() != examining.open_remarks(proposal).exists()


def test_approving_twice_at_once_makes_one_release(curriculum, proposal, trainers):
    proposal = handed_on(proposal, trainers[0])
    factories.read_all(proposal, by=trainers[1], at=NOON)
    shown = candidates.mark(proposal)
    results = at_once(
        *[outcome(lambda: approving.approve(proposal, shown=shown, by=trainers[1], at=LATER)) for _ in range(3)]
    )
    assert Release.objects.count() == 1
    assert len(refusals(results)) == 2


def test_saving_an_old_page_while_somebody_approves_changes_nothing_that_was_approved(proposal, trainers):
    proposal = handed_on(proposal, trainers[0])
    proposal = proposing.send_back(proposal, note="Say more.", by=trainers[1], at=NOON)
    proposal = handed_on(proposal, trainers[0], notes="More.")
    factories.read_all(proposal, by=trainers[1], at=NOON)
    shown = candidates.mark(proposal)
    results = at_once(
        outcome(lambda: approving.approve(proposal, shown=shown, by=trainers[1], at=LATER)),
        outcome(lambda: proposing.describe(proposal, words(notes="Less."), by=trainers[0], at=LATER)),
        outcome(lambda: proposing.withdraw(proposal, by=trainers[0], at=LATER)),
    )
    kept = ReleaseProposal.objects.get(pk=proposal.pk)
    assert kept.notes == "More."
    assert (kept.state == "approved") == Release.objects.exists()
    assert len(refusals(results)) == 2


def test_a_release_is_cancelled_or_takes_effect_and_never_both(curriculum, proposal, trainers):
    approved(proposal, trainers, effective_at=LATER)
    waiting = ReleaseProposal.objects.get(pk=proposal.pk)
    just_before = LATER - timedelta(seconds=1)
    at_once(
        outcome(lambda: releasing.release_due(curriculum, at=LATER)),
        outcome(lambda: releasing.release_due(curriculum, at=LATER)),
        outcome(lambda: scheduling.cancel(waiting, because="Not now.", by=trainers[0], at=just_before)),
    )
    assert Release.objects.count() + ScheduleChange.objects.count() == 1


def imported(tmp_path, curriculum, **words: str):
    """The curriculum's own files with other words, and what importing them is asked with."""
    export(curriculum, tmp_path / "files")
    found = load(tmp_path / "files")
    for name, more in words.items():
        path = next(path for path in found if path.endswith(f"{name}.md"))
        found[path] += f"\n\n{more}\n".encode()
    return found, importing.plan(found).mark


def test_files_that_are_imported_while_somebody_approves_go_into_the_next_release(
    tmp_path, curriculum, proposal, trainers
):
    proposal = handed_on(proposal, trainers[0])
    factories.read_all(proposal, by=trainers[1], at=NOON)
    shown = candidates.mark(proposal)
    slug = factories.lessons_of(curriculum)[0].slug
    found, mark = imported(tmp_path, curriculum, **{slug: "Words from a file."})
    results = at_once(
        outcome(
            lambda: importing.import_shown(found, shown=mark, by=trainers[0], allowed=lambda slug, curriculum: None)
        ),
        outcome(lambda: approving.approve(proposal, shown=shown, by=trainers[1], at=LATER)),
    )
    assert refusals(results) == []
    assert Release.objects.get().outline == proposal.outline  # as it was read and approved
    after = proposing.prepare(curriculum, by=trainers[0], at=LATER)
    assert after.contents != proposal.contents


def test_a_proposal_holds_all_of_an_import_or_nothing_of_it(tmp_path, trainers):
    long = factories.make_curriculum("long", modules=2, lessons=2, questions=1)
    for one in trainers:
        roles.make_trainer(one, [long])
    slugs = [lesson.slug for lesson in factories.lessons_of(long)]
    found, mark = imported(tmp_path, long, **dict.fromkeys(slugs, "Words from a file."))
    at_once(
        outcome(
            lambda: importing.import_shown(found, shown=mark, by=trainers[0], allowed=lambda slug, curriculum: None)
        ),
        outcome(lambda: proposing.prepare(long, by=trainers[0], at=LATER)),
    )
    hashes = [item["hash"] for item in outline_items(ReleaseProposal.objects.get(curriculum=long).outline)]
    lessons = Content.objects.filter(hash__in=hashes, kind=Content.Kind.LESSON)
    assert len({"Words from a file." in str(one.data["body"]) for one in lessons}) == 1
    assert lessons.count() == len(set(slugs)) == 4
