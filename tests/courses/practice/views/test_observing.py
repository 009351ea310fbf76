"""The pages of an assessor: who waits, the form, the signature; and that nobody else opens them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.ledger.models import Certificate
from courses.practice import rubrics, waiting
from courses.practice.models import Observation
from tests import factories, practising
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def place(region_tree):
    curriculum, _release, scheme = factories.small_world()
    rubric = practising.asking(curriculum, scheme)
    person = factories.make_user(name="Zola Waits", region=region_tree["Toronto"])
    at = timezone.now()
    completion = practising.completed(person, curriculum, at=at)
    through = at.date().replace(year=at.year + 1)
    assessor = practising.make_assessor(curriculum, region_tree["Ontario"], through=through, at=at)
    return {
        "curriculum": curriculum,
        "rubric": rubric,
        "person": person,
        "completion": completion,
        "assessor": assessor,
        "through": through,
    }


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def desk(client, place):
    client.force_login(place["assessor"])
    return client


@pytest.fixture
def form(place):
    return practising.begun(place["assessor"], place["person"], at=timezone.now())


def test_the_list_says_little_about_who_waits(desk, place):
    shown = text(desk.get(reverse("practice:waiting")))
    assert "Zola" in shown
    assert "Toronto" in shown
    assert "Waits</h2>" not in shown
    assert place["person"].email not in shown


def test_a_long_list_comes_in_pages_and_a_click_asks_for_one(desk, place, monkeypatch, region_tree):
    at = timezone.now()
    for number in range(3):
        person = factories.make_user(name=f"Person {number}", region=region_tree["Toronto"])
        practising.completed(person, place["curriculum"], at=at)
    monkeypatch.setattr("courses.practice.views.observing._PER_PAGE", 3)
    first, second = (text(desk.get(reverse("practice:waiting"), {"page": number})) for number in (1, 2))
    assert (first.count('class="waits__one"'), second.count('class="waits__one"')) == (3, 1)
    assert "4 people wait to be observed by you." in first
    day, own = timezone.localdate(at), place["completion"]
    found = waiting.for_assessor(place["assessor"], day=day, completion=own.pk)
    assert [one.completion for one in found] == [own]
    assert waiting.for_assessor(place["assessor"], day=day, completion=0) == []


def test_from_the_declaration_to_the_certificate(desk, place):
    begin = reverse("practice:begin", args=[place["completion"].pk, place["rubric"].pk])
    assert desk.post(begin).status_code == 400
    assert not Observation.objects.exists()
    opened = desk.post(begin, {"free_of_conflict": "yes"})
    form = Observation.objects.get()
    assert opened.url == reverse("practice:form", args=[form.pk])
    sent = {}
    for item in rubrics.items_of(form.data):
        mark = practising.marks(form)[item["key"]]
        sent[f"mark-{item['key']}"] = mark
    answer = desk.post(reverse("practice:keep", args=[form.pk]), sent)
    assert answer.url == reverse("practice:sign", args=[form.pk])
    assert "Every rule of the rubric holds" in text(desk.get(answer.url))
    day = timezone.localdate().isoformat()
    decided = {"observed_on": day, "feedback": "Well led.", "outcome": "pass", "signature": "Ada"}
    assert desk.post(answer.url, decided).url == reverse("practice:waiting")
    assert Certificate.objects.get().period.user == place["person"]
    assert "Well led." in text(desk.get(reverse("practice:result", args=[form.pk])))


def test_saving_by_itself_answers_in_json(desk, form):
    key = rubrics.items_of(form.data)[0]["key"]
    address = reverse("practice:keep", args=[form.pk])
    answer = desk.post(
        address, {f"mark-{key}": "no", f"note-{key}": "Quietly."}, headers={"Accept": "application/json"}
    )
    assert set(answer.json()) == {"saved"}
    form.refresh_from_db()
    assert (form.marks, form.notes) == ({key: "no"}, {key: "Quietly."})
    refused = desk.post(address, {"observed_on": "2001-01-01"}, headers={"Accept": "application/json"})
    assert refused.status_code == 400
    assert "day of the observation" in refused.json()["refused"]


def test_passing_is_not_offered_against_the_rules_and_nothing_typed_is_lost(desk, form):
    form.marks = practising.marks(form, well=False)
    form.save()
    address = reverse("practice:sign", args=[form.pk])
    assert 'value="pass"' not in text(desk.get(address))
    sent = {
        "observed_on": timezone.localdate().isoformat(),
        "feedback": "Words kept.",
        "outcome": "pass",
        "signature": "Ada",
    }
    answer = desk.post(address, sent)
    assert answer.status_code == 400
    assert "Words kept." in text(answer)


def test_a_signed_form_leads_to_its_result(desk, form):
    practising.signed(form, at=timezone.now())
    for name in ("form", "sign"):
        assert desk.get(reverse(f"practice:{name}", args=[form.pk])).url == reverse("practice:result", args=[form.pk])


def test_the_person_reads_the_result_and_nobody_else_does(client, place, form, admin, coordinator):
    address = reverse("practice:result", args=[form.pk])
    client.force_login(place["person"])
    assert client.get(address).status_code == 404
    practising.signed(form, "repeat", at=timezone.now())
    shown = text(client.get(address))
    assert "To be repeated" in shown
    assert "Practise the close." in shown
    for other in (admin, coordinator, factories.make_user()):
        client.force_login(other)
        assert client.get(address).status_code == 404


def test_another_assessor_opens_no_form_that_is_not_theirs(client, place, form):
    other = practising.make_assessor(place["curriculum"], name="Other One", through=place["through"], at=timezone.now())
    client.force_login(other)
    for name in ("form", "keep", "sign"):
        method = client.post if name == "keep" else client.get
        assert method(reverse(f"practice:{name}", args=[form.pk])).status_code == 404


def test_people_who_observe_nobody_see_no_list_and_no_link(client, trainee, coordinator):
    for person in (trainee, coordinator):
        client.force_login(person)
        assert client.get(reverse("practice:waiting")).status_code == 403
        assert client.get(reverse("practice:assessors")).status_code == 403
        assert reverse("practice:waiting") not in text(client.get(reverse("home:my_training")))


def test_the_page_takes_as_many_queries_for_three_as_for_one(desk, place, region_tree):
    counts = []
    for _ in range(3):
        desk.get(reverse("practice:waiting"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("practice:waiting"))
        counts.append(len(asked))
        person = factories.make_user(region=region_tree["Toronto"])
        practising.completed(person, place["curriculum"], at=timezone.now())
    assert len(set(counts)) == 1


def test_the_person_sees_that_they_wait_and_then_what_came_of_it(client, place, form):
    client.force_login(place["person"])
    assert "Somebody has to see you do it: Leads a meeting" in text(client.get(reverse("home:my_training")))
    finished = reverse("proof:finished", args=[place["completion"].enrolment_id])
    assert "Completed learning, observation waiting." in text(client.get(finished))
    assert "The certificate follows once an assessor" in text(client.get(reverse("ledger:path", args=["facilitator"])))
    practising.signed(form, "repeat", at=timezone.now())
    shown = text(client.get(reverse("home:my_training")))
    assert "You are to be observed once more" in shown
    assert reverse("practice:result", args=[form.pk]) in shown


# ------------------------------------------------------------------------------------------------------- who may observe
def test_a_trainer_lets_somebody_observe_and_ends_it(client, place, trainee):
    trainer = factories.trainers_of(place["curriculum"])[0]
    client.force_login(trainer)
    address = reverse("practice:assessors")
    sent = {"email": trainee.email, "curriculum": place["curriculum"].pk, "region": "", "through": place["through"]}
    assert client.post(address, sent).url == address
    assert trainee.email in text(client.get(address))
    assert client.post(reverse("practice:withdraw", args=[trainee.authorisations.get().pk])).url == address
    assert trainee.email not in text(client.get(address))


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"email": "nobody@example.org"}, "Nobody has an account"), ({"through": "2001-01-01"}, "Choose a last day")],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, place, trainee, changed, words):
    client.force_login(factories.trainers_of(place["curriculum"])[0])
    sent = {"email": trainee.email, "curriculum": place["curriculum"].pk, "region": "", "through": place["through"]}
    answer = client.post(reverse("practice:assessors"), {**sent, **changed})
    assert answer.status_code == 400
    assert words in text(answer)
    assert changed.get("email", trainee.email) in text(answer)
