"""A fact is told once, whatever is repeated."""

from datetime import timedelta

import pytest
from django.db import transaction

from notices import inbox, outbox, preferences
from notices.models import Delivery, Notice
from tests import plain
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db


def tell(user, key="certificate:1", kind="certificate", at=NOON):
    return plain.tell(
        user,
        kind=kind,
        dedupe_key=key,
        subject="Your certificate",
        body="It is valid.\n\nKeep it.",
        action_label="Open it",
        action_path="/learn/",
        at=at,
    )


def test_telling_writes_the_notice_and_a_letter_that_is_due_at_once():
    user = make_user()
    notice = tell(user)
    assert notice.paragraphs == ["It is valid.", "Keep it."]
    assert notice.created_at == NOON
    assert Delivery.objects.get().next_try_at == NOON


def test_telling_the_same_fact_again_changes_nothing_and_gives_the_notice_there_is():
    user = make_user()
    first = tell(user)
    again = tell(user, at=NOON + timedelta(days=1))
    assert again == first
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 1)
    assert Notice.objects.get().created_at == NOON


def test_a_repetition_leaves_the_surrounding_transaction_usable():
    user = make_user()
    with transaction.atomic():
        tell(user)
        tell(user)
        tell(user, key="certificate:2")
    assert Notice.objects.count() == 2


def test_what_is_rolled_back_was_never_told():
    user = make_user()
    with transaction.atomic():
        tell(user)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_the_letter_is_asked_for_when_the_transaction_commits(django_capture_on_commit_callbacks, mailoutbox):
    user = make_user("reader@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        tell(user)
    assert [mail.to for mail in mailoutbox] == [["reader@example.org"]]


def test_an_optional_letter_can_be_switched_off_and_the_notice_stays():
    user = make_user()
    preferences.decline(user, "reminder")
    tell(user, "reminder:1", "reminder")
    assert Notice.objects.count() == 1
    assert not Delivery.objects.exists()


def test_a_required_letter_cannot_be_switched_off():
    user = make_user()
    preferences.decline(user, "update")
    tell(user, "update:1", "update")
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("fields", [{"is_active": False}, {"anonymised_at": NOON}])
def test_closed_accounts_are_told_nothing(fields):
    assert tell(make_user(**fields)) is None
    assert not Notice.objects.exists()


def test_a_kind_nobody_described_is_a_mistake():
    with pytest.raises(KeyError):
        tell(make_user(), kind="gossip")


def messages_for(users, kind="release"):
    return [plain.message(user, kind, f"{kind}:{user.pk}", "A new release", "Nothing to do.") for user in users]


def test_telling_many_tells_each_once():
    users = [make_user() for _ in range(3)]
    tell(users[0], f"release:{users[0].pk}", "release")
    assert outbox.tell_many(messages_for(users), at=NOON) == 2
    assert outbox.tell_many(messages_for(users), at=NOON) == 0
    assert (Notice.objects.count(), Delivery.objects.count()) == (3, 3)


def test_telling_many_respects_choices_and_closed_accounts():
    declined, closed, other = make_user(), make_user(is_active=False), make_user()
    preferences.decline(declined, "release")
    assert outbox.tell_many(messages_for([declined, closed, other]), at=NOON) == 2
    assert [delivery.notice.recipient for delivery in Delivery.objects.all()] == [other]


def test_one_fact_twice_in_the_same_call_is_told_once():
    user = make_user()
    assert outbox.tell_many(messages_for([user, user]), at=NOON) == 1
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("people", [1, 3])
def test_telling_many_costs_the_same_queries_for_one_and_for_three(people, django_assert_num_queries):
    users = [make_user() for _ in range(people)]
    with django_assert_num_queries(6):  # savepoint in and out, notices in, notices back, choices, letters
        outbox.tell_many(messages_for(users), at=NOON)


def test_the_unread_count_follows_telling_and_reading(django_capture_on_commit_callbacks):
    user = make_user()
    assert inbox.unread_count(user) == 0
    tell(user)
    outbox.tell_many(messages_for([user]), at=NOON)
    assert inbox.unread_count(user) == 2
    inbox.read(Notice.objects.first(), at=NOON)
    assert inbox.unread_count(user) == 1
    inbox.read_all(user, at=NOON)
    assert inbox.unread_count(user) == 0
