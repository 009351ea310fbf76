"""My training: what a person sees first, and only their own."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.ledger import codes
from certificates.ledger.models import Certificate, Certification
from tests import plain
from tests.factories import decided, enrolled, make_curriculum, make_release, make_user, study

pytestmark = pytest.mark.django_db
PAGE = reverse("home:my_training")


@pytest.fixture
def now():
    return timezone.now()


def released(slug, at, *, certified=False):
    curriculum = make_curriculum(slug, modules=1, lessons=2, questions=0)
    make_release(curriculum, at=at)
    if certified:
        decided()
        scheme = Certification.objects.create(
            slug=slug, name=f"Scheme {slug}", description="Can.", signatory_name="N. L.", signatory_title="Chair"
        )
        scheme.curricula.add(curriculum)
    return curriculum


def test_a_newcomer_is_shown_the_way_to_the_catalogue(client, trainee):
    client.force_login(trainee)
    page = client.get(PAGE).content.decode()
    assert "Hello Jordan" in page
    assert "Choose a curriculum" in page
    assert "No certificate yet" in page


def test_it_asks_for_a_login(client):
    assert client.get(PAGE).url == f"{reverse('account_login')}?next={PAGE}"


def test_progress_is_shown_in_words(client, trainee, now):
    study(enrolled(trainee, released("one", now), at=now), at=now, items=1)
    client.force_login(trainee)
    page = client.get(PAGE).content.decode()
    assert "1 of 2 lessons and quizzes done." in page
    assert "Lesson 1.2" in page


def test_a_name_is_asked_for_only_where_a_certificate_follows(client, now):
    user = make_user(certificate_name="")
    study(enrolled(user, released("one", now), at=now), at=now, items=1)
    client.force_login(user)
    assert "Say now how it is to be printed" not in client.get(PAGE).content.decode()
    study(enrolled(user, released("two", now, certified=True), at=now), at=now, items=1)
    assert "Say now how it is to be printed" in client.get(PAGE).content.decode()
    client.post(reverse("accounts:name"), {"certificate_name": "Jordan Ellery"})
    assert "Say now how it is to be printed" not in client.get(PAGE).content.decode()


def test_a_certificate_that_waits_for_a_name_comes_first(client, now):
    user = make_user(certificate_name="")
    study(enrolled(user, released("one", now), at=now), at=now, items=1)
    study(enrolled(user, released("two", now, certified=True), at=now), at=now)
    client.force_login(user)
    page = client.get(PAGE).content.decode()
    assert "Your certificate waits for your name" in page
    assert "You have earned Scheme two." in page
    assert reverse("accounts:name") in page


def test_a_certificate_shows_both_statuses_its_date_and_its_code(client, trainee, now):
    study(enrolled(trainee, released("one", now, certified=True), at=now), at=now)
    client.force_login(trainee)
    page = client.get(PAGE).content.decode()
    certificate = Certificate.objects.get()
    assert "Scheme one" in page
    assert "Up to date" in page
    assert codes.shown(certificate.code) in page
    assert reverse("proof:verify_code", kwargs={"code": codes.shown(certificate.code)}) in page
    assert "Why this date?" in page


def test_nothing_of_somebody_else_is_shown(client, trainee, now):
    other = make_user(name="Robin Marsh")
    study(enrolled(other, released("one", now, certified=True), at=now), at=now)
    plain.tell(other, kind="release", dedupe_key="x", subject="Only for Robin", body="Words.", at=now)
    client.force_login(trainee)
    page = client.get(PAGE).content.decode()
    assert "Scheme one" not in page
    assert "Only for Robin" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(client, trainee, now, rows, django_assert_num_queries):
    for number in range(rows):
        study(enrolled(trainee, released(f"done-{number}", now, certified=True), at=now), at=now)
        study(enrolled(trainee, released(f"open-{number}", now), at=now), at=now, items=1)
    client.force_login(trainee)
    client.get(PAGE)
    with django_assert_num_queries(
        8
    ):  # person, roles, whether there are certificates, which, owed, under way, done, notices
        client.get(PAGE)
