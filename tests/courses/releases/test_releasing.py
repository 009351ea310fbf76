"""Preparing, describing, submitting and approving a release."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from courses.releases import releasing, verdicts
from courses.releases.models import ChangeClass, Release, ReleaseProposal
from courses.releases.signals import release_published
from lms.refusals import Refusal
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=10)


@pytest.fixture
def curriculum(db):
    return factories.make_curriculum("skills", modules=1, lessons=1, questions=1)


@pytest.fixture
def trainers(curriculum):
    return factories.trainers_of(curriculum)


@pytest.fixture
def proposal(curriculum, trainers):
    return releasing.prepare(curriculum, by=trainers[0], at=NOON)


def _described(proposal, change_class=ChangeClass.SUBSTANTIVE, **fields):
    given = {
        "change_class": change_class,
        "notes": "What we teach has changed.",
        "verdict": verdicts.default(change_class),
        "due_days": 60,
        **fields,
    }
    releasing.describe(proposal, **given)
    return proposal


def _approved(proposal, trainers, *, at=NOON, **fields) -> Release:
    releasing.submit(_described(proposal, **fields), by=trainers[0], at=at)
    return releasing.approve(proposal, by=trainers[1], at=at)


@pytest.mark.parametrize(
    ("change_class", "number"),
    [("editorial", (1, 2, 4)), ("clarifying", (1, 3, 0)), ("substantive", (2, 0, 0)), ("safety", (2, 0, 0))],
)
def test_the_graver_the_change_the_greater_the_number(change_class, number):
    assert releasing.next_number(Release(major=1, minor=2, patch=3), change_class) == number
    assert releasing.next_number(None, change_class) == (1, 0, 0)


def test_what_was_shown_is_what_goes_out(curriculum, proposal, trainers):
    releasing.submit(_described(proposal), by=trainers[0], at=NOON)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Published after the proposal.")
    release = releasing.approve(proposal, by=trainers[1], at=LATER)
    assert releasing.contents_of(release) == proposal.contents
    assert release.outline == proposal.outline
    assert (release.approved_at, release.effective_at) == (LATER, LATER)


def test_preparing_again_refreshes_the_open_proposal(curriculum, proposal, trainers):
    releasing.submit(_described(proposal), by=trainers[0], at=NOON)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    again = releasing.prepare(curriculum, by=trainers[0], at=LATER)
    assert again == proposal
    assert again.contents != proposal.contents
    assert (again.state, again.notes) == ("draft", "What we teach has changed.")


def test_nothing_new_is_nothing_to_release(curriculum, proposal, trainers):
    _approved(proposal, trainers)
    with pytest.raises(Refusal, match=r"Nothing published has changed since SKILLS 1\.0\.0"):
        releasing.prepare(curriculum, by=trainers[0], at=LATER)


def test_a_proposal_is_not_submitted_half_described(proposal, trainers):
    with pytest.raises(Refusal) as refusal:
        releasing.submit(proposal, by=trainers[0], at=NOON)
    assert refusal.value.reasons == [
        "Choose how grave the change is.",
        "Say what changed, in the words people will read.",
    ]


def test_asking_less_than_usual_needs_a_reason(proposal, trainers):
    verdict = {**verdicts.default("substantive"), "certified": "none"}
    with pytest.raises(Refusal, match="Say why"):
        releasing.submit(_described(proposal, verdict=verdict), by=trainers[0], at=NOON)
    releasing.describe(
        proposal,
        change_class="substantive",
        notes="Changed.",
        verdict=verdict,
        due_days=60,
        loosened_because="Only the order of two examples.",
    )
    releasing.submit(proposal, by=trainers[0], at=NOON)


def test_what_blocks_a_release_blocks_its_submission(curriculum, trainers):
    factories.make_module(curriculum, "Empty")
    proposal = _described(releasing.prepare(curriculum, by=trainers[0], at=NOON))
    with pytest.raises(Refusal, match="Empty: This module has no published lesson"):
        releasing.submit(proposal, by=trainers[0], at=NOON)


def test_nobody_approves_their_own_release(proposal, trainers):
    releasing.submit(_described(proposal), by=trainers[0], at=NOON)
    with pytest.raises(Refusal, match="Somebody other than the author"):
        releasing.approve(proposal, by=trainers[0], at=NOON)
    assert not Release.objects.exists()


def test_the_database_refuses_a_release_approved_by_its_author(proposal, trainers):
    release = _approved(proposal, trainers)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(
            curriculum=release.curriculum,
            major=9,
            minor=0,
            patch=0,
            code="X",
            change_class="safety",
            notes="",
            verdict={},
            due_days=1,
            outline={},
            schema=1,
            author=trainers[0],
            approved_by=trainers[0],
            approved_at=NOON,
            effective_at=NOON,
        )


def test_only_an_approver_of_the_curriculum_approves(proposal, trainers):
    releasing.submit(_described(proposal), by=trainers[0], at=NOON)
    stranger = factories.make_user()
    roles.make_trainer(stranger, [factories.make_curriculum("other", modules=0)])
    writer = factories.make_user()
    roles.make_trainer(writer, [proposal.curriculum], approver=False)
    for person in (stranger, writer):
        with pytest.raises(Refusal, match="You are not an approver of this curriculum"):
            releasing.approve(proposal, by=person, at=NOON)


def test_a_release_may_take_effect_later_but_never_earlier(curriculum, proposal, trainers):
    release = _approved(proposal, trainers, effective_at=LATER)
    assert release.effective_at == LATER
    assert releasing.current_release(curriculum, at=NOON) is None
    assert releasing.current_release(curriculum, at=LATER) == release
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "One more thing.")
    second = _approved(releasing.prepare(curriculum, by=trainers[0], at=LATER), trainers, at=LATER, effective_at=NOON)
    assert second.effective_at == LATER


def test_a_release_is_told_upward_in_its_own_transaction(proposal, trainers):
    heard = []

    def listen(sender, release, at, **kwargs):
        heard.append((release.pk, at))
        raise RuntimeError("Something above failed.")

    release_published.connect(listen)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            _approved(proposal, trainers)
    finally:
        release_published.disconnect(listen)
    assert len(heard) == 1
    assert not Release.objects.exists()
    assert ReleaseProposal.objects.get().state != ReleaseProposal.State.APPROVED


def test_a_proposal_sent_back_is_mended_and_submitted_again(proposal, trainers):
    releasing.submit(_described(proposal), by=trainers[0], at=NOON)
    with pytest.raises(Refusal, match="Say what you would like"):
        releasing.send_back(proposal, note="  ", by=trainers[1], at=NOON)
    releasing.send_back(proposal, note="Is lesson two meant to stay?", by=trainers[1], at=NOON)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_note) == ("sent_back", "Is lesson two meant to stay?")
    assert _approved(proposal, trainers, at=LATER).approved_at == LATER


def test_a_withdrawn_proposal_is_closed(proposal, trainers):
    releasing.withdraw(proposal, by=trainers[0], at=NOON)
    proposal.refresh_from_db()
    for refused in (
        lambda: releasing.withdraw(proposal, by=trainers[0], at=NOON),
        lambda: _described(proposal),
        lambda: releasing.submit(proposal, by=trainers[0], at=NOON),
        lambda: releasing.approve(proposal, by=trainers[1], at=NOON),
        lambda: releasing.send_back(proposal, note="Why?", by=trainers[1], at=NOON),
    ):
        with pytest.raises(Refusal):
            refused()


def test_approving_twice_makes_one_release(proposal, trainers):
    _approved(proposal, trainers)
    with pytest.raises(Refusal, match="not been submitted"):
        releasing.approve(proposal, by=trainers[1], at=LATER)
    assert Release.objects.count() == 1
