"""The inbox shows what I was told, and only that."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from notices.models import Notice
from tests import plain
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db
INBOX = reverse("notices:inbox")


def told(user, number=1):
    return plain.tell(
        user, kind="release", dedupe_key=f"{user.pk}:{number}", subject=f"Fact {number}", body="So it is.", at=NOON
    )


@pytest.fixture
def reader(client):
    user = make_user("reader@example.org")
    client.force_login(user)
    return user


def test_an_empty_inbox_says_what_will_appear_there(client, reader):
    assert "Nothing to tell you yet" in client.get(INBOX).content.decode()


def test_unread_is_said_in_words_and_opening_marks_it_read(client, reader):
    notice = told(reader)
    assert "1 not read yet" in client.get(INBOX).content.decode()
    page = client.get(reverse("notices:notice", args=[notice.uuid])).content.decode()
    assert "So it is." in page
    assert "You have read everything" in client.get(INBOX).content.decode()


def test_everything_can_be_marked_as_read_at_once(client, reader):
    told(reader, 1)
    told(reader, 2)
    assert client.post(INBOX, follow=True).status_code == 200
    assert not Notice.objects.filter(read_at__isnull=True).exists()


def test_a_strangers_notice_answers_like_one_that_does_not_exist(client, reader):
    other = told(make_user())
    assert client.get(reverse("notices:notice", args=[other.uuid])).status_code == 404
    other.refresh_from_db()
    assert other.read_at is None
    assert other.subject not in client.get(INBOX).content.decode()


def test_the_inbox_asks_for_a_login(client):
    assert client.get(INBOX).status_code == 302


def test_many_notices_come_in_pages(client, reader):
    for number in range(21):
        told(reader, number)
    assert "1 to 20 of 21 notices" in client.get(INBOX).content.decode()
    assert "21 to 21 of 21 notices" in client.get(INBOX + "?page=2").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_for_three(client, reader, rows, django_assert_num_queries):
    for number in range(rows):
        told(reader, number)
    client.get(INBOX)
    cache.delete(f"notices:unread:{reader.pk}")
    with django_assert_num_queries(5):  # person, roles, unread, how many, rows
        client.get(INBOX)


def test_pages_seen_later_do_not_count_again(client, reader, django_assert_num_queries):
    told(reader)
    client.get(INBOX)
    with django_assert_num_queries(4):  # person, roles, how many, rows
        client.get(INBOX)
