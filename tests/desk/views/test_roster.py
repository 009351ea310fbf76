"""The coordinator's desk, and that no door of it leads to another region."""

import csv
import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts import roles
from accounts.adapter import AccountAdapter
from accounts.models import AccessLogEntry
from certificates.ledger.models import Certificate, Ruling
from courses.learning.models import Enrolment
from lms import dates
from notices.models import Notice
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def world(region_tree, coordinator):
    """One holder in the coordinator's Toronto, one in Montréal, whom another coordinator answers for."""
    curriculum, *_ = factories.small_world()
    at = timezone.now() - timedelta(days=50)
    near = factories.make_user("near@example.org", "Nearby Person", region_tree["Toronto"])
    far = factories.make_user("far@example.org", "Faraway Person", region_tree["Montréal"])
    for person in (near, far):
        factories.certified(person, curriculum, at=at)
    other = factories.make_user("lise@example.org", "Lise Roy", region_tree["Québec"])
    roles.make_coordinator(other, region_tree["Québec"])
    return curriculum, near, far, other


def certificate_of(person) -> Certificate:
    return Certificate.objects.get(period__user=person)


# ------------------------------------------------------------------------------------------------------------- leaks
def doors(person):
    """Every door of the desk that shows or changes somebody's record, as (method, address, data)."""
    code = certificate_of(person).code
    yield "get", reverse("desk:person", args=[person.pk]), {}
    yield "get", reverse("proof:pdf", args=[code]), {}
    yield "get", reverse("proof:certificate", args=[code]), {}
    for action in ("suspend", "reinstate", "revoke"):
        yield "post", reverse("desk:rule", args=[code, action]), {"reason": "concern"}


def test_no_door_leads_to_somebody_of_another_region(client, world, coordinator):
    _, _, far, _ = world
    client.force_login(coordinator)
    for method, url, data in doors(far):
        response = getattr(client, method)(url, data)
        assert response.status_code == 404, url
        assert "Faraway" not in response.content.decode()
    assert not Ruling.objects.exists()


def test_the_same_doors_open_for_their_own_region(client, world):
    _, _, far, other = world
    client.force_login(other)
    answers = [getattr(client, method)(url, data).status_code for method, url, data in doors(far)]
    assert answers == [200, 200, 404, 302, 400, 400]  # the holder's own page stays the holder's


@pytest.mark.parametrize(
    "query", ["", "?status=valid", "?name=Faraway", "?name=far%40example.org", "?region=montreal", "?region=atlantis"]
)
@pytest.mark.parametrize("door", ["roster", "export"])
def test_no_list_search_or_export_names_them(client, world, coordinator, door, query):
    client.force_login(coordinator)
    response = client.get(reverse(f"desk:{door}") + query)
    body = response.getvalue().decode()
    assert response.status_code == (400 if "region" in query else 200)
    assert "Faraway Person" not in body
    assert certificate_of(world[2]).code[:4] not in body


def test_nobody_of_another_region_can_be_enrolled(client, world, coordinator):
    curriculum, _, far, _ = world
    client.force_login(coordinator)
    before = Enrolment.objects.count()
    client.post(reverse("desk:enrol"), {"person": [far.pk], "curriculum": curriculum.slug})
    assert Enrolment.objects.count() == before


@pytest.mark.parametrize("name", ["home", "roster", "export", "releases", "evidence", "record_update"])
def test_trainees_are_denied_and_strangers_asked_to_log_in(client, trainee, name):
    url = reverse(f"desk:{name}")
    assert client.get(url).url.startswith("/account/login/")
    client.force_login(trainee)
    assert client.get(url).status_code == 403


# ------------------------------------------------------------------------------------------------------------ roster
def test_the_roster_says_how_many_and_lists_them(client, world, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("desk:roster")).content.decode()
    assert "Nearby Person" in page
    assert "2 people in your regions" in page


def test_a_filter_that_fits_nobody_offers_the_way_back(client, world, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("desk:roster"), {"name": "zzz"}).content.decode()
    assert "Nobody fits" in page
    assert 'value="zzz"' in page


