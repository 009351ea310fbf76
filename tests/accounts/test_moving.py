"""Changing one's region: free for whoever holds nothing, a request for whoever others rely on, and kept for good."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import anonymising, moving, roles
from accounts.models import AccessLogEntry, RegionMove, User
from certificates.ledger import rulings
from certificates.ledger.models import Certificate
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db

AT = factories.NOON
Outcome = RegionMove.Outcome


@kept
def holder(region_tree):
    """Somebody in Toronto with a certificate."""
    curriculum, *_ = factories.small_world()
    person = factories.make_user("sam@example.org", "Sam Okafor", region_tree["Toronto"])
    factories.certified(person, curriculum, at=AT - timedelta(days=50))
    return person


def region_of(person: User) -> str:
    region = User.objects.get(pk=person.pk).region
    return region.name if region else ""


# ------------------------------------------------------------------------------------------------------------- asking
def test_whoever_holds_nothing_moves_at_once_and_the_move_is_kept(trainee, region_tree):
    move = moving.choose(trainee, region_tree["Ottawa"], at=AT)
    assert region_of(trainee) == "Ottawa"
    assert (move.left, move.wanted, move.outcome) == (region_tree["Toronto"], region_tree["Ottawa"], Outcome.MOVED)
    assert moving.choose(trainee, region_tree["Ottawa"], at=AT) is None


@pytest.mark.parametrize("wanted", ["Ottawa", None])
def test_a_holder_leaves_oversight_only_by_request(holder, coordinator, region_tree, wanted):
    """Choosing another region, or none, does not take a certificate out of its coordinator's sight."""
    move = moving.choose(holder, region_tree[wanted] if wanted else None, at=AT)
    assert region_of(holder) == "Toronto"
    assert moving.waiting(holder) == move
    assert [one.user for one in moving.waiting_for(coordinator)] == [holder]
    assert Notice.objects.filter(recipient=coordinator, letter="region-asked").count() == 1


@pytest.mark.parametrize(("action", "reason"), [("suspend", "concern"), ("revoke", "no_longer_valid")])
def test_a_suspension_or_revocation_binds_as_a_certificate_does(holder, coordinator, region_tree, action, reason):
    """Nobody whose certificate is suspended or revoked slips away by saying no region."""
    certificate = Certificate.objects.get(period__user=holder)
    rulings.ACTS[action](certificate, reason=reason, note="", by=coordinator, at=AT)
    moving.choose(holder, None, at=AT)
    assert region_of(holder) == "Toronto"


def test_a_certificate_that_expired_long_ago_binds_nobody(holder, region_tree):
    moving.choose(holder, None, at=AT + timedelta(days=365 * 9))
    assert region_of(holder) == ""


def test_a_request_that_nobody_has_to_answer_any_more_is_carried_out_when_it_is_made_again(holder, region_tree):
    later = AT + timedelta(days=365 * 9)
    asked = moving.choose(holder, region_tree["Ottawa"], at=AT)
    assert moving.choose(holder, region_tree["Ottawa"], at=later) == asked
    assert region_of(holder) == "Ottawa"
    assert RegionMove.objects.get().outcome == Outcome.MOVED


def test_where_nobody_coordinates_the_administrators_are_asked(holder, admin, region_tree):
    moving.choose(holder, region_tree["Ottawa"], at=AT)
    assert [one.recipient for one in Notice.objects.filter(letter="region-asked")] == [admin]
    assert [one.user for one in moving.waiting_for(admin)] == [holder]


def test_somebody_without_a_region_joins_one_at_once(holder, region_tree):
    User.objects.filter(pk=holder.pk).update(region=None)
    moving.choose(holder, region_tree["Ottawa"], at=AT)
    assert region_of(holder) == "Ottawa"


def test_asking_twice_is_one_request_and_choosing_ones_own_region_withdraws_it(holder, region_tree):
    first = moving.choose(holder, region_tree["Ottawa"], at=AT)
    assert moving.choose(holder, region_tree["Ottawa"], at=AT + timedelta(hours=1)) == first
    assert moving.choose(holder, region_tree["Toronto"], at=AT + timedelta(hours=2)) is None
    assert RegionMove.objects.get().outcome == Outcome.WITHDRAWN
    moving.choose(holder, None, at=AT + timedelta(hours=3))
    assert moving.waiting(holder).wanted is None


# ---------------------------------------------------------------------------------------------------------- answering
def test_the_coordinator_agrees_and_the_person_is_told(holder, coordinator, region_tree):
    move = moving.choose(holder, region_tree["Montréal"], at=AT)
    moving.decide(move, grant=True, note="All the best there.", by=coordinator, at=AT + timedelta(hours=1))
    assert region_of(holder) == "Montréal"
    told = Notice.objects.get(recipient=holder, letter="region-moved")
    assert told.facts["note"] == "All the best there."
    assert AccessLogEntry.objects.filter(subject=holder, action="change_region", detail="Toronto → Montréal").exists()


