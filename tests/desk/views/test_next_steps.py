"""What a trainer is led to next: a release to prepare, a lesson to read before approving, and nothing that is decided."""

import pytest
from django.urls import reverse

from notices import inbox
from notices.models import Notice
from tests import factories
from tests.desk.views.preparing import prepared
from tests.desk.views.test_release_desk import VERDICT, decide, desk
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def world(trainee):
    curriculum, *_ = factories.small_world()
    return curriculum, *factories.trainers_of(curriculum)


@pytest.fixture
def proposal(client, world):
    curriculum, author, _ = world
    return prepared(client, curriculum, author)


def test_the_list_of_releases_says_where_something_waits_for_one(client, world):
    curriculum, author, _ = world
    client.force_login(author)
    listed = reverse("desk:releases")
    assert "published since" not in client.get(listed).content.decode()
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words that are new.")
    assert "1 lesson or quiz published since" in client.get(listed).content.decode()
    client.post(reverse("desk:prepare", args=[curriculum.slug]))
    assert "published since" not in client.get(listed).content.decode()


@pytest.mark.parametrize("view", ["desk:releases", "desk:evidence", "desk:record_update"])
def test_the_menu_says_in_which_section_a_page_of_the_desk_is(client, world, view):
    client.force_login(world[1])
    current = "page" if view == "desk:releases" else "true"
    assert f'href="/desk/releases/" aria-current="{current}"' in client.get(reverse(view)).content.decode()


def test_whoever_is_to_approve_is_led_to_what_they_have_not_read(client, world, proposal):
    _, _, approver = world
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    assert "Begin to read" not in client.get(desk(proposal)).content.decode()  # the author has nothing to decide
    client.force_login(approver)
    page = client.get(desk(proposal))
    assert "Begin to read" in page.content.decode()
    first = page.context["to_read_next"]
    assert reverse("desk:candidate", args=[proposal.pk, first.hash]) in page.content.decode()
    for one, _read in page.context["to_read"]:
        client.post(reverse("desk:note_read", args=[proposal.pk, one.hash]))
    assert client.get(desk(proposal)).context["to_read_next"] is None


def test_nobody_is_told_any_more_that_a_decided_release_waits(client, world, proposal):
    _, author, approver = world
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    asked = Notice.objects.filter(recipient=approver, letter="approval-wanted", read_at=None)
    assert asked.count() == inbox.unread_count(approver) == 1
    client.force_login(approver)
    client.post(decide(proposal), {"send_back": "", "note": "Which study?"})
    assert (asked.count(), inbox.unread_count(approver)) == (0, 0)
    question = Notice.objects.filter(recipient=author, letter="release-sent-back", read_at=None)
    assert question.count() == 1
    client.force_login(author)
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    assert (question.count(), asked.count()) == (0, 1)  # answered, and asked again