UNREADABLE = [
    ({"expiring_before": "soon"}, "Enter a valid date"),
    ({"region": "vancouver"}, "This is not one of your regions"),
    ({"scheme": "no-such"}, "There is no such certification"),
    ({"status": "asleep"}, "There is no such status"),
    ({"name": "n" * 81}, "at most 80 characters"),
]


@pytest.mark.parametrize("door", ["roster", "export"])
@pytest.mark.parametrize(("query", "words"), UNREADABLE)
def test_a_filter_that_cannot_be_read_shows_and_exports_nobody_and_says_why(
    client, world, coordinator, door, query, words
):
    """Whoever asks for one region must not be taken to ask for everybody; nothing is noted of an export that was none."""
    client.force_login(coordinator)
    response = client.get(reverse(f"desk:{door}"), query)
    page = response.content.decode()
    assert response.status_code == 400
    assert words in page
    assert "Nobody is shown" in page
    assert ("Nothing was exported" in page) == (door == "export")
    assert "Nearby Person" not in page
    assert next(iter(query.values())) in page
    assert not AccessLogEntry.objects.exists()


def test_few_and_many_people_take_the_same_queries(client, world, coordinator, django_assert_max_num_queries):
    curriculum, *_ = world
    client.force_login(coordinator)
    client.get(reverse("desk:roster"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("desk:roster"))
    allowed = len(few)
    for number in range(3):
        extra = factories.make_user(name=f"Extra {number}", region=coordinator.region)
        factories.certified(extra, curriculum, at=timezone.now() - timedelta(days=5))
    with django_assert_max_num_queries(allowed):
        client.get(reverse("desk:roster"))


def test_the_export_is_csv_and_each_person_can_see_that_it_was_made(client, world, coordinator):
    _, near, _, _ = world
    client.force_login(coordinator)
    response = client.get(reverse("desk:export"))
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert [row["Name on certificates"] for row in rows if row["Code"]] == ["Nearby Person"]
    assert AccessLogEntry.objects.filter(subject=near, action="export").count() == 1


# ------------------------------------------------------------------------------------------------------------ person
def test_the_person_page_shows_the_history_and_notes_the_look(client, world, coordinator):
    _, near, _, _ = world
    client.force_login(coordinator)
    page = client.get(reverse("desk:person", args=[near.pk])).content.decode()
    assert "Certificate issued" in page
    assert "Completed" in page
    assert AccessLogEntry.objects.get(subject=near).viewer == coordinator


def test_revoking_asks_for_a_reason_and_then_shows(client, world, coordinator):
    _, near, _, _ = world
    client.force_login(coordinator)
    url = reverse("desk:rule", args=[certificate_of(near).code, "revoke"])
    refused = client.post(url, {"reason": "", "note": "What I had typed."})
    assert refused.status_code == 400
    assert "What I had typed." in refused.content.decode()
    done = client.post(url, {"reason": "no_longer_valid", "note": "Left."}, follow=True)
    assert "Revoked on" in done.content.decode()
    assert Ruling.objects.get().note == "Left."


def test_a_decision_is_preset_to_nothing_and_one_that_is_not_on_offer_says_why(client, world, coordinator):
    _, near, _, _ = world
    client.force_login(coordinator)
    page = client.get(reverse("desk:person", args=[near.pk])).content.decode()
    assert '<option value="" selected>Choose a reason</option>' in page
    url = reverse("desk:rule", args=[certificate_of(near).code, "reinstate"])
    refused = client.post(url, {"reason": "concern"})
    assert refused.status_code == 400
    assert "This certificate is not suspended." in refused.content.decode()


def test_the_person_page_says_when_renewing_opens_how_long_grace_lasts_why_and_what_they_were_told(
    client, world, coordinator
):
    _, near, _, _ = world
    client.force_login(coordinator)
    page = client.get(reverse("desk:person", args=[near.pk])).content.decode()
    period = certificate_of(near).period
    for day in (period.window_opens_on, period.grace_until):
        assert dates.full(day) in page
    assert "You completed the training on" in page
    notice = Notice.objects.filter(recipient=near).latest("pk")
    assert escape(notice.subject) in page


# -------------------------------------------------------------------------------------------------------------- home
def test_every_number_of_the_desk_opens_the_list_that_it_counted(client, world, coordinator, region_tree):
    """One of each: somebody stops soon, somebody is in grace, somebody learns, somebody has nothing."""
    curriculum, *_ = world
    for name, ago in (("Soon", 800), ("Grace", 760)):
        person = factories.make_user(name=f"{name} Person", region=region_tree["Ottawa"])
        factories.certified(person, curriculum, at=timezone.now() - timedelta(days=ago))
    learner = factories.make_user(name="Learning Person", region=region_tree["Ottawa"])
    factories.enrolled(learner, curriculum)
    client.force_login(coordinator)
    response = client.get(reverse("desk:home"))
    assert response.context["quiet"] is False
    for number in (*response.context["needs"], *response.context["stands"]):
        listed = client.get(number.url)
        assert listed.context["page"].paginator.count == len(listed.context["rows"]) == number.count, number.words
        assert escape(number.words) in response.content.decode()


def test_a_coordinator_lands_on_the_desk_and_old_addresses_of_the_roster_lead_to_it(client, coordinator, trainee, rf):
    for person, landing in ((coordinator, reverse("desk:home")), (trainee, settings.LOGIN_REDIRECT_URL)):
        request = rf.get("/")
        request.user = person
        assert AccountAdapter().get_login_redirect_url(request) == landing
    client.force_login(coordinator)
    assert "Nothing waits for you today." in client.get(reverse("desk:home")).content.decode()
    assert client.get(reverse("desk:home"), {"status": "due"}).url == f"{reverse('desk:roster')}?status=due"


def test_enrolling_several_people_says_who_could_not_be(client, world, coordinator, region_tree):
    curriculum, near, _, _ = world
    newcomer = factories.make_user(name="New Person", region=region_tree["Ottawa"])
    client.force_login(coordinator)
    data = {"person": [near.pk, newcomer.pk], "curriculum": curriculum.slug}
    page = client.post(reverse("desk:enrol"), data, follow=True).content.decode()
    assert "1 person is enrolled" in page
    assert "1 person was not: Nearby Person." in page
    assert Enrolment.objects.filter(user=newcomer, enrolled_by=coordinator).exists()


def test_many_who_cannot_be_enrolled_are_one_message_and_the_filter_stays(client, world, coordinator, region_tree):
    curriculum, _near, _, _ = world
    more = [factories.make_user(name=f"Holder {n}", region=region_tree["Ottawa"]) for n in range(7)]
    for person in more:
        factories.certified(person, curriculum, at=timezone.now() - timedelta(days=5))
    client.force_login(coordinator)
    data = {"everybody": "1", "query": "name=holder&sort=day&page=2", "curriculum": curriculum.slug}
    response = client.post(reverse("desk:enrol"), data, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == f"{reverse('desk:roster')}?name=holder&sort=day&page=2"
    assert page.count("already") == 1
    assert "7 people were not: Holder 0, Holder 1, Holder 2, Holder 3, Holder 4 and 2 more." in page


def test_everybody_who_fits_is_enrolled_and_nobody_else(client, world, coordinator, region_tree, monkeypatch):
    curriculum, _, _far, _ = world
    new = [factories.make_user(name=f"New {n}", region=region_tree["Ottawa"]) for n in range(3)]
    other = factories.make_user(name="Somebody Else", region=region_tree["Ottawa"])
    client.force_login(coordinator)
    data = {"everybody": "1", "query": "name=new", "curriculum": curriculum.slug}
    client.post(reverse("desk:enrol"), {**data, "query": "region=atlantis"})
    monkeypatch.setattr("desk.enrolling_many.MOST", 2)
    client.post(reverse("desk:enrol"), data)
    assert not Enrolment.objects.filter(user__in=[*new, other]).exists()
    monkeypatch.undo()
    assert "3 people are enrolled" in client.post(reverse("desk:enrol"), data, follow=True).content.decode()
    assert {one.user for one in Enrolment.objects.filter(completed_at=None)} == set(new)
