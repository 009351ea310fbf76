"""What a holder can do, and nobody else can."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts import roles
from accounts.models import AccessLogEntry
from certificates.ledger import rulings
from certificates.ledger.models import Certification
from certificates.proof.models import CertificateFile
from certificates.updates import rollout
from certificates.updates.models import Obligation
from courses.learning.models import Enrolment
from courses.releases import reviewing
from courses.releases.models import ChangeClass
from lms import dates
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def certificate(trainee):
    curriculum, *_ = factories.small_world()
    return factories.certified(trainee, curriculum, at=timezone.now() - timedelta(days=100))


def owe(change_class=ChangeClass.SUBSTANTIVE, *, days_ago: int = 1) -> Obligation:
    curriculum = factories.CurriculumPage.objects.get(slug="skills")
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words nobody had read before.")
    at = timezone.now() - timedelta(days=days_ago)
    rollout.carry_out(
        factories.make_release(curriculum, at=at, change_class=change_class, notes="We changed it."), at=at
    )
    return Obligation.objects.get()


def test_the_page_says_until_when_and_why(client, trainee, certificate):
    client.force_login(trainee)
    page = client.get(reverse("proof:certificate", args=[certificate.code])).content.decode()
    assert "Why this date?" in page
    assert "You completed the training on" in page
    assert "Renewing opens on" in page


def test_the_pdf_is_there_at_once(client, trainee, certificate):
    client.force_login(trainee)
    response = client.get(reverse("proof:pdf", args=[certificate.code]))
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("name", ["certificate", "pdf"])
def test_a_stranger_and_another_trainee_find_nothing(client, certificate, name):
    url = reverse(f"proof:{name}", args=[certificate.code])
    assert client.get(url).status_code == 302
    client.force_login(factories.make_user())
    assert client.get(url).status_code == 404


def test_a_coordinators_download_is_noted(client, coordinator, certificate, trainee):
    client.force_login(coordinator)
    assert client.get(reverse("proof:pdf", args=[certificate.code])).status_code == 200
    entry = AccessLogEntry.objects.get()
    assert (entry.viewer, entry.subject, entry.action) == (coordinator, trainee, "download")


def test_acknowledging_shows_the_words_first_and_clears_the_update(client, trainee, certificate):
    owed = owe(ChangeClass.CLARIFYING)
    client.force_login(trainee)
    url = reverse("updates:update", args=[owed.pk])
    page = client.get(url).content.decode()
    assert "<ins>Words nobody had read before.</ins>" in page
    assert "I have read what changed" in page
    response = client.post(url, follow=True)
    assert "up to date" in response.content.decode()
    again = client.get(url).content.decode()
    assert "You have done this update" in again


def test_retaking_leads_into_the_training(client, trainee, certificate):
    owed = owe()
    client.force_login(trainee)
    response = client.post(reverse("updates:update", args=[owed.pk]))
    enrolment = Enrolment.objects.get(kind="update")
    assert response.url == reverse("learning:training", args=[enrolment.pk])


def test_a_curriculum_added_to_the_scheme_later_leaves_the_holders_pages_as_they_were(client, trainee, certificate):
    added = factories.make_curriculum("added", modules=1, lessons=1)
    factories.make_release(added, at=timezone.now() - timedelta(days=3))
    Certification.objects.get().curricula.add(added)
    factories.edit_lesson(factories.lessons_of(added)[0], "Words of a training that the holder never took.")
    at = timezone.now() - timedelta(days=1)
    rollout.carry_out(factories.make_release(added, at=at, change_class=ChangeClass.SAFETY), at=at)
    client.force_login(trainee)
    home = client.get(reverse("home:my_training"))
    page = client.get(reverse("proof:certificate", args=[certificate.code]))
    assert (home.status_code, page.status_code) == (200, 200)
    assert "You are up to date" in home.content.decode()
    assert "update outstanding" not in page.content.decode().lower()
    owed = owe()  # a change of what the certificate does rest on
    assert client.get(reverse("updates:update", args=[owed.pk])).status_code == 200


def test_somebody_elses_update_is_not_found(client, certificate):
    owed = owe()
    client.force_login(factories.make_user())
    url = reverse("updates:update", args=[owed.pk])
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


def test_renewing_too_early_is_refused_with_the_day(client, trainee, certificate):
    client.force_login(trainee)
    response = client.post(reverse("ledger:renew", args=["facilitator"]), follow=True)
    assert "Renewing opens on" in response.content.decode()
    assert not Enrolment.objects.filter(kind="renewal").exists()


def test_an_expired_certificate_is_earned_again_and_every_page_says_so_alike(client, trainee):
    curriculum, *_ = factories.small_world()
    held = factories.certified(trainee, curriculum, at=timezone.now() - timedelta(days=900))
    client.force_login(trainee)
    page = client.get(reverse("proof:certificate", args=[held.code])).content.decode()
    home = client.get(reverse("home:my_training")).content.decode()
    path = client.get(reverse("ledger:path", args=["facilitator"])).content.decode()
    for shown in (page, home, path):
        assert "You can earn a new one by taking the training again." in shown
        assert "Take the training again" in shown
        assert "Start renewing" not in shown


def test_an_update_and_a_renewal_side_by_side_come_with_advice(client, trainee):
    curriculum, *_ = factories.small_world()
    held = factories.certified(trainee, curriculum, at=timezone.now() - timedelta(days=700))
    owe(days_ago=100)
    client.force_login(trainee)
    for address in (reverse("proof:certificate", args=[held.code]), reverse("home:my_training")):
        assert "You can begin the next training now as well" in client.get(address).content.decode()


def test_an_update_is_read_between_its_neighbours_with_the_study_behind_it(client, trainee, admin):
    source = factories.make_source("okoye-2018")
    claim = factories.make_claim("practice", sources=[source])
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=1, claim=claim)
    long_ago, now = timezone.now() - timedelta(days=100), timezone.now()
    factories.make_release(curriculum, at=long_ago)
    factories.make_scheme(curriculum, slug="facilitator")
    factories.certified(trainee, curriculum, at=long_ago)
    told = {"summary": "For trainers.", "happened_on": date(2026, 2, 1), "link": "https://example.org/notice"}
    update = reviewing.record_update(kind="retracted", source=source, by=admin, at=now - timedelta(days=3), **told)
    author, _approver = factories.trainers_of(curriculum)
    factories.edit_lesson(factories.lessons_of(curriculum)[0], "Words nobody had read before.")
    reviewing.close_as_changed(update.review_tasks.get(page__isnull=False), by=author, at=timezone.now())
    question = update.review_tasks.get(question__isnull=False)
    reviewing.close_without_change(question, reason="It asks less.", by=author, at=timezone.now())
    at = timezone.now()
    rollout.carry_out(factories.make_release(curriculum, at=at), at=at)
    client.force_login(trainee)
    page = client.get(reverse("updates:update", args=[Obligation.objects.get().pk])).content.decode()
    assert "<ins>Words nobody had read before.</ins>" in page
    assert "Moderate certainty" in page  # what stands before them
    assert "A study behind this was retracted on 1 February 2026." in page
    assert "Okoye and Marsh (2018). A study of group skills." in page
    assert 'href="https://example.org/notice"' in page
    assert "For trainers." not in page


# --------------------------------------------------------------------------------------------- after a decision
def rule(certificate, coordinator, act):
    reason = "concern" if act is rulings.suspend else "no_longer_valid"
    act(certificate, reason=reason, by=coordinator, at=timezone.now() - timedelta(hours=1))


@pytest.mark.parametrize("act", [rulings.suspend, rulings.revoke])
def test_after_a_decision_the_pages_offer_nothing_and_name_whom_to_ask(client, trainee, certificate, coordinator, act):
    rule(certificate, coordinator, act)
    client.force_login(trainee)
    page = client.get(reverse("proof:certificate", args=[certificate.code])).content.decode()
    home = client.get(reverse("home:my_training")).content.decode()
    for words in ("Show it to somebody", "You can renew", "Renewing opens", "Start renewing"):
        assert words not in page
    for words in ("Nothing to do", "You are up to date", "Share<"):
        assert words not in home
    assert "Beatriz Sandoval" in page
    assert f'href="mailto:{coordinator.email}"' in page
    assert "Does not facilitate meetings." in page


def test_where_nobody_coordinates_the_organisation_is_named(client, certificate, admin):
    holder = certificate.period.user
    rule(certificate, admin, rulings.revoke)
    client.force_login(holder)
    page = client.get(reverse("proof:certificate", args=[certificate.code])).content.decode()
    assert "Nobody answers for your region yet" in page
    assert "mailto:training@example.org" in page


def test_the_nearest_coordinators_are_named_and_those_who_are_away_are_not(
    trainee, certificate, coordinator, region_tree
):
    near, away = (factories.make_user(f"{name}@example.org", name) for name in ("Nadia Near", "Away Person"))
    for person in (near, away):
        roles.make_coordinator(person, region_tree["Toronto"])
    away.is_active = False
    away.save()
    assert roles.answering_for(trainee) == [near]
    roles.withdraw_coordinator(near, region_tree["Toronto"])
    assert roles.answering_for(trainee) == [coordinator]
    assert roles.answering_for(coordinator) == []
    assert roles.answering_for(factories.make_user()) == []


def words_of(response) -> str:
    data = b"".join(response.streaming_content)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages).split())


@pytest.mark.parametrize(("act", "stamp"), [(rulings.revoke, "Revoked on"), (rulings.suspend, "Suspended since")])
def test_a_copy_says_what_was_decided_and_the_kept_file_stays_as_it_was(
    client, trainee, certificate, coordinator, act, stamp
):
    client.force_login(trainee)
    address = reverse("proof:pdf", args=[certificate.code])
    before = words_of(client.get(address))
    kept = CertificateFile.objects.get().sha256
    rule(certificate, coordinator, act)
    assert stamp not in before
    assert stamp in words_of(client.get(address))
    client.force_login(coordinator)
    assert stamp in words_of(client.get(address))
    assert CertificateFile.objects.get().sha256 == kept


def test_the_page_says_through_which_day_its_holder_may_facilitate(client, trainee, certificate):
    client.force_login(trainee)
    page = client.get(reverse("proof:certificate", args=[certificate.code])).content.decode()
    assert f"May facilitate meetings through {dates.full(certificate.period.grace_until)}." in page
