"""A trainer's first page says what waits for them, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.authoring.models import CurriculumPage
from courses.releases import proposing, reviewing
from courses.releases.models import ReviewTask
from desk import workbench
from evidence.models import Claim
from tests import factories
from tests.courses.releases.conftest import handed_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def world(at):
    """A curriculum with a release, its author and its approver."""
    claim = factories.make_claim("group-claim")
    curriculum = factories.make_curriculum("skills", modules=1, lessons=2, questions=1, claim=claim)
    factories.make_release(curriculum, at=at - timedelta(days=5))
    author, approver = factories.trainers_of(curriculum)
    return curriculum, author, approver


def bench(person, at):
    return workbench.of(User.objects.get(pk=person.pk), at=at)


def test_after_a_release_nothing_waits(world, at):
    assert bench(world[1], at).is_clear
    assert bench(factories.make_user(), at).is_clear


def test_a_page_published_since_waits_for_a_release_and_a_draft_says_so(world, at):
    curriculum, author, _ = world
    published, drafted = factories.lessons_of(curriculum)
    factories.edit_lesson(published, "Something new.")
    drafted.summary = "Half a thought."
    drafted.save_revision()
    waiting = {one.page.pk: one.is_published for one in bench(author, at).pages}
    assert waiting == {published.pk: True, drafted.pk: False}


def test_a_release_to_decide_waits_for_the_approver_and_not_for_its_author(world, at):
    curriculum, author, approver = world
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Something new.")
    proposal = proposing.prepare(CurriculumPage.objects.get(pk=curriculum.pk), by=author, at=at)
    assert [one.pk for one in bench(author, at).to_go_on_with] == [proposal.pk]
    handed_on(proposal, author, at=at)
    assert [one.pk for one in bench(approver, at).to_decide] == [proposal.pk]
    assert not bench(author, at).to_decide
    assert not bench(author, at).to_go_on_with


def test_reviews_that_evidence_asks_for_wait_until_they_are_decided(world, at):
    _curriculum, author, _ = world
    source = Claim.objects.get().support.first().source
    reviewing.record_update(
        kind="retracted", source=source, summary="Withdrawn.", happened_on=at.date(), by=author, at=at
    )
    found = bench(author, at)
    assert found.tasks_open == len(found.tasks) > 0
    for task in ReviewTask.objects.all():
        reviewing.close_without_change(task, reason="It rests on another study.", by=author, at=at)
    assert not bench(author, at).tasks


@pytest.mark.parametrize(("days", "waits"), [(-1, True), (30, True), (31, False)])
def test_a_claim_waits_from_a_month_before_its_day(world, at, days, waits):
    Claim.objects.update(review_by=timezone.localdate(at) + timedelta(days=days))
    assert bool(bench(world[1], at).claims) is waits


def test_the_first_page_of_a_trainer_is_the_workbench(client, world, at):
    curriculum, author, _ = world
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Something new.")
    client.force_login(author)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Published or written on since the last release" in page
    assert "published, ready for the next release" in page


def test_the_workbench_takes_the_same_queries_however_much_waits(world, at):
    curriculum, author, _ = world
    person = User.objects.get(pk=author.pk)
    counts = []
    for number in range(1, 4):
        module = curriculum.get_first_child()
        factories.make_lesson(module, f"Lesson {number} of many").save_revision().publish()
        with CaptureQueriesContext(connection) as seen:
            assert len(workbench.of(person, at=at).pages) == number
        counts.append(len(seen))
    assert counts[0] == counts[2]