def test_the_coordinator_declines_and_the_person_stays(holder, coordinator, region_tree):
    move = moving.choose(holder, None, at=AT)
    moving.decide(move, grant=False, note="Let us talk first.", by=coordinator, at=AT + timedelta(hours=1))
    assert region_of(holder) == "Toronto"
    assert moving.waiting(holder) is None
    assert Notice.objects.filter(recipient=holder, letter="region-kept").exists()


def test_an_answer_counts_once(holder, coordinator, region_tree):
    move = moving.choose(holder, None, at=AT)
    moving.decide(move, grant=False, by=coordinator, at=AT)
    with pytest.raises(Refusal):
        moving.decide(move, grant=True, by=coordinator, at=AT)
    assert region_of(holder) == "Toronto"


def test_nobody_answers_for_themself_or_for_another_region(holder, coordinator, region_tree):
    roles.make_coordinator(holder, region_tree["Ontario"])
    elsewhere = factories.make_user("lise@example.org", "Lise Roy", region_tree["Québec"])
    roles.make_coordinator(elsewhere, region_tree["Québec"])
    move = moving.choose(holder, None, at=AT)
    assert not moving.waiting_for(holder).exists()
    for nobody in (holder, elsewhere, factories.make_user()):
        with pytest.raises(PermissionDenied):
            moving.decide(move, grant=True, by=nobody, at=AT)


def test_an_administrator_who_moves_somebody_settles_what_they_asked_for(holder, region_tree, client):
    admin = factories.make_user("ada@example.org", "Ada Admin")
    roles.make_administrator(admin)
    moving.choose(holder, region_tree["Ottawa"], at=AT)
    person = User.objects.get(pk=holder.pk)
    person.region = region_tree["Ottawa"]
    person.save()
    moving.note_moved(
        person, left=region_tree["Toronto"], to=region_tree["Ottawa"], by=admin, at=AT + timedelta(days=1)
    )
    kept = RegionMove.objects.get()
    assert (kept.outcome, kept.decided_by) == (Outcome.MOVED, admin)


def test_anonymising_withdraws_what_was_asked_for(holder, region_tree):
    admin = factories.make_user("ada@example.org", "Ada Admin")
    roles.make_administrator(admin)
    moving.choose(holder, region_tree["Ottawa"], at=AT)
    anonymising.anonymise(holder, by=admin, at=AT + timedelta(days=1))
    assert RegionMove.objects.get().outcome == Outcome.WITHDRAWN


def test_the_database_keeps_one_open_request_and_whole_answers(holder, region_tree):
    moving.choose(holder, None, at=AT)
    for wrong in (
        {"asked_at": AT},
        {"asked_at": AT, "decided_at": AT},
        {"asked_at": AT, "decided_at": AT - timedelta(days=1), "decided_by": holder, "outcome": Outcome.MOVED},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RegionMove.objects.create(user=holder, **wrong)


# -------------------------------------------------------------------------------------------------------------- pages
def test_the_way_through_the_pages(client, holder, coordinator, region_tree):
    """From the account page to the coordinator's desk and back, with the history on the person's record."""
    account = reverse("accounts:settings")
    client.force_login(holder)
    data = {"display_name": "Sam", "certificate_name": "Sam Okafor", "region": "", "language": ""}
    page = client.post(account, data, follow=True).content.decode()
    assert "Your change of region waits for an answer" in page
    assert f"{coordinator.get_full_name()} will answer" in page
    again = client.post(account, {**data, "display_name": "Sammy"}, follow=True).content.decode()
    assert "waits for an answer" not in again
    assert moving.waiting(holder) is not None

    client.force_login(coordinator)
    assert "1 person asks for a change of region" in client.get(reverse("desk:roster")).content.decode()
    record = reverse("desk:person", args=[holder.pk])
    assert "A change of region" in client.get(record).content.decode()
    answer = reverse("desk:answer_move", args=[holder.pk])
    long = "n" * 301
    refused = client.post(answer, {"answer": "decline", "note": long})
    assert refused.status_code == 400
    assert long in refused.content.decode()
    done = client.post(answer, {"answer": "decline", "note": "Let us talk."}, follow=True).content.decode()
    assert "stays, and will be told" in done
    assert "Change of region declined" in done
    assert "answered or withdrawn" in client.post(answer, {"answer": "agree"}, follow=True).content.decode()

    client.force_login(holder)
    client.post(account, data)
    client.force_login(coordinator)
    gone = client.post(answer, {"answer": "agree", "note": ""}, follow=True)
    assert gone.redirect_chain[-1][0] == reverse("desk:roster")
    assert "is moved, and will be told" in gone.content.decode()
    assert client.get(record).status_code == 404


def test_a_region_that_people_moved_from_is_kept(client, trainee, region_tree):
    admin = factories.make_user("ada@example.org", "Ada Admin")
    roles.make_administrator(admin)
    moving.choose(trainee, region_tree["Ottawa"], at=timezone.now())
    moving.choose(trainee, None, at=timezone.now())
    client.force_login(admin)
    page = client.post(reverse("regions:delete", args=[region_tree["Ottawa"].pk]), follow=True).content.decode()
    assert "people have moved from it or to it" in page
