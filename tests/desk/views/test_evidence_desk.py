"""From a retraction to the people concerned, through the doors that trainers use."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.releases.models import ReviewTask
from evidence import standing
from evidence.models import EvidenceUpdate
from notices.models import Notice
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def world(trainee):
    source = factories.make_source("okoye-2018")
    claim = factories.make_claim("practice-aloud", sources=[source])
    curriculum = factories.make_curriculum("skills", modules=1, lessons=2, questions=2, claim=claim)
    factories.make_release(curriculum)
    factories.make_scheme(curriculum)
    factories.certified(trainee, curriculum, at=timezone.now() - timedelta(days=30))
    factories.enrolled(factories.make_user(), curriculum, at=timezone.now())
    author, _ = factories.trainers_of(curriculum)
    return curriculum, source, claim, author


def retraction(source, **fields):
    day = timezone.localdate().isoformat()
    given = {
        "source": source.pk,
        "kind": "retracted",
        "happened_on": day,
        "summary": "The data could not be reproduced.",
    }
    return {**given, **fields}


def record(client, given, **options):
    """Look at what it touches, then record it."""
    seen = client.post(reverse("desk:record_update"), given)
    return client.post(reverse("desk:record_update"), {**given, "shown": seen.context["foreseen"].mark}, **options)


def test_a_retraction_is_recorded_only_after_its_author_saw_what_it_touches(client, world):
    curriculum, source, _, author = world
    client.force_login(author)
    response = client.post(reverse("desk:record_update"), retraction(source))
    page = " ".join(response.content.decode().split())
    assert not EvidenceUpdate.objects.exists()
    assert not Notice.objects.filter(kind="review").exists()
    for words in (
        "One claim is flagged wherever learners read it.",
        "2 review tasks are opened",
        "2 trainers are told:",
        "Lesson 1.1",
        "SKILLS 1.0.0",
        "2 people, of whom 1 learning from one of these releases now",
        "Not started: 1; Certified, not yet renewing: 1",
        'value="The data could not be reproduced."',
    ):
        assert words in page
    mark = response.context["foreseen"].mark
    factories.make_lesson(
        factories.lessons_of(curriculum)[0].get_parent().specific,
        "One more",
        [("claim", {"claim": factories.lessons_of(curriculum)[0].body[-1].value["claim"]})],
    )
    again = client.post(reverse("desk:record_update"), {**retraction(source), "shown": mark})
    assert "What it touches has changed since you looked" in again.content.decode()
    assert not EvidenceUpdate.objects.exists()
    record(client, retraction(source))
    assert ReviewTask.objects.count() == 3


def test_what_was_typed_can_be_changed_after_looking(client, world):
    _, source, _, author = world
    client.force_login(author)
    page = client.post(reverse("desk:record_update"), {**retraction(source), "change": ""}).content.decode()
    assert "The data could not be reproduced." in page
    assert "See what it touches" in page


def test_an_update_that_nothing_rests_on_says_so(client, world):
    *_, author = world
    client.force_login(author)
    page = client.post(reverse("desk:record_update"), retraction(factories.make_source("alone"))).content.decode()
    for words in ("nothing is flagged", "No review task is opened.", "No trainer is told."):
        assert words in page


def test_a_retraction_flags_the_claim_at_once_and_opens_review_tasks(client, world):
    _, source, claim, author = world
    client.force_login(author)
    page = record(client, retraction(source), follow=True).content.decode()
    assert standing.flags([claim.key], at=timezone.now())[claim.key].kind == "retracted"
    assert ReviewTask.objects.count() == 2  # the lesson and the question
    assert "Lesson 1.1" in page
    assert "SKILLS 1.0.0" in page
    assert "1 learning from one of these releases now" in page
    assert "Certified, not yet renewing: 1" in page
    assert Notice.objects.filter(recipient=author, kind="review").count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "withdrawn"}, "happens to a claim"),
        ({"source": ""}, "Choose the source or the claim"),
        ({"happened_on": "2999-01-01"}, "has not come yet"),
        ({"summary": ""}, "What changed and why it matters: Please fill this in."),
    ],
)
def test_what_does_not_fit_is_explained_and_kept(client, world, fields, message):
    _, source, _, author = world
    client.force_login(author)
    response = client.post(
        reverse("desk:record_update"), {**retraction(source, link="https://example.org/n"), **fields}
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert message in page
    assert "https://example.org/n" in page
    assert not EvidenceUpdate.objects.exists()


def test_both_a_source_and_a_claim_are_one_too_many(client, world):
    _, source, claim, author = world
    client.force_login(author)
    response = client.post(reverse("desk:record_update"), retraction(source, claim=claim.pk))
    assert "not both" in response.content.decode()


def test_a_task_ends_with_a_reason(client, world):
    _, source, _, author = world
    client.force_login(author)
    record(client, retraction(source))
    task = ReviewTask.objects.first()
    url = reverse("desk:close_task", args=[task.pk])
    refused = client.post(url, {"no_change": "", "reason": ""})
    assert refused.status_code == 400
    client.post(url, {"no_change": "", "reason": "Two other studies say the same."})
    task.refresh_from_db()
    assert (task.outcome, task.closed_by) == ("no_change", author)


def test_a_task_ends_as_changed_only_after_publishing(client, world):
    curriculum, source, _, author = world
    client.force_login(author)
    record(client, retraction(source))
    task = ReviewTask.objects.get(page__isnull=False)
    url = reverse("desk:close_task", args=[task.pk])
    page = client.post(url, {"changed": ""}, follow=True).content.decode()
    assert "Publish the change first" in page
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "We no longer say this.")
    client.post(url, {"changed": ""})
    task.refresh_from_db()
    assert task.outcome == "changed"
    about_question = ReviewTask.objects.get(question__isnull=False)
    client.post(reverse("desk:close_task", args=[about_question.pk]), {"no_change": "", "reason": "It asks less."})
    released = factories.make_release(curriculum, at=timezone.now())
    task.refresh_from_db()
    assert task.release == released
    chain = client.get(reverse("desk:evidence_update", args=[task.update_id])).content.decode()
    assert "SKILLS 2.0.0" in chain


def test_a_trainer_of_another_curriculum_cannot_decide(client, world, region_tree):
    from accounts import roles

    _, source, _, author = world
    client.force_login(author)
    record(client, retraction(source))
    stranger = factories.make_user("third@example.org", "Third Trainer")
    roles.make_trainer(stranger, [factories.make_curriculum("other", modules=1, lessons=1)])
    client.force_login(stranger)
    url = reverse("desk:close_task", args=[ReviewTask.objects.first().pk])
    assert client.post(url, {"no_change": "", "reason": "Because."}).status_code == 404


def test_the_list_takes_the_same_queries_for_one_update_and_three(client, world, django_assert_max_num_queries):
    _, source, _, author = world
    client.force_login(author)
    record(client, retraction(source))
    url = reverse("desk:evidence")
    client.get(url)
    with django_assert_max_num_queries(40) as one:
        client.get(url)
    allowed = len(one)
    for _ in range(2):
        record(client, retraction(source, kind="corrected"))
    client.get(url)
    with django_assert_max_num_queries(allowed):
        client.get(url)
