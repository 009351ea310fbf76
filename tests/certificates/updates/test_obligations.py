"""What is owed is done once, covers what it contains, and gives no more time than was promised."""

from datetime import date, timedelta

import pytest

from certificates.ledger.models import Certificate
from certificates.updates import obligations, rollout
from certificates.updates.models import Fulfilment, Obligation
from courses.contents.models import Content
from courses.learning import attempts
from courses.learning.models import Enrolment
from courses.releases.models import ChangeClass
from lms.refusals import Refusal
from notices import outbox
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
RELEASED = NOON + timedelta(days=30)  # 1 April 2026


def release_edit(curriculum, at=RELEASED, **fields):
    factories.edit_lesson(factories.lessons_of(curriculum)[0], f"New words of {at:%Y-%m-%d}.")
    return factories.make_release(curriculum, at=at, **fields)


@kept
def holder(trainee):
    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum)
    return trainee, curriculum


def test_acknowledging_clears_a_clarifying_update_once(holder):
    user, curriculum = holder
    rollout.carry_out(release_edit(curriculum, change_class=ChangeClass.CLARIFYING), at=RELEASED)
    owed = Obligation.objects.get()
    first = obligations.acknowledge(owed, at=RELEASED)
    assert obligations.acknowledge(owed, at=RELEASED + timedelta(days=1)) == first
    with pytest.raises(Refusal, match="done this update"):
        obligations.begin(owed, by=user, at=RELEASED)


def test_letters_about_an_update_that_is_done_wait_to_be_read_no_longer(holder):
    user, curriculum = holder
    rollout.carry_out(release_edit(curriculum, change_class=ChangeClass.CLARIFYING), at=RELEASED)
    owed = Obligation.objects.get()
    for key in (f"update-reminder:{owed.pk}:30", f"update:{owed.pk}7", f"update-reminder:{owed.pk}7:30"):
        outbox.tell(user, "certificate-issued", facts={}, dedupe_key=key, at=RELEASED)
    obligations.acknowledge(owed, at=RELEASED + timedelta(days=1))
    about = Notice.objects.filter(recipient=user, dedupe_key__startswith="update")
    unread = about.filter(read_at=None).values_list("dedupe_key", flat=True)
    assert set(unread) == {f"update:{owed.pk}7", f"update-reminder:{owed.pk}7:30"}


def test_a_retake_asks_for_the_changed_lesson_and_its_quiz_and_nothing_else(holder):
    user, curriculum = holder
    release = release_edit(curriculum)
    rollout.carry_out(release, at=RELEASED)
    owed = Obligation.objects.get()
    with pytest.raises(Refusal, match="retake"):
        obligations.acknowledge(owed, at=RELEASED)
    enrolment = obligations.begin(owed, by=user, at=RELEASED)
    assert obligations.begin(owed, by=user, at=RELEASED) == enrolment
    left = [one for one in factories.items_of(enrolment) if not enrolment.completions.filter(content=one["hash"])]
    assert [one["title"] for one in left] == ["Lesson 1.1", "Check 1"]
    quiz = Content.objects.get(hash=left[1]["hash"])
    assert attempts.why_not_start(enrolment, quiz, attempts.made(enrolment, quiz.hash), at=RELEASED) is None


def test_an_update_that_is_moved_on_brings_the_quiz_of_what_changed_meanwhile(holder):
    user, curriculum = holder
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    obligations.begin(Obligation.objects.get(), by=user, at=RELEASED)
    later = RELEASED + timedelta(days=5)
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "The second module changed as well.")
    rollout.carry_out(factories.make_release(curriculum, at=later), at=later)
    moved = Enrolment.objects.get(user=user, kind="update", closed_at=None)
    left = [one for one in factories.items_of(moved) if not moved.completions.filter(content=one["hash"])]
    assert [one["title"] for one in left] == ["Lesson 1.1", "Check 1", "Lesson 2.1", "Check 2"]
    factories.study(moved, at=later)
    assert not obligations.still_owed(user).exists()


def test_finishing_the_retake_clears_it_and_earns_no_second_certificate(holder):
    user, curriculum = holder
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    owed = Obligation.objects.get()
    factories.study(obligations.begin(owed, by=user, at=RELEASED), at=RELEASED + timedelta(days=1))
    assert Fulfilment.objects.get(obligation=owed).enrolment.kind == "update"
    assert Certificate.objects.count() == 1


def test_a_later_release_covers_what_was_owed_and_gives_no_more_time(holder):
    _, curriculum = holder
    rollout.carry_out(release_edit(curriculum, due_days=60), at=RELEASED)
    later = RELEASED + timedelta(days=30)
    newest = release_edit(curriculum, at=later, due_days=60)
    rollout.carry_out(newest, at=later)
    first, second = Obligation.objects.order_by("pk")
    assert first.fulfilment.covered_by == newest
    assert second.due_on == first.due_on == date(2026, 5, 31)


def test_what_is_overdue_stays_so_until_it_is_done(holder):
    _, curriculum = holder
    clarifying = {"change_class": ChangeClass.CLARIFYING, "due_days": 60}
    rollout.carry_out(release_edit(curriculum, **clarifying), at=RELEASED)
    later = RELEASED + timedelta(days=70)
    rollout.carry_out(release_edit(curriculum, at=later, **clarifying), at=later)
    first, second = obligations.still_owed().order_by("pk")
    assert (first.due_on, second.due_on) == (date(2026, 5, 31), date(2026, 8, 9))
    obligations.acknowledge(second, at=later)  # its page shows all that changed since the training
    assert not obligations.still_owed().exists()
    assert Fulfilment.objects.get(obligation=first).covered_by == second.release


def test_nothing_is_owed_on_a_revoked_certificate(holder, admin):
    from certificates.ledger import rulings

    user, curriculum = holder
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    assert obligations.still_owed(user).count() == 1
    rulings.revoke(Certificate.objects.get(), reason="no_longer_valid", by=admin, at=RELEASED)
    assert not obligations.still_owed(user).exists()


def test_a_light_update_never_covers_a_retake(holder):
    _, curriculum = holder
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    later = RELEASED + timedelta(days=5)
    rollout.carry_out(release_edit(curriculum, at=later, change_class=ChangeClass.CLARIFYING), at=later)
    assert obligations.still_owed().count() == 2


def test_one_retake_of_the_newest_release_clears_every_update_owed(holder):
    user, curriculum = holder
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    later = RELEASED + timedelta(days=5)
    rollout.carry_out(release_edit(curriculum, at=later, change_class=ChangeClass.CLARIFYING), at=later)
    retake = Obligation.objects.get(action="reassess")
    enrolment = obligations.begin(retake, by=user, at=later)
    assert str(enrolment.release) == "SKILLS 2.1.0"
    factories.study(enrolment, at=later)
    assert not obligations.still_owed().exists()


def test_a_renewal_clears_what_was_owed(trainee):
    from certificates.ledger import renewing

    curriculum, _, scheme = factories.small_world()
    factories.certified(trainee, curriculum, at=NOON - timedelta(days=660))
    rollout.carry_out(release_edit(curriculum, change_class=ChangeClass.SAFETY), at=RELEASED)
    [renewal] = renewing.begin(scheme, trainee, by=trainee, at=RELEASED)
    factories.study(renewal, at=RELEASED)
    assert not obligations.still_owed().exists()
