"""Somebody else approves exactly what they read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from courses.releases import approving, candidates, current, proposing, verdicts
from courses.releases.models import ProposalPart, Release, ReleaseProposal
from courses.releases.signals import release_published
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.courses.releases.conftest import approved, handed_on, words
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=10)


def _approve(proposal, by, *, at=NOON):
    return factories.read_and_approve(proposal, by=by, at=at)


def test_what_was_shown_is_what_goes_out(curriculum, proposal, trainers):
    proposal = handed_on(proposal, trainers[0])
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Published after the proposal.")
    release = _approve(proposal, trainers[1], at=LATER)
    assert current.contents_of(release) == proposal.contents
    assert release.outline == proposal.outline
    assert (release.approved_at, release.effective_at) == (LATER, LATER)
    assert release.proposal.approved_digest == candidates.digest(release.proposal)


def _freeze_anew(curriculum, proposal, author):
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words nobody has read.")
    proposing.prepare(curriculum, by=author, at=NOON)
    proposing.submit(proposal, by=author, at=NOON)


def _say(**fields):
    def change(curriculum, proposal, author):
        proposing.send_back(proposal, note="Say it anew.", by=factories.trainers_of(curriculum)[1], at=NOON)
        proposing.hand_on(proposal, words(**fields), by=author, at=NOON)

    return change


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (_freeze_anew, "the lessons, quizzes and questions"),
        (_say(notes="Something else."), "the words people will read"),
        (_say(due_days=90), "what is asked of whom"),
        (_say(change_class="safety", verdict=verdicts.default("safety")), "what is asked of whom"),
        (_say(effective_at=LATER), "the day it takes effect"),
    ],
)
def test_what_changed_while_somebody_read_it_is_not_approved(curriculum, proposal, trainers, change, what):
    proposal = handed_on(proposal, trainers[0])
    read = candidates.mark(proposal)
    change(curriculum, proposal, trainers[0])
    with pytest.raises(Refusal, match=f"changed while you were reading: {what}\\. Nothing was approved"):
        approving.approve(proposal, shown=read, by=trainers[1], at=NOON)
    assert not Release.objects.exists()
    proposal.refresh_from_db()
    assert _approve(proposal, trainers[1]) is not None or proposal.effective_at == LATER


@pytest.mark.parametrize("shown", ["", "nonsense", "a.b.c.d.e"])
def test_without_having_read_it_nobody_approves(proposal, trainers, shown):
    proposal = handed_on(proposal, trainers[0])
    with pytest.raises(Refusal, match="changed while you were reading"):
        approving.approve(proposal, shown=shown, by=trainers[1], at=NOON)


def test_nobody_approves_their_own_release(proposal, trainers):
    proposal = handed_on(proposal, trainers[0])
    with pytest.raises(Refusal, match="Somebody other than the author"):
        _approve(proposal, trainers[0])
    assert not Release.objects.exists()


def test_whoever_prepared_described_or_handed_on_a_release_cannot_approve_it(proposal, trainers):
    """One prepares, another describes, a third hands on: it takes a fourth."""
    others = [factories.make_user(f"{name}@example.org") for name in ("third", "fourth")]
    for person in others:
        roles.make_trainer(person, [proposal.curriculum])
    proposing.describe(proposal, words(), by=trainers[1], at=NOON)
    proposal = proposing.submit(proposal, by=others[0], at=NOON)
    for person in (*trainers, others[0]):
        with pytest.raises(Refusal, match="Somebody other than the authors"):
            _approve(proposal, person)
    release = _approve(proposal, others[1])
    assert (release.author, release.approved_by) == (trainers[0], others[1])


def test_the_database_gives_one_person_one_part(proposal, trainers):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalPart.objects.create(proposal=proposal, person=trainers[0], part="approved", at=NOON)
    ProposalPart.objects.create(proposal=proposal, person=trainers[1], part="approved", at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalPart.objects.create(proposal=proposal, person=factories.make_user(), part="approved", at=NOON)


def test_the_database_refuses_a_release_approved_by_its_author(proposal, trainers):
    row = {"code": "X", "change_class": "safety", "notes": "", "verdict": {}, "due_days": 1, "outline": {}, "schema": 1}
    row |= {"major": 9, "minor": 0, "patch": 0, "approved_at": NOON, "effective_at": NOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(
            proposal=proposal, curriculum=proposal.curriculum, author=trainers[0], approved_by=trainers[0], **row
        )


def test_the_database_refuses_an_approval_of_what_nobody_read(proposal, trainers):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseProposal.objects.update(state="approved", decided_by=trainers[1], decided_at=NOON)


def test_only_an_approver_of_the_curriculum_approves(proposal, trainers):
    proposal = handed_on(proposal, trainers[0])
    stranger = factories.make_user()
    roles.make_trainer(stranger, [factories.make_curriculum("other", modules=0)])
    writer = factories.make_user()
    roles.make_trainer(writer, [proposal.curriculum], approver=False)
    for person in (stranger, writer):
        with pytest.raises(Refusal, match="You are not an approver of this curriculum"):
            _approve(proposal, person)


def test_a_release_is_told_upward_in_its_own_transaction(proposal, trainers):
    heard = []

    def listen(sender, release, at, **kwargs):
        heard.append((release.pk, at))
        raise RuntimeError("Something above failed.")

    release_published.connect(listen)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            approved(proposal, trainers)
    finally:
        release_published.disconnect(listen)
    assert len(heard) == 1
    assert not Release.objects.exists()
    assert ReleaseProposal.objects.get().state != ReleaseProposal.State.APPROVED


def test_the_author_is_told_when_it_is_approved_or_it_is_not_approved(proposal, trainers, monkeypatch):
    proposal = handed_on(proposal, trainers[0])

    def broken(*args, **kwargs):
        raise RuntimeError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("notices.outbox.tell", broken)
        with pytest.raises(RuntimeError):
            _approve(proposal, trainers[1])
    assert not Release.objects.exists()
    _approve(proposal, trainers[1])
    assert Notice.objects.get(recipient=trainers[0]).subject == "SKILLS 1.0.0 is approved"


def test_approving_twice_makes_one_release(proposal, trainers):
    approved(proposal, trainers)
    with pytest.raises(Refusal, match="already been approved"):
        _approve(proposal, trainers[1], at=LATER)
    assert Release.objects.count() == 1
