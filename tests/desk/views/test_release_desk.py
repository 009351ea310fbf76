"""The release desk: what changed, whom it touches, and two people for every release."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.updates.models import Obligation, Outcome
from courses.releases.models import Release, ReleaseProposal
from notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(trainee):
    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum, at=timezone.now() - timedelta(days=100))
    author, approver = factories.trainers_of(curriculum)
    return curriculum, author, approver


@pytest.fixture
def proposal(client, world):
    curriculum, author, _ = world
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words that are new.")
    client.force_login(author)
    client.post(reverse("desk:prepare", args=[curriculum.slug]))
    return ReleaseProposal.objects.get(state="draft")


VERDICT = {"change_class": "substantive", "notes": "One lesson says more.", "due_days": "60"}


def desk(proposal) -> str:
    return reverse("desk:release_desk", args=[proposal.pk])


def decide(proposal) -> str:
    return reverse("desk:decide", args=[proposal.pk])


def test_the_author_sees_what_changed_and_how_many_it_touches(client, proposal):
    client.post(desk(proposal), {**VERDICT, "save": ""})
    page = client.get(desk(proposal)).content.decode()
    assert "<ins>Words that are new.</ins>" in page
    assert "Certified, not yet renewing" in page
    assert "Retake what changed and its quiz" in page
    assert "One lesson says more." in page  # the letter, word for word
    cells = {cell.state: cell.people for cell in client.get(desk(proposal)).context["cells"]}
    assert cells["certified"] == 1


def test_preparing_when_nothing_changed_says_so(client, world):
    curriculum, author, _ = world
    client.force_login(author)
    page = client.post(reverse("desk:prepare", args=[curriculum.slug]), follow=True).content.decode()
    assert "Nothing published has changed" in page
    assert not ReleaseProposal.objects.filter(state="draft").exists()


def test_without_a_verdict_it_is_not_handed_on_and_nothing_typed_is_lost(client, proposal):
    response = client.post(desk(proposal), {"notes": "Half a thought", "due_days": "60", "submit": ""})
    assert response.status_code == 400
    assert "Half a thought" in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.state == "draft"


def test_asking_for_less_needs_a_reason(client, proposal):
    loose = {**VERDICT, "action_certified": "none", "submit": ""}
    page = client.post(desk(proposal), loose, follow=True).content.decode()
    assert "You ask less of people" in page
    client.post(desk(proposal), {**loose, "loosened_because": "Only a name changed."})
    proposal.refresh_from_db()
    assert proposal.state == "submitted"


def test_too_little_time_is_refused(client, proposal):
    response = client.post(desk(proposal), {**VERDICT, "due_days": "2", "submit": ""})
    assert response.status_code == 400
    assert "at least seven days" in response.content.decode()


def test_the_author_cannot_approve_and_somebody_else_can(
    client, world, proposal, trainee, django_capture_on_commit_callbacks
):
    _, author, approver = world
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    assert Notice.objects.filter(recipient=approver, kind="approval").count() == 1
    page = client.post(decide(proposal), {"approve": ""}, follow=True).content.decode()
    assert "Somebody other than the author" in page
    assert Release.objects.count() == 1
    client.force_login(approver)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(decide(proposal), {"approve": ""}, follow=True).content.decode()
    assert "SKILLS 2.0.0 is approved" in page
    owed = Obligation.objects.get()
    assert owed.certificate.period.user == trainee
    assert Outcome.objects.filter(release__major=2).count() == 1
    assert Notice.objects.filter(recipient=author, kind="approval", letter="release-approved").exists()


def test_a_question_goes_back_to_the_author(client, world, proposal):
    _, author, approver = world
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    client.force_login(approver)
    client.post(decide(proposal), {"send_back": "", "note": "Which study?"})
    proposal.refresh_from_db()
    assert proposal.state == "sent_back"
    assert "Which study?" in Notice.objects.filter(recipient=author, kind="approval").latest("pk").body
    client.force_login(author)
    assert "Which study?" in client.get(desk(proposal)).content.decode()


def test_a_release_that_waits_for_its_day_touches_nobody_yet(client, world, proposal):
    _, _, approver = world
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    client.post(desk(proposal), {**VERDICT, "effective_on": later, "submit": ""})
    client.force_login(approver)
    client.post(decide(proposal), {"approve": ""})
    assert Release.objects.count() == 2
    assert not Obligation.objects.exists()


def test_a_trainer_of_another_curriculum_finds_nothing(client, proposal, region_tree):
    from accounts import roles

    other = factories.make_curriculum("other", modules=1, lessons=1)
    stranger = factories.make_user("third@example.org", "Third Trainer")
    roles.make_trainer(stranger, [other])
    client.force_login(stranger)
    assert client.get(desk(proposal)).status_code == 404
    assert client.post(decide(proposal), {"approve": ""}).status_code == 404
    assert client.get(reverse("desk:release", args=["skills", "1.0.0"])).status_code == 404


@pytest.mark.parametrize("number", ["9.9.9", "1.0", "one", "1.0.x"])
def test_a_release_that_is_not_there(client, world, number):
    client.force_login(world[1])
    assert client.get(reverse("desk:release", args=["skills", number])).status_code == 404


def test_withdrawing_closes_it_and_the_pages_stay_ready(client, world, proposal):
    curriculum, *_ = world
    client.post(decide(proposal), {"withdraw": "1"})
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    client.post(reverse("desk:prepare", args=[curriculum.slug]))
    assert ReleaseProposal.objects.filter(state="draft").count() == 1
