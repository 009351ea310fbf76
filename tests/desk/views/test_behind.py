"""The release desk when pages were published after a proposal was frozen, and what it lists beside the form."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.releases import proposing
from courses.releases.models import ReleaseProposal
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def proposal(trainer, trainer2) -> ReleaseProposal:
    curriculum, *_ = factories.small_world()
    author, _ = factories.trainers_of(curriculum)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words that are new.")
    return proposing.prepare(curriculum, by=author, at=timezone.now() - timedelta(minutes=5))


@pytest.fixture
def desk(client, proposal, trainer) -> str:
    """The address of the desk, where its author is logged in."""
    client.force_login(proposal.author)
    return reverse("desk:release_desk", args=[proposal.pk])


def test_a_proposal_older_than_what_is_published_says_so_and_offers_to_freeze_it_again(client, desk, proposal):
    curriculum = proposal.curriculum
    assert "older than what is published" not in client.get(desk).content.decode()
    factories.edit_lesson(factories.lessons_of(curriculum)[1], "Published a moment later.")
    page = client.get(desk)
    assert page.context["behind"] == [factories.lessons_of(curriculum)[1].title]
    assert "This is older than what is published." in page.content.decode()
    client.post(reverse("desk:prepare", args=[curriculum.slug]))
    assert "older than what is published" not in client.get(desk).content.decode()


def test_what_the_form_asks_for_is_not_listed_beside_it(client, desk):
    page = client.get(desk).content.decode()
    assert "Before it can be handed on" not in page
    refused = client.post(desk, {"notes": "", "due_days": "60", "submit": ""})
    assert "2 things need another look" in refused.content.decode()


def test_the_days_to_catch_up_follow_the_kind_of_change_unless_they_are_chosen(client, desk, proposal):
    for kind, days in (("clarifying", 90), ("substantive", 60), ("safety", 14)):
        client.post(desk, {"notes": "One lesson says more.", "change_class": kind, "due_days": "", "save": ""})
        proposal.refresh_from_db()
        assert proposal.due_days == days
        assert client.get(desk).context["form"]["due_days"].value() is None  # the next kind brings its own
    client.post(desk, {"notes": "One lesson says more.", "change_class": "safety", "due_days": "45", "save": ""})
    assert client.get(desk).context["form"]["due_days"].value() == 45
