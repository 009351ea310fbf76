"""Attempts used up are no dead end: whoever may gives more, on record, and the person is told."""

from datetime import timedelta

import pytest

from accounts import roles
from accounts.models import AccessLogEntry
from courses.contents.models import Content
from courses.learning import attempts, enrolling, granting
from courses.learning.models import AttemptGrant
from lms.append_only import AppendOnlyError
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=3)


@kept
def curriculum():
    made = factories.make_curriculum("skills", modules=1, lessons=1, questions=2, quiz={"max_attempts": 1})
    factories.make_release(made)
    return made


@kept
def enrolment(trainee, curriculum):
    """Jordan, who has used the only attempt there is."""
    found = factories.enrolled(trainee, curriculum)
    factories.take_quiz(found, factories.items_of(found, "quiz")[0]["hash"], right=False)
    return found


@kept
def quiz(enrolment):
    return Content.objects.get(hash=factories.items_of(enrolment, "quiz")[0]["hash"])


def why_not(enrolment, quiz) -> str | None:
    return attempts.why_not_start(enrolment, quiz, attempts.made(enrolment, quiz.hash), at=NOON)


def test_the_person_reads_whom_to_ask(enrolment, quiz, coordinator):
    words = why_not(enrolment, quiz)
    assert "used your only attempt" in words
    assert "Ask Beatriz" in words
    assert "Maren" in words


def test_a_grant_opens_exactly_so_many_attempts(enrolment, quiz, coordinator):
    granting.grant(enrolment, quiz.key, count=2, reason="A noisy evening.", by=coordinator, at=LATER)
    for _ in range(2):
        assert why_not(enrolment, quiz) is None
        factories.take_quiz(enrolment, quiz.hash, right=False, at=LATER)
    assert "used all 3 attempts" in why_not(enrolment, quiz)


def test_a_grant_is_told_logged_and_kept(enrolment, quiz, coordinator, trainee):
    given = granting.grant(enrolment, quiz.key, count=1, reason="A noisy evening.", by=coordinator, at=LATER)
    notice = Notice.objects.get(recipient=trainee, letter="attempts-given")
    assert notice.facts["by"] == "Beatriz"
    logged = AccessLogEntry.objects.get(subject=trainee, action="grant")
    assert (logged.viewer, logged.detail) == (coordinator, quiz.data["title"])
    with pytest.raises(AppendOnlyError):
        given.save()


def test_a_trainer_of_the_curriculum_may_too(enrolment, quiz):
    author, _ = factories.trainers_of(enrolment.curriculum)
    assert granting.grant(enrolment, quiz.key, count=1, reason="After a talk.", by=author, at=LATER).by == author


def test_nobody_else_may(enrolment, quiz, region_tree):
    elsewhere = factories.make_user("c@example.org", "Lise Roy", region_tree["Québec"])
    roles.make_coordinator(elsewhere, region_tree["Québec"])
    other_trainer = factories.make_user()
    roles.make_trainer(other_trainer, [factories.make_curriculum("other")])
    for by in (elsewhere, other_trainer, factories.make_user(), enrolment.user):
        with pytest.raises(Refusal, match="coordinators of this person"):
            granting.grant(enrolment, quiz.key, count=1, reason="Please.", by=by, at=LATER)
    assert not AttemptGrant.objects.exists()


def test_nobody_gives_attempts_to_themself(enrolment, quiz, trainee, region_tree):
    roles.make_coordinator(trainee, region_tree["Ontario"])
    with pytest.raises(Refusal):
        granting.grant(enrolment, quiz.key, count=1, reason="Please.", by=trainee, at=LATER)


@pytest.mark.parametrize(("count", "reason"), [(0, "Why"), (6, "Why"), (1, "  ")])
def test_a_grant_has_a_reason_and_a_limit(enrolment, quiz, coordinator, count, reason):
    with pytest.raises(Refusal):
        granting.grant(enrolment, quiz.key, count=count, reason=reason, by=coordinator, at=LATER)


