"""The page at the end of a training."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from certificates.ledger import codes, rulings
from certificates.ledger.models import Certificate, Ruling
from courses.learning import enrolling
from lms.models import Organisation
from tests import factories
from tests.factories import NOON, certified, enrolled, make_user, study
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def skills():
    curriculum, *_ = factories.small_world()
    return curriculum


@kept
def lone():
    curriculum = factories.make_curriculum("lone", title="Alone", modules=1, lessons=1, questions=0)
    factories.make_release(curriculum)
    return curriculum


def page_of(client, enrolment):
    return " ".join(client.get(f"/learn/{enrolment.pk}/finished/").content.decode().split())


def test_the_certificate_is_in_hand(client, trainee, skills):
    enrolment = study(enrolled(trainee, skills))
    client.force_login(trainee)
    page, certificate = page_of(client, enrolment), Certificate.objects.get()
    shown = codes.shown(certificate.code)
    assert "Jordan Ellery" in page
    assert "Valid from 2 March 2026 through 2 March 2028" in page
    for link in (f"/learn/certificates/{shown}.pdf", f"/learn/certificates/{shown}/"):
        assert f'href="{link}"' in page
    assert "data-share=" in page
    assert 'class="qr__drawing"' in page
    assert "Renew from 2 December 2027" in page


def test_without_a_name_it_asks_and_then_shows_the_certificate(client, skills):
    tess = make_user("tess@example.org", "Tess", certificate_name="")
    enrolment = study(enrolled(tess, skills))
    client.force_login(tess)
    address = f"/learn/{enrolment.pk}/finished/"
    page = page_of(client, enrolment)
    assert "The name on your certificate" in page
    assert 'value="Tess"' not in page  # what we call somebody is not suggested
    answer = client.post("/account/name/", {"certificate_name": "Tess Okafor", "next": address}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert Certificate.objects.get().holder_name == "Tess Okafor"
    assert "Download the PDF" in answer.content.decode()


def test_a_curriculum_that_leads_to_none_promises_none(client, trainee, lone):
    enrolment = study(enrolled(trainee, lone))
    client.force_login(trainee)
    page = page_of(client, enrolment)
    assert "This curriculum leads to no certificate." in page
    assert "your certificate" not in page.lower()


def test_a_part_of_the_way_says_what_is_next(client, trainee, skills, lone):
    factories.make_scheme(skills, lone, slug="both", name="Both", purpose="Lead it all")
    enrolment = study(enrolled(trainee, lone))
    client.force_login(trainee)
    page = page_of(client, enrolment)
    assert "Lead it all" in page
    assert "1 of 2 curricula done. Next: Group skills" in page


def test_while_nobody_issues_it_says_so(client, trainee, skills):
    Organisation.objects.update(signatory_name="")
    cache.clear()
    enrolment = study(enrolled(trainee, skills))
    client.force_login(trainee)
    assert "have said who issues certificates here" in page_of(client, enrolment)


def test_what_was_taken_back_is_not_offered_for_showing(client, trainee, admin, skills):
    enrolment = study(enrolled(trainee, skills))
    rulings.revoke(Certificate.objects.get(), reason=Ruling.Reason.NO_LONGER_VALID, by=admin, at=NOON, note="x")
    client.force_login(trainee)
    page = page_of(client, enrolment)
    assert "Revoked" in page
    assert "data-share=" not in page


def test_a_finished_update_says_that_it_is_done(client, trainee, skills):
    basis = certified(trainee, skills).period.bases.get().completion.enrolment
    factories.edit_lesson(factories.lessons_of(skills)[0], "New words.")
    release = factories.make_release(skills, at=NOON + timedelta(days=1))
    update = enrolling.begin_update(trainee, release, basis=basis, by=trainee, at=NOON + timedelta(days=2))
    study(update, at=NOON + timedelta(days=2))
    client.force_login(trainee)
    page = page_of(client, update)
    assert "You are up to date with SKILLS 2.0.0" in page


def test_before_the_end_it_leads_to_the_training_and_is_nobody_elses(client, trainee, skills):
    enrolment = enrolled(trainee, skills)
    client.force_login(trainee)
    assert client.get(f"/learn/{enrolment.pk}/finished/").url == f"/learn/{enrolment.pk}/"
    client.force_login(make_user())
    assert client.get(f"/learn/{enrolment.pk}/finished/").status_code == 404
