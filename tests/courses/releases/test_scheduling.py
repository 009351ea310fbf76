"""One line of time: releases that wait for their day, and what may still be done about them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from courses.learning.models import Enrolment
from courses.releases import current, line, proposing, releasing, scheduling, tasks
from courses.releases.models import Release, ReleaseProposal, ScheduleChange
from lms.append_only import AppendOnlyError
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.courses.releases.conftest import another, approved, handed_on
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
JUNE = NOON + 90 * DAY


@kept
def scheduled(curriculum, proposal, trainers) -> ReleaseProposal:
    """1.0.0 is in effect; a substantive change is approved and waits for June."""
    approved(proposal, trainers)
    second = another(curriculum, trainers, at=NOON + DAY, sentence="We teach this differently now.")
    assert approved(second, trainers, at=NOON + DAY, effective_at=JUNE) is None
    return ReleaseProposal.objects.get(pk=second.pk)


def test_a_release_may_take_effect_later_but_never_earlier(curriculum, proposal, trainers):
    assert approved(proposal, trainers, effective_at=NOON + 10 * DAY) is None
    assert current.current_release(curriculum, at=NOON + 9 * DAY) is None
    assert releasing.release_due(curriculum, at=NOON + 9 * DAY) == []
    [release] = releasing.release_due(curriculum, at=NOON + 10 * DAY)
    assert (release.approved_at, release.effective_at) == (NOON, NOON + 10 * DAY)
    second = approved(
        another(curriculum, trainers, at=NOON + 11 * DAY), trainers, at=NOON + 11 * DAY, effective_at=NOON
    )
    assert second.effective_at == NOON + 11 * DAY


def test_at_its_hour_it_is_released_once_by_itself(
    curriculum, scheduled, trainers, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: JUNE + DAY)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.release_what_is_due()
    assert [str(release) for release in Release.objects.newest_first()] == ["SKILLS 2.0.0", "SKILLS 1.0.0"]
    assert current.latest_release(curriculum).approved_by == trainers[1]


def test_nothing_approved_later_overtakes_what_waits_and_carries_its_content(curriculum, scheduled, trainers):
    third = another(curriculum, trainers, at=NOON + 2 * DAY, sentence="A comma.")
    for too_early in (None, JUNE - DAY, JUNE):
        with pytest.raises(Refusal, match=r"SKILLS 2\.0\.0 is approved and takes effect on 31 May 2026"):
            handed_on(third, trainers[0], at=NOON + 2 * DAY, change_class="editorial", effective_at=too_early)
    assert approved(third, trainers, at=NOON + 2 * DAY, change_class="editorial", effective_at=JUNE + DAY) is None
    releasing.release_due(curriculum, at=JUNE + DAY)
    releases = list(Release.objects.newest_first())
    assert [release.number for release in releases] == ["2.0.1", "2.0.0", "1.0.0"]
    assert sorted(releases, key=lambda one: (one.effective_at, one.pk)) == releases[::-1]


def test_numbers_and_days_always_run_the_same_way(curriculum, scheduled, trainers):
    """Even when the clock of the server that carries it out is behind."""
    releasing.release_due(curriculum, at=JUNE + DAY)
    third = approved(another(curriculum, trainers, at=JUNE), trainers, at=JUNE)
    releases = list(Release.objects.newest_first())
    assert releases[0] == third
    assert [one.effective_at for one in releases] == sorted((one.effective_at for one in releases), reverse=True)


def test_what_is_prepared_is_compared_with_what_waits(curriculum, scheduled, trainers):
    with pytest.raises(Refusal, match=r"since SKILLS 2\.0\.0"):
        proposing.prepare(curriculum, by=trainers[0], at=NOON + 2 * DAY)
    third = another(curriculum, trainers, at=NOON + 2 * DAY)
    assert str(line.before(third)) == "SKILLS 2.0.0"
    assert str(line.before(scheduled)) == "SKILLS 1.0.0"


def test_until_it_takes_effect_it_can_be_moved(curriculum, scheduled, trainers):
    scheduling.move(scheduled, to=JUNE + 5 * DAY, because="The course starts later.", by=trainers[1], at=NOON + 3 * DAY)
    assert releasing.release_due(curriculum, at=JUNE) == []
    assert len(releasing.release_due(curriculum, at=JUNE + 5 * DAY)) == 1
    told = Notice.objects.get(letter="release-moved")
    assert told.subject == "SKILLS 2.0.0 now takes effect on 5 June 2026"
    assert told.recipient == trainers[0]
    assert "The course starts later." in told.body


def test_until_it_takes_effect_it_can_be_cancelled_and_nobody_is_ever_enrolled_in_it(
    curriculum, scheduled, trainers, trainee
):
    scheduling.cancel(scheduled, because="The study was withdrawn.", by=trainers[0], at=NOON + 3 * DAY)
    assert releasing.release_due(curriculum, at=JUNE) == []
    factories.enrolled(trainee, curriculum, at=JUNE)
    assert str(Enrolment.objects.get().release) == "SKILLS 1.0.0"
    told = Notice.objects.get(letter="release-cancelled")
    assert told.subject == "SKILLS 2.0.0 was cancelled before it took effect"
    assert told.recipient == trainers[1]
    again = proposing.prepare(curriculum, by=trainers[0], at=NOON + 4 * DAY)  # the pages are still there
    assert approved(again, trainers, at=NOON + 4 * DAY).number == "2.0.0"


@pytest.mark.parametrize("because", ["", "   "])
def test_a_change_of_the_schedule_has_a_reason(scheduled, trainers, because):
    for refused in (
        lambda: scheduling.cancel(scheduled, because=because, by=trainers[0], at=NOON + 2 * DAY),
        lambda: scheduling.move(scheduled, to=JUNE + DAY, because=because, by=trainers[1], at=NOON + 2 * DAY),
    ):
        with pytest.raises(Refusal, match="Say why"):
            refused()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduleChange.objects.create(proposal=scheduled, because="", by=trainers[0], at=NOON)


def test_what_took_effect_or_was_cancelled_is_neither_moved_nor_cancelled(curriculum, scheduled, trainers):
    refused = [
        lambda at: scheduling.cancel(scheduled, because="Late.", by=trainers[0], at=at),
        lambda at: scheduling.move(scheduled, to=JUNE + 9 * DAY, because="Late.", by=trainers[1], at=at),
    ]
    for at in (JUNE, JUNE + DAY):  # at its very hour, too, released or not
        for rule in refused:
            with pytest.raises(Refusal, match="does not wait any more"):
                rule(at)
    scheduling.cancel(scheduled, because="In time.", by=trainers[0], at=JUNE - DAY)
    for rule in refused:
        with pytest.raises(Refusal, match="does not wait any more"):
            rule(JUNE - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduleChange.objects.create(proposal=scheduled, because="Twice.", by=trainers[0], at=NOON)
    with pytest.raises(AppendOnlyError):
        ScheduleChange.objects.all().delete()


def test_what_stands_in_a_line_stays_in_its_order(curriculum, scheduled, trainers):
    third = another(curriculum, trainers, at=NOON + 2 * DAY)
    approved(third, trainers, at=NOON + 2 * DAY, change_class="editorial", effective_at=JUNE + 10 * DAY)
    why = {"because": "Because.", "by": trainers[1], "at": NOON + 3 * DAY}
    with pytest.raises(Refusal, match=r"SKILLS 2\.0\.1 waits behind it"):
        scheduling.cancel(scheduled, **why)
    with pytest.raises(Refusal, match=r"SKILLS 2\.0\.1 takes effect on 10 June 2026, and carries"):
        scheduling.move(scheduled, to=JUNE + 10 * DAY, **why)
    with pytest.raises(Refusal, match=r"SKILLS 2\.0\.0 takes effect on 31 May 2026, and this comes after"):
        scheduling.move(third, to=JUNE, **why)
    with pytest.raises(Refusal, match="lies ahead"):
        scheduling.move(scheduled, to=NOON, **why)
    scheduling.cancel(third, **why)
    scheduling.cancel(scheduled, **why)
    assert not ReleaseProposal.objects.scheduled().exists()


def test_moving_takes_somebody_who_could_approve_it_and_cancelling_a_trainer_of_the_curriculum(scheduled, trainers):
    with pytest.raises(Refusal, match="moves it to another day"):
        scheduling.move(scheduled, to=JUNE + DAY, because="Later.", by=trainers[0], at=NOON + 2 * DAY)
    stranger = factories.make_user()
    roles.make_trainer(stranger, [factories.make_curriculum("other", modules=0)])
    with pytest.raises(Refusal, match="Only the trainers of this curriculum"):
        scheduling.cancel(scheduled, because="No.", by=stranger, at=NOON + 2 * DAY)