def test_nothing_is_given_while_an_attempt_is_left(enrolment, quiz, coordinator):
    granting.grant(enrolment, quiz.key, count=1, reason="A noisy evening.", by=coordinator, at=LATER)
    with pytest.raises(Refusal, match="attempt left"):
        granting.grant(enrolment, quiz.key, count=1, reason="Again.", by=coordinator, at=LATER)


def test_what_was_given_goes_along_to_a_newer_release(enrolment, quiz, coordinator, trainee):
    granting.grant(enrolment, quiz.key, count=1, reason="A noisy evening.", by=coordinator, at=LATER)
    factories.edit_lesson(factories.lessons_of(enrolment.curriculum)[0], "More.")
    release = factories.make_release(enrolment.curriculum, at=LATER, effective_at=LATER + timedelta(days=9))
    moved = enrolling.move(enrolment, release, by=trainee, at=LATER)
    assert why_not(moved, quiz) is None
    factories.take_quiz(moved, quiz.hash, right=False, at=LATER)
    assert "used all 2 attempts" in why_not(moved, quiz)


def test_asking_tells_those_who_can_once(enrolment, quiz, coordinator, trainee):
    people = granting.ask(enrolment, quiz.key, at=LATER)
    assert coordinator in people
    granting.ask(enrolment, quiz.key, at=LATER)
    asked = Notice.objects.filter(letter="attempts-asked")
    assert {one.recipient for one in asked} == set(people)
    assert trainee not in people
    assert asked.count() == len(people)


# ------------------------------------------------------------------------------------------------------------- doors
def test_the_person_asks_from_the_quiz(client, enrolment, quiz, coordinator, trainee):
    client.force_login(trainee)
    page = client.get(f"/learn/{enrolment.pk}/2/").content.decode()
    assert "Ask for another attempt" in page
    answer = client.post(f"/learn/{enrolment.pk}/2/ask/", follow=True)
    assert "We have asked for you: Beatriz" in answer.content.decode()


def test_a_coordinator_gives_attempts_from_the_persons_page(client, enrolment, quiz, coordinator, trainee):
    client.force_login(coordinator)
    page = client.get(f"/desk/people/{trainee.pk}/").content.decode()
    address = f"/desk/attempts/{enrolment.pk}/{quiz.key}/"
    assert address in page
    answer = client.post(address, {"count": "2", "reason": "A noisy evening."})
    assert answer.url == f"/desk/people/{trainee.pk}/"
    page = client.get(answer.url).content.decode()
    assert "A noisy evening." in page
    assert address not in page
    assert client.get(address).status_code == 200


def test_a_form_that_is_not_right_comes_back(client, enrolment, quiz, coordinator):
    client.force_login(coordinator)
    address = f"/desk/attempts/{enrolment.pk}/{quiz.key}/"
    for data in ({"count": "9", "reason": "x"}, {"count": "1", "reason": ""}, {"count": "x"}):
        assert client.post(address, data).status_code == 400
    assert not AttemptGrant.objects.exists()


def test_a_trainer_gives_attempts_where_they_were_asked(client, enrolment, quiz):
    author, _ = factories.trainers_of(enrolment.curriculum)
    client.force_login(author)
    address = f"/desk/attempts/{enrolment.pk}/{quiz.key}/"
    assert "is used" in client.get(address).content.decode()
    assert client.post(address, {"count": "1", "reason": "After a talk."}).url == "/learn/notices/"
    assert AttemptGrant.objects.get().by == author
    assert client.get(address).status_code == 404  # nothing is left to give, so nobody is shown


def test_the_door_is_closed_to_everybody_else(client, enrolment, quiz, trainee, region_tree):
    elsewhere = factories.make_user("c@example.org", "Lise Roy", region_tree["Québec"])
    roles.make_coordinator(elsewhere, region_tree["Québec"])
    for user in (trainee, elsewhere, factories.make_user()):
        client.force_login(user)
        for answer in (
            client.get(f"/desk/attempts/{enrolment.pk}/{quiz.key}/"),
            client.post(f"/desk/attempts/{enrolment.pk}/{quiz.key}/", {"count": "1", "reason": "Please."}),
        ):
            assert answer.status_code == 404
    assert not AttemptGrant.objects.exists()
