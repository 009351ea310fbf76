"""The release desk: what changed, whom it touches, and two people for every release."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from certificates.updates import rollout
from certificates.updates.models import Obligation, Outcome
from courses.releases import proposing, releasing
from courses.releases.models import Release, ReleaseProposal
from lms import dates
from lms.dates import full
from notices.models import Notice
from tests import factories
from tests.desk.views.preparing import prepared
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def world(trainee):
    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum, at=timezone.now() - timedelta(days=100))
    author, approver = factories.trainers_of(curriculum)
    return curriculum, author, approver


@pytest.fixture
def proposal(client, world):
    curriculum, author, _ = world
    return prepared(client, curriculum, author)


VERDICT = {"change_class": "substantive", "notes": "One lesson says more.", "due_days": "60"}


def desk(proposal) -> str:
    return reverse("desk:release_desk", args=[proposal.pk])


def decide(proposal) -> str:
    return reverse("desk:decide", args=[proposal.pk])


def approve(client, proposal, **kwargs):
    """Open the desk, read what is new or changed, and press the button."""
    for one, _ in client.get(desk(proposal)).context["to_read"]:
        client.post(reverse("desk:note_read", args=[proposal.pk, one.hash]))
    return client.post(decide(proposal), {"approve": "", "shown": client.get(desk(proposal)).context["mark"]}, **kwargs)


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
    assert Notice.objects.filter(recipient=approver, letter="approval-wanted", facts__proposal=proposal.pk).count() == 1
    page = approve(client, proposal, follow=True).content.decode()
    assert "Somebody other than the author" in page
    assert Release.objects.count() == 1
    client.force_login(approver)
    with django_capture_on_commit_callbacks(execute=True):
        page = approve(client, proposal, follow=True).content.decode()
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
    page = client.get(desk(proposal)).content.decode()
    due = full(timezone.localdate() + timedelta(days=90))
    assert f"by {due}" in page  # sixty days from the day it takes effect
    page = approve(client, proposal, follow=True).content.decode()
    assert "It waits for its day" in page
    assert Release.objects.count() == 1
    assert not Obligation.objects.exists()


@pytest.fixture
def waiting(client, world, proposal):
    later = (timezone.localdate() + timedelta(days=30)).isoformat()
    client.post(desk(proposal), {**VERDICT, "effective_on": later, "submit": ""})
    client.force_login(world[2])
    approve(client, proposal)
    return proposal


def reschedule(proposal) -> str:
    return reverse("desk:reschedule", args=[proposal.pk])


def test_a_release_that_waits_is_moved_with_a_reason(client, world, waiting):
    _, author, _ = world
    day = timezone.localdate() + timedelta(days=40)
    refused = client.post(reschedule(waiting), {"move": "", "day": day.isoformat(), "because": ""})
    assert refused.status_code == 400
    assert day.isoformat() in refused.content.decode()
    page = client.post(reschedule(waiting), {"move": "", "day": day.isoformat(), "because": "A holiday."}, follow=True)
    assert f"takes effect on {full(day)}" in page.content.decode()
    assert "A holiday." in page.content.decode()
    assert "A holiday." in Notice.objects.filter(recipient=author, kind="approval").latest("pk").body
    assert f"takes effect on {full(day)}" in client.get(reverse("desk:releases")).content.decode()


def test_a_release_that_waits_is_cancelled_with_a_reason(client, world, waiting):
    refused = client.post(reschedule(waiting), {"cancel": "", "because": " "})
    assert refused.status_code == 400
    page = client.post(reschedule(waiting), {"cancel": "", "because": "The study fell."}, follow=True).content.decode()
    assert "The study fell." in page
    assert "Cancelled before it took effect" in page
    late = client.post(reschedule(waiting), {"cancel": "", "because": "Again."})
    assert late.status_code == 400
    assert "does not wait any more" in late.content.decode()


def test_a_trainer_of_another_curriculum_finds_no_schedule(client, waiting):
    from accounts import roles

    stranger = factories.make_user("third@example.org", "Third Trainer")
    roles.make_trainer(stranger, [factories.make_curriculum("other", modules=1, lessons=1)])
    client.force_login(stranger)
    assert client.post(reschedule(waiting), {"cancel": "", "because": "No."}).status_code == 404


def test_what_changed_while_it_was_read_is_said_and_nothing_typed_is_lost(client, world, proposal):
    curriculum, author, approver = world
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    client.force_login(approver)
    read = client.get(desk(proposal)).context["mark"]
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "And one more.")
    proposing.prepare(curriculum, by=author, at=timezone.now())
    page = client.post(decide(proposal), {"approve": "", "shown": read}).content.decode()
    assert "This changed while you were reading: the lessons, quizzes and questions" in page
    page = client.post(decide(proposal), {"send_back": "", "note": "Which study is that?"}).content.decode()
    assert "Which study is that?" in page
    assert Release.objects.count() == 1


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(client, world, proposal):
    page = client.get(desk(proposal))
    client.post(desk(proposal), {**VERDICT, "notes": "Theirs.", "save": "", "shown": page.context["mark"]})
    late = client.post(desk(proposal), {**VERDICT, "notes": "Mine.", "save": "", "shown": page.context["mark"]})
    assert late.status_code == 400
    assert "changed while you were writing" in late.content.decode()
    assert "Mine." in late.content.decode()
    proposal.refresh_from_db()
    assert proposal.notes == "Theirs."
    client.post(desk(proposal), {**VERDICT, "notes": "Mine.", "save": "", "shown": late.context["read"]})
    proposal.refresh_from_db()
    assert proposal.notes == "Mine."


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


# ------------------------------------------------------------------------------------------------------- when it is due
@pytest.fixture
def scheduled(client, world, proposal):
    """A proposal that takes effect in thirty days, handed on."""
    later = timezone.localdate() + timedelta(days=30)
    client.post(desk(proposal), {**VERDICT, "effective_on": later.isoformat(), "submit": ""})
    return proposal, later


def test_the_letter_at_the_desk_names_the_day_that_holders_will_read(client, world, scheduled):
    proposal, later = scheduled
    client.force_login(world[2])
    letter, *_ = client.get(desk(proposal)).context["letters"]
    assert dates.full(later + timedelta(days=60)) in letter.subject
    approve(client, proposal)
    noon = timezone.make_aware(datetime.combine(later, time(12)))
    (release,) = releasing.release_due(proposal.curriculum, at=noon)
    rollout.carry_out(release, at=noon + timedelta(minutes=5))
    sent = Notice.objects.get(letter="update-owed")
    assert (sent.subject, sent.body) == (letter.subject, letter.body)


def test_a_scheduled_release_says_when_it_sends_its_letters(client, world, scheduled):
    proposal, later = scheduled
    factories.read_all(proposal, by=world[2], at=timezone.now())
    client.force_login(world[2])
    page = client.get(desk(proposal)).content.decode()
    assert f"Approving lets it take effect on {dates.full(later)}" in page


def test_the_page_of_a_release_says_what_it_meant_only_once_it_went_out(client, world):
    client.force_login(world[2])
    address = reverse("desk:release", args=["skills", "1.0.0"])
    before = client.get(address).content.decode()
    assert "It is being carried out" in before
    assert "when it went out" not in before
    rollout.carry_out(Release.objects.get(major=1), at=timezone.now())
    assert "It is being carried out" not in client.get(address).content.decode()


# ------------------------------------------------------------------------------- reading it as learners will get it
def candidate(proposal, hash_) -> str:
    return reverse("desk:candidate", args=[proposal.pk, hash_])


def first_item(proposal) -> dict:
    return proposal.outline["modules"][0]["items"][0]


def quiz_of(proposal) -> dict:
    return next(item for item in proposal.outline["modules"][0]["items"] if item["kind"] == "quiz")


def test_the_approver_reads_the_lesson_as_learners_get_it_with_what_changed_marked(client, world, proposal):
    client.force_login(world[2])
    page = client.get(candidate(proposal, first_item(proposal)["hash"])).content.decode()
    assert '<div class="block block--text"><p>Words that are new.</p></div>' in page
    assert page.count("part--added") == 1
    assert "I have read this" in page


def test_the_approver_reads_every_question_with_its_answers(client, world, proposal):
    client.force_login(world[2])
    page = client.get(candidate(proposal, quiz_of(proposal)["hash"])).content.decode()
    assert page.count('class="explained__question"') >= 1
    assert "A right answer" in page
    assert "Why option 0 is as it is." in page
    assert "The same as before" in page


def test_ticking_leads_to_what_is_left_and_then_back(client, world, proposal):
    client.force_login(world[1])
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    client.force_login(world[2])
    left = [one.hash for one, _ in client.get(desk(proposal)).context["to_read"]]
    for hash_, leads_to in zip(left, [*left[1:], None], strict=True):
        answer = client.post(reverse("desk:note_read", args=[proposal.pk, hash_]))
        assert answer.url == (candidate(proposal, leads_to) if leads_to else desk(proposal))


def test_an_address_of_an_earlier_wording_leads_to_the_present_one(client, world, proposal):
    curriculum, author, _ = world
    old = first_item(proposal)["hash"]
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Still newer.")
    proposing.prepare(curriculum, by=author, at=timezone.now())
    proposal.refresh_from_db()
    client.force_login(world[2])
    assert client.get(candidate(proposal, old)).url == candidate(proposal, first_item(proposal)["hash"])
    assert client.get(candidate(proposal, "0" * 64)).status_code == 404


def test_a_refused_remark_is_kept_on_the_page(client, world, proposal):
    curriculum, author, _ = world
    old = first_item(proposal)["hash"]
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Still newer.")
    proposing.prepare(curriculum, by=author, at=timezone.now())
    client.force_login(world[2])
    answer = client.post(reverse("desk:remark", args=[proposal.pk, old]), {"remark": "Half an hour's thought."})
    assert answer.status_code == 400
    assert "Half an hour&#x27;s thought." in answer.content.decode()
    assert "frozen anew" in answer.content.decode()


def test_a_remark_on_a_lesson_that_was_taken_out_meanwhile_is_kept_on_the_page(client, world, proposal):
    curriculum, author, _ = world
    taken_out = first_item(proposal)["hash"]
    factories.lessons_of(curriculum)[0].unpublish()
    proposing.prepare(curriculum, by=author, at=timezone.now())
    client.force_login(world[2])
    answer = client.post(reverse("desk:remark", args=[proposal.pk, taken_out]), {"remark": "Half an hour of thought."})
    assert answer.status_code == 400
    assert "Half an hour of thought." in answer.content.decode()


def test_a_trainer_of_another_curriculum_reads_and_says_nothing(client, world, proposal):
    other = factories.make_curriculum("other", modules=1, lessons=1)
    stranger = factories.make_user("stranger@example.org")
    roles.make_trainer(stranger, [other])
    hash_ = first_item(proposal)["hash"]
    client.force_login(stranger)
    assert client.get(candidate(proposal, hash_)).status_code == 404
    for name in ("note_read", "remark"):
        assert client.post(reverse(f"desk:{name}", args=[proposal.pk, hash_]), {"remark": "x"}).status_code == 404
    assert not proposal.readings.exists()
    assert not proposal.remarks.exists()


def test_reading_takes_the_same_queries_however_many_remarks_there_are(client, world, proposal):
    client.force_login(world[2])
    hash_, counts = first_item(proposal)["hash"], []
    for number in range(4):
        told = {"remark": f"Remark {number}", "part": "1", "quoted": "The words"}
        client.post(reverse("desk:remark", args=[proposal.pk, hash_]), told)
        with CaptureQueriesContext(connection) as seen:
            client.get(candidate(proposal, hash_))
        counts.append(len(seen))
    assert counts[1] == counts[3]  # the first page fills caches


def test_the_record_of_a_release_says_who_read_what_and_what_was_remarked(client, world, proposal):
    client.force_login(world[1])
    client.post(desk(proposal), {**VERDICT, "submit": ""})
    client.force_login(world[2])
    hash_ = first_item(proposal)["hash"]
    client.post(reverse("desk:remark", args=[proposal.pk, hash_]), {"remark": "Which study?"})
    about = proposal.remarks.get()
    client.post(reverse("desk:answer_remark", args=[proposal.pk, about.pk]), {"settle": ""})
    page = approve(client, proposal, follow=True).content.decode()
    assert "Read before it was approved" in page
    assert "Which study?" in page
