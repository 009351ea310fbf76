"""Observing: who can be, what is kept, and that what is signed stands."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.practice import assessors, observing, rubrics, sheets, telling, waiting
from courses.practice.models import Observation
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories, practising
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@kept
def place(region_tree):
    """A scheme that asks for an observation, an assessor for Ontario, and somebody of Toronto who completed the training."""
    curriculum, _release, scheme = factories.small_world()
    practising.asking(curriculum, scheme)
    person = factories.make_user(name="Zola Waits", region=region_tree["Toronto"])
    practising.completed(person, curriculum)
    return {
        "curriculum": curriculum,
        "scheme": scheme,
        "assessor": practising.make_assessor(curriculum, region_tree["Ontario"]),
        "person": person,
    }


def listed(assessor, day=TODAY):
    return [one.person.display_name for one in waiting.for_assessor(assessor, day=day)]


# ------------------------------------------------------------------------------------------------------------ who waits
def test_whoever_completed_what_asks_for_it_waits_for_the_assessors_of_their_region(place, region_tree):
    elsewhere = factories.make_user(name="Far Away", region=region_tree["Montréal"])
    nowhere = factories.make_user(name="No Region")
    for one in (elsewhere, nowhere):
        practising.completed(one, place["curriculum"])
    assert listed(place["assessor"]) == ["Zola"]
    everywhere = practising.make_assessor(place["curriculum"], name="Else Where")
    assert sorted(listed(everywhere)) == ["Far", "No", "Zola"]


def test_nobody_waits_where_nothing_asks(place):
    place["scheme"].rubric = None
    place["scheme"].save()
    assert listed(place["assessor"]) == []


def test_nobody_waits_for_themself_nor_after_the_last_day(place):
    practising.completed(place["assessor"], place["curriculum"])
    assert listed(place["assessor"]) == ["Zola"]
    assert listed(place["assessor"], date(2027, 3, 2)) == []


def test_whoever_holds_the_certificate_already_does_not_wait(place, region_tree):
    place["scheme"].rubric, rubric = None, place["scheme"].rubric
    place["scheme"].save()
    holder = factories.make_user(name="Holds One", region=region_tree["Toronto"])
    practising.completed(holder, place["curriculum"])
    place["scheme"].rubric = rubric
    place["scheme"].save()
    assert "Holds" not in listed(place["assessor"])


def test_the_list_takes_as_many_queries_for_three_as_for_one(place, region_tree, django_assert_num_queries):
    with CaptureQueriesContext(
        connection,
    ) as one:
        listed(place["assessor"])
    for _ in range(2):
        person = factories.make_user(region=region_tree["Toronto"])
        practising.completed(person, place["curriculum"])
    with django_assert_num_queries(len(one)):
        assert len(listed(place["assessor"])) == 3


def test_whoever_begins_to_wait_and_those_who_may_observe_them_are_told_once(place, region_tree):
    elsewhere = practising.make_assessor(place["curriculum"], region_tree["Québec"], name="Far Assessor")
    everywhere = practising.make_assessor(place["curriculum"], name="Roaming Assessor")
    person = factories.make_user(name="New One", region=region_tree["Toronto"])
    completion = practising.completed(person, place["curriculum"])
    telling.begins_to_wait(completion, at=NOON)
    told = Notice.objects.filter(letter="somebody-waits", facts__person="New").values_list("recipient", flat=True)
    assert sorted(told) == sorted([place["assessor"].pk, everywhere.pk])
    assert elsewhere.pk not in told
    assert Notice.objects.filter(recipient=person, letter="observation-waits").count() == 1


def test_nobody_is_told_where_nothing_asks(place):
    place["scheme"].rubric = None
    place["scheme"].save()
    person = factories.make_user()
    practising.completed(person, place["curriculum"])
    assert not Notice.objects.filter(recipient=person, letter="observation-waits").exists()


# ------------------------------------------------------------------------------------------------------------ beginning
def test_nobody_observes_themself(place):
    waits = waiting.for_assessor(place["assessor"], day=TODAY)[0]
    with pytest.raises(Refusal, match="Nobody observes themself"):
        observing.begin(waits, free_of_conflict=True, by=place["person"], at=NOON)
    made = practising.begun(place["assessor"], place["person"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=made.pk).update(person=place["assessor"])


def test_whoever_cannot_judge_freely_does_not_begin(place):
    waits = waiting.for_assessor(place["assessor"], day=TODAY)[0]
    with pytest.raises(Refusal, match="Tick the declaration"):
        observing.begin(waits, free_of_conflict=False, by=place["assessor"], at=NOON)
    made = practising.begun(place["assessor"], place["person"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=made.pk).update(free_of_conflict=False)


def test_beginning_twice_opens_the_same_form(place):
    first = practising.begun(place["assessor"], place["person"])
    assert practising.begun(place["assessor"], place["person"]) == first


def test_an_assessor_of_another_region_cannot_begin(place, region_tree):
    other = practising.make_assessor(place["curriculum"], region_tree["Québec"], name="Other Region")
    waits = waiting.for_assessor(place["assessor"], day=TODAY)[0]
    with pytest.raises(Refusal, match="does not wait"):
        observing.begin(waits, free_of_conflict=True, by=other, at=NOON)


# -------------------------------------------------------------------------------------------------------------- keeping
def test_only_what_was_sent_is_changed(place):
    form = practising.begun(place["assessor"], place["person"])
    well = practising.marks(form)
    first, second, *_ = well
    observing.keep(form, observing.Change({first: "yes"}, {first: "By name."}), at=NOON)
    kept = observing.keep(form, observing.Change({second: "no", "unknown": "yes"}, {}), at=NOON)
    assert (kept.marks, kept.notes) == ({first: "yes", second: "no"}, {first: "By name."})
    kept = observing.keep(form, observing.Change({first: "nonsense"}, {first: " "}), at=NOON)
    assert (kept.marks, kept.notes) == ({second: "no"}, {})


def test_one_half_of_a_ratio_is_kept_while_the_other_is_counted(place):
    form = practising.begun(place["assessor"], place["person"])
    key = rubrics.of_kind(form.data, "ratio")[0]["key"]
    kept = observing.keep(form, observing.Change({key: [7, None]}, {}), at=NOON)
    assert kept.marks == {key: [7, None]}
    line = next(line for section in sheets.sections_of(kept) for line in section.lines if line.key == key)
    assert (line.counts, line.in_words) == ([("Reflections", 7), ("Questions", "")], "No mark yet")


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_it_was_seen_after_the_training_and_not_ahead(place, day):
    form = practising.begun(place["assessor"], place["person"])
    with pytest.raises(Refusal, match="day of the observation"):
        observing.keep(form, observing.Change({}, {}, observed_on=day), at=NOON)


# -------------------------------------------------------------------------------------------------------------- signing
def test_a_signed_observation_keeps_which_rules_held(place):
    form = practising.signed(practising.begun(place["assessor"], place["person"]))
    assert (form.outcome, form.signature) == ("pass", "Ada")
    assert all(rule["holds"] for rule in form.result)
    assert {"words": "Nothing was seen that must not be", "holds": True, "reached": "1 of 1"} in form.result


def test_nobody_passes_against_the_rules(place):
    form = practising.begun(place["assessor"], place["person"])
    with pytest.raises(Refusal, match="cannot be passed"):
        practising.signed(form, "pass", well=False)
    assert practising.signed(form, "repeat", well=False).outcome == "repeat"


def test_it_may_have_to_be_repeated_although_every_rule_holds(place):
    form = practising.begun(place["assessor"], place["person"])
    assert practising.signed(form, "not_yet").outcome == "not_yet"


def test_without_marks_feedback_and_ones_own_name_nothing_is_signed(place):
    form = practising.begun(place["assessor"], place["person"])
    with pytest.raises(Refusal) as refused:
        observing.sign(form, observing.Change({}, {}), observing.Decision("repeat", "Somebody Else"), at=NOON)
    assert len(refused.value.reasons) == 3
    assert Observation.objects.get().signed_at is None


def test_nothing_is_signed_once_the_authorisation_has_ended(place, admin):
    form = practising.begun(place["assessor"], place["person"])
    assessors.withdraw(form.authorisation, by=admin, at=NOON)
    with pytest.raises(Refusal, match="not authorised"):
        practising.signed(form)


def test_what_is_signed_is_changed_by_nobody(place):
    form = practising.signed(practising.begun(place["assessor"], place["person"]), "repeat")
    with pytest.raises(Refusal, match="is signed"):
        observing.keep(form, observing.Change({}, {}, feedback="Other."), at=NOON)
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.filter(pk=form.pk).update(feedback="Other.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.filter(pk=form.pk).delete()


def test_an_observation_keeps_the_version_it_began_with(place):
    form = practising.begun(place["assessor"], place["person"])
    rubric = form.rubric
    rubric.rules = [("share", 3)]
    rubric.save_revision().publish()
    assert practising.signed(form).version.number == 1
    again = factories.make_user(name="Next One", region=place["person"].region)
    practising.completed(again, place["curriculum"])
    assert practising.begun(place["assessor"], again).version.number == 2


def test_the_person_is_told_without_the_feedback(place):
    form = practising.signed(practising.begun(place["assessor"], place["person"]), "repeat")
    notice = Notice.objects.get(recipient=place["person"], letter="observed")
    assert "once more" in notice.body
    assert form.feedback not in notice.body


def test_two_assessors_cannot_both_pass_somebody(place):
    other = practising.make_assessor(place["curriculum"], name="Second Assessor")
    first, second = (practising.begun(one, place["person"]) for one in (place["assessor"], other))
    practising.signed(first)
    with pytest.raises(Refusal, match="passed this person already"):
        practising.signed(second)
    assert practising.signed(second, "repeat").outcome == "repeat"
