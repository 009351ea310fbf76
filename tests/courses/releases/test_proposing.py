"""Preparing, describing, handing on, sending back and withdrawing a release."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts import roles
from courses.releases import candidates, proposing, verdicts
from courses.releases.models import ProposalPart, ReleaseProposal
from lms.append_only import AppendOnlyError
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.courses.releases.conftest import approved, handed_on, words
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=10)


def test_preparing_again_refreshes_the_open_proposal(curriculum, proposal, trainers):
    handed_on(proposal, trainers[0])
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    again = proposing.prepare(curriculum, by=trainers[0], at=LATER)
    assert again == proposal
    assert again.contents != proposal.contents
    assert (again.state, again.notes, again.frozen_at) == ("draft", "What we teach has changed.", LATER)


def test_nothing_new_is_nothing_to_release(curriculum, proposal, trainers):
    approved(proposal, trainers)
    with pytest.raises(Refusal, match=r"Nothing published has changed since SKILLS 1\.0\.0"):
        proposing.prepare(curriculum, by=trainers[0], at=LATER)


def test_a_proposal_is_not_submitted_half_described(proposal, trainers):
    with pytest.raises(Refusal) as refusal:
        proposing.submit(proposal, by=trainers[0], at=NOON)
    assert refusal.value.reasons == [
        "Choose how grave the change is.",
        "Say what changed, in the words people will read.",
    ]


def test_asking_less_than_usual_needs_a_reason(proposal, trainers):
    verdict = {**verdicts.default("substantive"), "certified": "none"}
    with pytest.raises(Refusal, match="Say why"):
        handed_on(proposal, trainers[0], verdict=verdict)
    handed_on(proposal, trainers[0], verdict=verdict, loosened_because="Only the order of two examples.")


def test_describing_and_handing_on_is_one_step_that_happens_wholly_or_not_at_all(curriculum, trainers):
    factories.make_module(curriculum, "Empty")
    proposal = proposing.prepare(curriculum, by=trainers[0], at=NOON)
    with pytest.raises(Refusal, match="Empty: This module has no published lesson"):
        handed_on(proposal, trainers[0], notes="These words.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.notes) == ("draft", "")


def test_approvers_are_told_when_it_is_handed_on_or_it_is_not_handed_on(proposal, trainers, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("notices.outbox.tell", broken)
        with pytest.raises(RuntimeError):
            handed_on(proposal, trainers[0])
    proposal.refresh_from_db()
    assert proposal.state == "draft"
    handed_on(proposal, trainers[0])
    assert Notice.objects.get(kind="approval").recipient == trainers[1]


def test_a_proposal_sent_back_is_mended_and_submitted_again(proposal, trainers):
    handed_on(proposal, trainers[0])
    with pytest.raises(Refusal, match="Say what you would like"):
        proposing.send_back(proposal, note="  ", by=trainers[1], at=NOON)
    back = proposing.send_back(proposal, note="Is lesson two meant to stay?", by=trainers[1], at=NOON)
    assert (back.state, back.question, back.sent_back_by) == ("sent_back", "Is lesson two meant to stay?", trainers[1])
    assert approved(back, trainers, at=LATER).approved_at == LATER


def test_a_withdrawn_proposal_is_closed(proposal, trainers):
    proposing.withdraw(proposal, by=trainers[0], at=NOON)
    proposal.refresh_from_db()
    for refused in (
        lambda: proposing.withdraw(proposal, by=trainers[0], at=NOON),
        lambda: proposing.describe(proposal, words(), by=trainers[0], at=NOON),
        lambda: proposing.submit(proposal, by=trainers[0], at=NOON),
        lambda: factories.read_and_approve(proposal, by=trainers[1], at=NOON),
        lambda: proposing.send_back(proposal, note="Why?", by=trainers[1], at=NOON),
    ):
        with pytest.raises(Refusal):
            refused()


def test_an_approved_proposal_never_becomes_a_draft_again_whatever_an_old_page_sends(curriculum, proposal, trainers):
    """A trainer opened the form before the approval and saves it afterwards: refused, and the release stands."""
    stale = ReleaseProposal.objects.get(pk=proposal.pk)
    release = approved(proposal, trainers)
    for refused in (
        lambda: proposing.describe(stale, words(notes="Typed an hour ago."), by=trainers[0], at=LATER),
        lambda: proposing.hand_on(stale, words(notes="Typed an hour ago."), by=trainers[0], at=LATER),
        lambda: proposing.withdraw(stale, by=trainers[0], at=LATER),
    ):
        with pytest.raises(Refusal):
            refused()
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    assert proposing.prepare(curriculum, by=trainers[0], at=LATER) != stale
    stale.refresh_from_db()
    assert (stale.state, stale.notes, stale.release) == ("approved", "What we teach has changed.", release)


def test_the_database_keeps_a_decided_proposal_as_it_was_decided(proposal, trainers):
    stale = ReleaseProposal.objects.get(pk=proposal.pk)
    approved(proposal, trainers)
    for change in (stale.save, lambda: ReleaseProposal.objects.update(state="draft", decided_at=None, decided_by=None)):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    with pytest.raises(AppendOnlyError):
        ProposalPart.objects.all().delete()


def test_two_people_who_describe_at_once_do_not_overwrite_each_other(proposal, trainers):
    read = candidates.mark(proposal)
    proposing.describe(proposal, words(notes="Hers."), shown=read, by=trainers[1], at=NOON)
    with pytest.raises(Refusal, match="changed while you were writing: the words people will read"):
        proposing.describe(proposal, words(notes="His."), shown=read, by=trainers[0], at=NOON)
    proposal.refresh_from_db()
    assert proposal.notes == "Hers."


def test_handing_on_does_not_change_whose_proposal_it_is(proposal, trainers):
    proposing.describe(proposal, words(), by=trainers[0], at=NOON)
    handed = proposing.submit(proposal, by=trainers[1], at=NOON)
    assert handed.author == trainers[0]


def test_whoever_wrote_it_is_told_what_became_of_it(proposal, trainers):
    third = factories.make_user("third@example.org", "Tilda Moreau")
    roles.make_trainer(third, [proposal.curriculum])
    proposing.describe(proposal, words(), by=trainers[0], at=NOON)
    proposing.submit(proposal, by=third, at=NOON)
    proposing.send_back(proposal, note="Which study?", by=trainers[1], at=NOON)
    told = Notice.objects.filter(letter="release-sent-back")
    assert {(notice.recipient, "Which study?" in notice.body) for notice in told} == {
        (trainers[0], True),
        (third, True),
    }
